"""Who does too much at once is told so once and kindly; Slack is answered all the same, and nothing piles up."""

from datetime import timedelta

from sqlalchemy import select

from bot.slack.views.words import say
from core.ground import throttle
from core.slack.slack_events import SlackEvent
from tests.bot.slack.workspace import InSlack
from tests.parts.clock import shown_time

SLOW = say("en", "slow.soon")


def use_up(in_slack: InSlack, user: str) -> None:
    """Look at the Home tab as often as anything may be done in a minute."""
    opened = {"type": "app_home_opened", "user": user, "tab": "home"}
    for _ in range(throttle.CHAT[0].count):
        assert in_slack.driver.post(in_slack.driver.event(opened)).status_code == 200


def test_what_is_too_much_is_acknowledged_unread_and_said_once(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    use_up(in_slack, "UDANA")
    dropped = [in_slack.driver.said("UDANA", f"please turn on two factor {n}") for n in range(3)]
    assert [in_slack.driver.post(each).status_code for each in (*dropped, *dropped)] == [200] * 6
    in_slack.slack.wait(
        lambda: in_slack.texts("Dana")[-1] == SLOW and in_slack.is_quiet(), "the kind sentence"
    )
    assert in_slack.texts("Dana").count(SLOW) == 1
    assert "please turn on" not in str(in_slack.cast.rows(select(SlackEvent.data)))
    told = in_slack.driver.post(in_slack.driver.command("UDANA", "request")).json()
    assert (told["response_type"], told["text"]) == ("ephemeral", SLOW)
    assert "Link my account" in str(
        in_slack.says("Grace", "turn on 2fa please")["blocks"]
    )  # no one else waits
    shown_time.forward(timedelta(minutes=1))
    assert [in_slack.driver.post(each).status_code for each in dropped] == [
        200
    ] * 3  # Slack comes again: no effect
    in_slack.says("Dana", "please turn on two factor for our office")
    assert in_slack.offered("Dana").count("Send request") == 1
    assert in_slack.texts("Dana").count(SLOW) == 1
    assert in_slack.slack.modals == []

"""Who does too much at once is told so once and kindly; Slack is answered all the same, and nothing piles up."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.secrets_guard.masking import Masked, mask
from bot.slack.incoming.intake import MARGIN
from bot.slack.views.words import say
from bot.turns import incoming_text
from core.chat.conversations import LONGEST_LINE, Message
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


@pytest.mark.databases("sqlite")  # what the guard is given knows no database
def test_a_long_text_is_cut_before_the_guard_reads_it(
    in_slack: InSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message may have 40,000 characters, and one of Unicode's ligatures stands for eighteen."""
    read: list[int] = []

    def count_and_mask(text: str, **more: Any) -> Masked:
        read.append(len(text))
        return mask(text, **more)

    monkeypatch.setattr(incoming_text, "mask", count_and_mask)
    in_slack.link("Dana")
    in_slack.says("Dana", "\ufdfa" * 40_000)
    assert max(read) <= LONGEST_LINE + MARGIN


@pytest.mark.databases("sqlite")  # the cut knows no database
def test_no_half_of_a_secret_is_kept_where_a_long_text_is_cut(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    for place in range(LONGEST_LINE - 20, LONGEST_LINE + MARGIN + 10, 30):
        typed = (
            ("word " * LONGEST_LINE)[:place] + " 03-ABCD-EFGH-JKMN-PQRS-TVWX-YZ23 " + "word " * LONGEST_LINE
        )
        in_slack.says("Dana", typed)
    mine = [body["text"] for body in in_slack.cast.rows(select(Message.body)) if "word word" in body["text"]]
    assert len(mine) == 10
    assert all(1500 < len(text) <= LONGEST_LINE for text in mine)
    assert not any(part in text for part in ("ABCD", "EFGH", "JKMN", "PQRS", "TVWX", "YZ23") for text in mine)

"""Resets in Slack: filed by a linked person, stopped by one button, shown to the team with a way to the console."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.enrolling import resets_due
from core.practices.practices import Membership
from core.requests import reset_decisions
from core.requests.reset_decisions import ResetApproved, ResetProposed
from core.requests.reset_states import ResetRequest
from tests.bot.slack.workspace import InSlack
from tests.core.requests.reset_people import GOOD, WAITING
from tests.parts.clock import shown_time
from tests.parts.slack.slack_driver import buttons, labels
from tests.parts.slack.slack_fake import STAFF_CHANNEL

pytestmark = pytest.mark.databases(
    "sqlite"
)  # what the rows hold is proven on both in tests/bot/turns/test_resets.py


def reset_of(in_slack: InSlack) -> ResetRequest:
    return in_slack.cast.one(select(ResetRequest))


def file_own(in_slack: InSlack, name: str = "Priya") -> ResetRequest:
    in_slack.cast.enrolled(name, now=shown_time())
    in_slack.link(name)
    asked = in_slack.says(name, "my phone was stolen and I have no recovery tokens")
    assert {"Send request", "Not now"} <= set(labels(asked["blocks"]))
    before = len(in_slack.texts(name))
    in_slack.presses(name, "Send request")
    in_slack.newest(name, before)
    return reset_of(in_slack)


def decide(in_slack: InSlack) -> None:
    """Alex proposes and Sam approves, in the console's own words."""
    reset_id, cast, now = reset_of(in_slack).id, in_slack.cast, shown_time()
    alex, sam = cast.fresh("Alex", now=now), cast.fresh("Sam", now=now)
    assert isinstance(
        cast.do(lambda s: reset_decisions.propose(s, reset_id, GOOD, by=alex, now=now)), ResetProposed
    )
    digest = reset_of(in_slack).digest or ""
    approved = cast.do(
        lambda s: reset_decisions.approve_reset(s, reset_id, digest=digest, waiting=WAITING, by=sam, now=now)
    )
    assert isinstance(approved, ResetApproved)


def test_a_linked_person_files_it_and_the_team_sees_a_card_that_leads_to_the_console(
    in_slack: InSlack,
) -> None:
    reset = file_own(in_slack)
    assert (reset.channel, reset.filed_as, reset.session_id) == ("slack", "member", None)
    channel = in_slack.slack.messages[STAFF_CHANNEL]
    in_slack.slack.wait(lambda: channel, "the card")
    (card,) = channel
    (button,) = buttons(card["blocks"])
    assert button["url"] == f"{in_slack.sites.console}/resets/{reset.id}"
    assert button["text"]["text"] == "Open the reset"
    for hidden in ("stolen", "@lakeside", "Told the chat"):
        assert hidden not in str(channel)
    decide(in_slack)
    in_slack.slack.wait(lambda: "Approved by two people" in card["text"], "the card to follow")
    in_slack.slack.wait(lambda: len(channel) >= 3, "the news under it")
    assert {each["thread_ts"] for each in channel[1:]} == {card["ts"]}
    shown_time.forward(WAITING + timedelta(minutes=1))
    in_slack.cast.do(lambda s: resets_due.carry_out_next(s, now=shown_time()))
    in_slack.until(lambda: "Carried out." in card["text"], "its end")
    assert buttons(card["blocks"])[0]["text"]["text"] == "See the reset"


def test_nothing_is_decided_in_slack(in_slack: InSlack) -> None:
    """The only button of the card is a link; a made-up press decides nothing."""
    file_own(in_slack)
    channel = in_slack.slack.messages[STAFF_CHANNEL]
    in_slack.slack.wait(lambda: channel, "the card")
    assert all("url" in button for button in buttons(channel[0]["blocks"]))
    in_slack.link("Dana")
    forged = in_slack.driver.pressed("UDANA", channel[0], "Open the reset")
    in_slack.driver.post(forged)
    in_slack.slack.wait(in_slack.is_quiet, "quiet")
    assert reset_of(in_slack).state == "filed"


def test_that_was_not_me_stays_under_an_old_message_and_stops_it(in_slack: InSlack) -> None:
    file_own(in_slack)
    decide(in_slack)
    in_slack.slack.wait(
        lambda: any("agreed to reset your" in text for text in in_slack.texts("Priya")), "the news"
    )
    in_slack.says("Priya", "what is two factor authentication?")
    in_slack.slack.wait(lambda: "I found my phone" not in in_slack.offered("Priya"), "the other button to go")
    before = len(in_slack.texts("Priya"))
    in_slack.presses("Priya", "That was not me")
    assert "Stopped." in in_slack.newest("Priya", before)["text"]
    assert reset_of(in_slack).state == "frozen"
    card = in_slack.slack.messages[STAFF_CHANNEL][0]
    in_slack.slack.wait(lambda: "Frozen by Priya" in card["text"], "the team's card")


def test_a_site_admin_is_told_and_stops_it_only_while_being_one(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    file_own(in_slack)
    in_slack.slack.wait(
        lambda: any("You are told as a site admin" in text for text in in_slack.texts("Dana")), "the news"
    )
    dana = in_slack.cast.person("Dana").id
    for role, answer, state in (("member", "no open reset", "filed"), ("admin", "Stopped.", "frozen")):
        work_as(in_slack, dana, role)
        before = len(in_slack.texts("Dana"))
        in_slack.presses("Dana", "This is wrong: stop it")
        assert answer in in_slack.newest("Dana", before)["text"]
        assert reset_of(in_slack).state == state


def work_as(in_slack: InSlack, person: str, role: str) -> None:
    roles = update(Membership).where(Membership.user_id == person)
    in_slack.cast.do(lambda session: session.execute(roles.values(role=role)))


def test_a_press_of_another_slack_user_is_refused(in_slack: InSlack) -> None:
    file_own(in_slack)
    in_slack.link("Tom")
    message = in_slack.with_button("Priya", "That was not me")
    in_slack.driver.post(in_slack.driver.pressed("UTOM", message, "That was not me"))
    in_slack.slack.wait(in_slack.is_quiet, "quiet")
    assert reset_of(in_slack).state == "filed"

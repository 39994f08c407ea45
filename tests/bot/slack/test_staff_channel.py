"""The team's channel: what waits and what became of it, and nothing that a member wrote."""

import pytest
from sqlalchemy import select

from core.ground.outbox import OutboxRow
from core.operations import undelivered
from core.practices import change_decisions
from core.practices.practice_changes import ChangeProposed
from core.requests import request_decisions
from core.requests.request_states import ActivationRequest
from tests.bot.slack.test_requests import card, decide, send
from tests.bot.slack.workspace import InSlack, open_slack
from tests.parts.clock import shown_time
from tests.parts.mail import Mailbox
from tests.parts.slack.slack_driver import buttons
from tests.parts.slack.slack_fake import STAFF_CHANNEL, Failure

pytestmark = pytest.mark.databases("sqlite")  # what the rows hold is proven on both in test_rows.py


def test_a_request_is_announced_and_its_decision_stands_on_the_card_and_under_it(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    send(in_slack, "Dana", "Lakeside", "PURPLE ELEPHANT")
    channel = in_slack.slack.messages[STAFF_CHANNEL]
    in_slack.slack.wait(lambda: channel, "the announcement")
    (announced,) = channel
    request = in_slack.cast.one(select(ActivationRequest))
    (button,) = buttons(announced["blocks"])
    assert button["url"] == f"{in_slack.sites.console}/requests/{request.id}"
    decide(in_slack, "approve")
    in_slack.slack.wait(lambda: "Approved by Alex." in announced["text"], "the card to follow")
    in_slack.slack.wait(lambda: len(channel) == 2, "the news")
    assert channel[1]["thread_ts"] == announced["ts"]
    card(in_slack, "Dana", "Approved by Alex")
    seen = str(channel)
    for hidden in ("PURPLE ELEPHANT", "@lakeside", "dana@"):
        assert hidden not in seen


def test_a_channel_the_app_was_not_invited_to_gets_its_news_after_the_invitation(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.slack.members[STAFF_CHANNEL].clear()
    send(in_slack, "Dana", "Lakeside")
    in_slack.slack.wait(
        lambda: [call for call in in_slack.slack.calls if call.answer.get("error") == "not_in_channel"],
        "the no",
    )
    notices = select(OutboxRow).where(OutboxRow.via == "staff_channel")
    in_slack.slack.wait(lambda: in_slack.cast.one(notices).last_error == "not_in_channel", "the note of it")
    in_slack.slack.members[STAFF_CHANNEL].add("U0BOT")
    in_slack.until(lambda: in_slack.slack.messages[STAFF_CHANNEL], "the news")


def test_what_the_channel_would_not_take_is_given_up_and_told_when_the_team_tries_again(
    in_slack: InSlack,
) -> None:
    in_slack.link("Dana")
    in_slack.slack.archived.add(STAFF_CHANNEL)
    send(in_slack, "Dana", "Lakeside")
    in_slack.slack.wait(lambda: in_slack.cast.look(undelivered.count) == 1, "the dead letter")
    (given_up,) = in_slack.cast.look(undelivered.listing)
    assert (given_up.via, given_up.why) == ("staff_channel", "is_archived")
    assert in_slack.slack.messages[STAFF_CHANNEL] == []
    in_slack.slack.archived.clear()
    by = in_slack.cast.fresh("Alex", now=shown_time())
    in_slack.cast.do(lambda s: undelivered.bring_back(s, given_up.id, by=by, now=shown_time()))
    in_slack.slack.wait(lambda: in_slack.slack.messages[STAFF_CHANNEL], "the news")
    in_slack.slack.wait(in_slack.is_quiet, "quiet")
    assert len(in_slack.slack.messages[STAFF_CHANNEL]) == 1
    in_slack.slack.messages[STAFF_CHANNEL].clear()  # someone deletes the card
    decide(in_slack, "approve")
    in_slack.slack.wait(lambda: len(in_slack.slack.messages[STAFF_CHANNEL]) == 2, "the decision all the same")
    assert all("Approved by Alex." in each["text"] for each in in_slack.slack.messages[STAFF_CHANNEL])


def test_a_card_that_could_not_be_changed_is_changed_later(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    send(in_slack, "Dana", "Lakeside")
    in_slack.slack.wait(lambda: in_slack.slack.messages[STAFF_CHANNEL], "the news")
    in_slack.slack.fail("chat.update", Failure(status=500), Failure(error="internal_error"))
    now = shown_time()
    by, request = in_slack.cast.fresh("Alex", now=now), in_slack.cast.one(select(ActivationRequest))
    in_slack.cast.do(lambda s: request_decisions.decline(s, request.id, "No.", by=by, now=now))
    in_slack.until(
        lambda: "Declined by Alex" in in_slack.slack.messages[STAFF_CHANNEL][0]["text"], "the card"
    )


def test_without_a_channel_nothing_piles_up(database_url: str, mailbox: Mailbox) -> None:
    with open_slack(database_url, mailbox, TC2FA_SLACK_STAFF_CHANNEL="") as in_slack:
        in_slack.link("Dana")
        send(in_slack, "Dana", "Lakeside")
        in_slack.slack.wait(in_slack.is_quiet, "quiet")
        assert in_slack.slack.messages[STAFF_CHANNEL] == []


def test_a_change_of_a_practice_is_announced_and_decided_in_the_console_only(in_slack: InSlack) -> None:
    cast, now = in_slack.cast, shown_time()
    cast.activate("Lakeside", now=now)
    lakeside, alex, sam = (
        cast.practice("Lakeside").id,
        cast.fresh("Alex", now=now),
        cast.fresh("Sam", now=now),
    )
    proposed = cast.do(
        lambda s: change_decisions.propose_deactivation(s, lakeside, "PURPLE ELEPHANT", by=alex, now=now)
    )
    assert isinstance(proposed, ChangeProposed)
    channel = in_slack.slack.messages[STAFF_CHANNEL]
    in_slack.slack.wait(lambda: channel, "the announcement")
    (announced,) = channel
    assert "Switch 2FA off at Lakeside" in announced["text"]
    (button,) = buttons(announced["blocks"])
    assert button["url"] == f"{in_slack.sites.console}/practices/{lakeside}"
    cast.do(lambda s: change_decisions.approve_change(s, proposed.change_id, by=sam, now=now))
    in_slack.slack.wait(lambda: "Approved by Sam." in announced["text"], "the card to follow")
    in_slack.slack.wait(lambda: len(channel) == 2, "the news under it")
    assert "PURPLE ELEPHANT" not in str(channel)

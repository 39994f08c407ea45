"""What the bot says unasked reaches a linked member in Slack too: once, by day, and never after they opted out."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.chat.conversations import Conversation, Message
from core.enrolling import nudges
from core.ground.db import announce
from core.ground.outbox import OutboxRow
from core.people.users import User
from tests.bot.slack.workspace import InSlack
from tests.core.second_factor.enrolled_people import begin
from tests.parts.clock import shown_time
from tests.parts.slack.slack_fake import Failure

pytestmark = pytest.mark.databases("sqlite")  # when it may be said is proven on both in test_unasked.py

OFFER, REMINDER, DONE = "guide you", "not finished yet", "everybody who works at"


def said(in_slack: InSlack, name: str, words: str) -> int:
    """How often someone was told so in Slack."""
    return sum(words in text for text in in_slack.texts(name))


def said_in_the_bubble(in_slack: InSlack, name: str, words: str) -> int:
    theirs = (
        select(Message.body)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.user_id == in_slack.cast.person(name).id, Conversation.kind == "member")
    )
    return sum(words in str(body.get("text")) for body in in_slack.cast.rows(theirs))


def told_once(in_slack: InSlack, name: str, words: str) -> None:
    """It is said once in Slack, and once in the bubble."""
    in_slack.slack.wait(lambda: said(in_slack, name, words) and in_slack.is_quiet(), words)
    assert (said(in_slack, name, words), said_in_the_bubble(in_slack, name, words)) == (1, 1)


def a_day_passes(in_slack: InSlack, hours: float = 24) -> None:
    """Time flies, and the workers look for what is due."""
    shown_time.forward(timedelta(hours=hours))

    def work(session: Session) -> None:
        nudges.nudge_some(session, now=shown_time())
        nudges.tell_of_finished(session, now=shown_time())
        for via in ("conversation", "slack"):
            announce(session, f"outbox:{via}")

    in_slack.cast.do(work)


def test_an_offer_and_a_reminder_come_once_and_never_to_who_says_so(in_slack: InSlack) -> None:
    for name in ("Priya", "Dana"):
        in_slack.link(name)
    in_slack.cast.activate("Lakeside", now=shown_time())
    for name in ("Priya", "Dana"):
        told_once(in_slack, name, OFFER)
        begin(in_slack.cast, in_slack.cast.actor(name), now=shown_time())
    in_slack.presses("Dana", "Do not ask me again")
    in_slack.slack.wait(
        lambda: in_slack.cast.rows(select(User).where(User.guide_opted_out_at.is_not(None))), "her word"
    )
    a_day_passes(in_slack)
    told_once(in_slack, "Priya", REMINDER)
    assert said(in_slack, "Dana", REMINDER) == said_in_the_bubble(in_slack, "Dana", REMINDER) == 0


def test_at_night_nothing_comes_and_in_the_morning_the_offer(in_slack: InSlack) -> None:
    in_slack.link("Priya")
    shown_time.forward(timedelta(hours=12))  # after midnight in New York
    in_slack.cast.activate("Lakeside", now=shown_time())
    in_slack.slack.wait(
        lambda: all(row.due_at > shown_time() for row in in_slack.cast.told("guide_offered")), "the wait"
    )
    assert said(in_slack, "Priya", OFFER) == 0
    a_day_passes(in_slack, hours=12)
    told_once(in_slack, "Priya", OFFER)


def test_what_slack_did_not_take_by_day_wakes_nobody_at_night(in_slack: InSlack) -> None:
    in_slack.link("Priya")
    in_slack.slack.fail("chat.postMessage", *[Failure(error="service_unavailable")] * 50)  # Slack is down
    in_slack.cast.activate("Lakeside", now=shown_time())
    in_slack.slack.wait(lambda: late(in_slack), "the failure")
    in_slack.slack.failures.clear()
    a_day_passes(in_slack, hours=12)  # after midnight in New York
    in_slack.slack.wait(lambda: late(in_slack) == ["it is night there"], "the wait", seconds=20)
    assert said(in_slack, "Priya", OFFER) == 0
    a_day_passes(in_slack, hours=12)
    told_once(in_slack, "Priya", OFFER)


def late(in_slack: InSlack) -> list[str | None]:
    """Why lines for Slack are not there yet."""
    waiting = select(OutboxRow).where(OutboxRow.via == "slack", OutboxRow.last_error.is_not(None))
    return [row.last_error for row in in_slack.cast.rows(waiting)]


def test_the_last_word_to_the_admin_comes_in_slack(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.cast.activate("Lakeside", now=shown_time())
    for name in ("Dana", "Miguel", "Priya", "Owen"):
        in_slack.cast.enrolled(name, now=shown_time())
    a_day_passes(in_slack)
    told_once(in_slack, "Dana", DONE)

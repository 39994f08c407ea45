"""Delete rows past their retention time, in small batches that hold locks briefly.

Two processes may run it at the same time: a row that the other deleted is gone. It leaves the audit trail alone:
triggers keep each entry for six years.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, tuple_
from sqlalchemy.orm import Session

from core.chat.conversations import Conversation, Message, SeenEvent
from core.chat.feedback import Feedback
from core.ground.db import Database, LiveTopic, changed
from core.ground.jobs.job_queue import JobRow
from core.ground.outbox import OutboxRow
from core.ground.throttle import AttemptBudget, AttemptRow
from core.passwords import known_browsers
from core.passwords.known_browsers import KnownBrowser
from core.people.one_time_links import OneTimeLink
from core.requests.request_states import Asker
from core.requests.reset_states import ResetRequest
from core.second_factor import secret_upkeep
from core.second_factor.refusals import CodeRefusal
from core.sessions.half_sign_ins import HalfSignIn
from core.sessions.session_rows import ABSOLUTE, SessionRow
from core.sessions.trusted_browsers import TrustedBrowser
from core.slack.slack_events import SlackEvent
from core.slack.slack_link_starts import SlackLinkStart
from core.slack.slack_posts import SlackPost

CHAT = timedelta(days=365)  # SECURITY, retention: 12 months
ENDED_SESSIONS = timedelta(days=30)  # SECURITY, retention
ATTEMPTS = timedelta(days=2)  # the longest limit looks back one day
SEEN_EVENTS = timedelta(days=30)  # a worker gives a notice up after a day; no redelivery is later than this
REFUSALS = timedelta(days=30)
HALF_SIGN_INS = timedelta(days=1)
LINKS = timedelta(days=30)
REVOKED_BROWSERS = timedelta(days=30)
NOTICES = timedelta(days=90)
SLACK_EVENTS = timedelta(days=7)  # SECURITY, retention; Slack delivers again for an hour or two
SLACK_STARTS = timedelta(days=1)
BATCH = 500  # rows in one transaction
MOST_BATCHES = 200  # of one kind in one sweep; the rest waits for the next

Sweep = Callable[[Session, datetime], int]
IsOld = Callable[[datetime], ColumnElement[bool]]


def tidy(
    database: Database, *, now: datetime, is_stopping: Callable[[], bool] = lambda: False
) -> dict[str, int]:
    """One pass over all tables; returns rows deleted per kind. A stop takes effect between two batches."""
    return {kind: _sweep(database, sweep, now, is_stopping) for kind, sweep in SWEEPS.items()}


def _sweep(database: Database, sweep: Sweep, now: datetime, is_stopping: Callable[[], bool]) -> int:
    """Batch after batch, each in its own transaction, until no old rows are left."""
    total = 0
    for _ in range(MOST_BATCHES):
        if is_stopping():
            break
        gone = database.transact(lambda session: sweep(session, now))
        total += gone
        if gone < BATCH:
            break
    return total


def _rows(table: Any, key: tuple[str, ...], is_old: IsOld) -> Sweep:
    """Old rows that nothing refers to, one batch of them by their key."""

    def sweep(session: Session, now: datetime) -> int:
        columns = [getattr(table, name) for name in key]
        old = select(*columns).where(is_old(now)).limit(BATCH)
        return changed(session, delete(table).where(tuple_(*columns).in_(old)))

    return sweep


def _wipe_secrets(session: Session, now: datetime) -> int:
    """Secrets that can no longer explain a code of an old entry."""
    return secret_upkeep.wipe_expired(session, now=now)


def _end_budgets(session: Session, _now: datetime) -> int:
    """Budgets without an attempt left. Locked first, so that an attempt being counted keeps its row."""
    spent = ~exists().where(AttemptRow.key == AttemptBudget.key)
    idle = select(AttemptBudget.key).where(spent).limit(BATCH).with_for_update(skip_locked=True)
    keys = session.scalars(idle).all()
    return changed(session, delete(AttemptBudget).where(AttemptBudget.key.in_(keys), spent))


def _end_sessions(session: Session, now: datetime) -> int:
    """Sessions that ended 30 days ago at the latest, by their longest possible life."""
    over = SessionRow.created_at <= now - ENDED_SESSIONS - max(ABSOLUTE.values())
    ids = session.scalars(select(SessionRow.id).where(over).limit(BATCH)).all()
    _forget_topics(session, "session", ids)
    return changed(session, delete(SessionRow).where(SessionRow.id.in_(ids)))


def _end_conversations(session: Session, now: datetime) -> int:
    """Chats of unknown and half signed-in people, once only the row itself is left."""
    empty = [
        ~exists().where(each.conversation_id == Conversation.id)
        for each in (Message, SeenEvent, Feedback, OutboxRow, Asker, ResetRequest)
    ]
    old = select(Conversation.id).where(
        Conversation.kind.in_(("visitor", "proven")), Conversation.last_at <= now - CHAT, *empty
    )
    ids = session.scalars(old.limit(BATCH)).all()
    _forget_topics(session, "conversation", ids)
    return changed(session, delete(Conversation).where(Conversation.id.in_(ids)))


def _forget_topics(session: Session, noun: str, ids: Any) -> None:
    """Topics that no one can watch any more."""
    session.execute(delete(LiveTopic).where(LiveTopic.topic.in_([f"{noun}:{each}" for each in ids])))


def _is_over(table: type[JobRow], moment: datetime) -> ColumnElement[bool]:
    return or_(table.done_at <= moment, table.dead_at <= moment)


SWEEPS: Mapping[str, Sweep] = {
    "secrets": _wipe_secrets,
    "attempts": _rows(AttemptRow, ("id",), lambda now: AttemptRow.at <= now - ATTEMPTS),
    "budgets": _end_budgets,
    "refusals": _rows(CodeRefusal, ("id",), lambda now: CodeRefusal.at <= now - REFUSALS),
    "half_sign_ins": _rows(HalfSignIn, ("id",), lambda now: HalfSignIn.expires_at <= now - HALF_SIGN_INS),
    "sessions": _end_sessions,
    "trusted_browsers": _rows(
        TrustedBrowser, ("id",), lambda now: TrustedBrowser.revoked_at <= now - REVOKED_BROWSERS
    ),
    "known_browsers": _rows(
        KnownBrowser,
        ("token_sha256", "user_id"),
        lambda now: KnownBrowser.proved_at <= now - known_browsers.KEPT,
    ),
    "links": _rows(OneTimeLink, ("id",), lambda now: OneTimeLink.expires_at <= now - LINKS),
    "notices": _rows(OutboxRow, ("id",), lambda now: _is_over(OutboxRow, now - NOTICES)),
    "events": _rows(
        SeenEvent, ("conversation_id", "event_id"), lambda now: SeenEvent.at <= now - SEEN_EVENTS
    ),
    "slack_events": _rows(SlackEvent, ("id",), lambda now: _is_over(SlackEvent, now - SLACK_EVENTS)),
    "slack_starts": _rows(
        SlackLinkStart, ("token_sha256",), lambda now: SlackLinkStart.expires_at <= now - SLACK_STARTS
    ),
    "slack_posts": _rows(
        SlackPost, ("key",), lambda now: and_(~SlackPost.is_live, SlackPost.started_at <= now - CHAT)
    ),
    "feedback": _rows(Feedback, ("conversation_id", "number"), lambda now: Feedback.at <= now - CHAT),
    "messages": _rows(Message, ("conversation_id", "number"), lambda now: Message.at <= now - CHAT),
    "conversations": _end_conversations,
}

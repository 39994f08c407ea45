"""What Slack has sent us: stored before the acknowledgement and processed later, so that no restart loses it.

Slack delivers at least once, in any order and in parallel. The key of a row is Slack's own id of the event, so the
second delivery finds the first. Texts come here masked; a row that is done keeps none.
"""

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, ColumnElement, Index, Integer, String, exists, or_, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from core.ground.db import announce, insert_or_ignore
from core.ground.jobs.job_queue import JobQueue, JobRow

TOPIC, NOW = "slack:received", "slack:received:now"
SlackEventKind = Literal[
    "answer",
    "ask",
    "came",
    "command",
    "greet",
    "help",
    "home",
    "judged",
    "mentioned",
    "practice",
    "pressed",
    "said",
    "sent",
    "slowed",
    "withdraw",
]
OPENS: tuple[SlackEventKind, ...] = (
    "ask",
    "answer",
    "help",
    "practice",
)  # kinds that open or change a modal: Slack opens it only within 3 seconds


class SlackEvent(JobRow):
    """One event, command or press. The number is the order of receipt, which one person's rows are worked in."""

    __tablename__ = "slack_events"
    __table_args__ = (Index("ix_slack_events_due", "done_at", "dead_at", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[SlackEventKind] = mapped_column(String(20))
    team_id: Mapped[str] = mapped_column(String(32))
    slack_user_id: Mapped[str] = mapped_column(String(32), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    received_at: Mapped[datetime]


QUEUE = JobQueue(
    SlackEvent,
    lease=timedelta(seconds=30),
    first_wait=timedelta(seconds=4),
    longest_wait=timedelta(minutes=10),
    tries=20,  # with these waits: about two hours; a later answer is of no use
    forgets={"data": {}},
)


def is_known(session: Session, key: str) -> bool:
    """Whether this event was received before; checked before anything is counted or burned for it."""
    return session.scalar(select(exists().where(SlackEvent.key == key))) or False


def take_in(
    session: Session,
    key: str,
    kind: SlackEventKind,
    *,
    team_id: str,
    slack_user_id: str,
    data: dict[str, Any],
    now: datetime,
    is_done: bool = False,
) -> bool:
    """Store one event; False for one that is there already, which then has no second effect.

    ``is_done``: its effect is in the same transaction, so the row only guards against a second delivery.
    """
    announce(session, NOW if kind in OPENS else TOPIC)
    return insert_or_ignore(
        session,
        SlackEvent,
        {
            "key": key,
            "kind": kind,
            "team_id": team_id,
            "slack_user_id": slack_user_id,
            "data": data,
            "received_at": now,
            "due_at": now,
            "attempts": 0,
            "done_at": now if is_done else None,
        },
    )


def claim(session: Session, *, now: datetime, limit: int = 50, opens: bool = False) -> list[SlackEvent]:
    """Take due rows for 30 seconds, in their order; no row of a person overtakes an earlier one that waits or is held.

    ``opens``: those that open a modal, and only those. They cannot wait for the person's earlier events.
    """
    only = [SlackEvent.kind.in_(OPENS)] if opens else [SlackEvent.kind.not_in(OPENS), ~_is_held_up(now)]
    return QUEUE.claim(session, *only, order=[SlackEvent.id], now=now, limit=limit)


def drop(session: Session, key: str, *, now: datetime) -> None:
    """Discard an event: the content is deleted, the key is kept against a second delivery."""
    its = update(SlackEvent).where(SlackEvent.key == key, SlackEvent.done_at.is_(None))
    session.execute(its.values(done_at=now, claimed_until=None, data={}))


def _is_held_up(now: datetime) -> ColumnElement[bool]:
    earlier = aliased(SlackEvent)
    return exists().where(
        earlier.slack_user_id == SlackEvent.slack_user_id,
        earlier.id < SlackEvent.id,
        earlier.kind.not_in(OPENS),
        earlier.done_at.is_(None),
        earlier.dead_at.is_(None),
        or_(earlier.claimed_until > now, earlier.due_at > now),
    )

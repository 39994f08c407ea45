"""What Slack has sent us: a row before the acknowledgement, worked from afterwards, so that no restart loses it.

Slack delivers at least once, in any order and in parallel. The key of a row is Slack's own id of the event, so the
second delivery finds the first. Texts come here masked; a row that is done keeps none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ColumnElement, Index, Integer, String, exists, or_, select, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from core.ground.db import Base, announce, changed, insert_or_ignore

TOPIC, NOW = "slack:received", "slack:received:now"
OPENS = (
    "ask",
    "answer",
    "help",
    "practice",
)  # kinds that open or change a modal: it opens within 3 seconds or never
LEASE = timedelta(seconds=30)  # a worker that died gives its rows back after this
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=10)
TRIES = 20  # with the waits above: about two hours, then nobody waits for an answer any more


class SlackEvent(Base):
    """One event, command or press. The number is the order of receipt, which one person's rows are worked in."""

    __tablename__ = "slack_events"
    __table_args__ = (Index("ix_slack_events_due", "done_at", "dead_at", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    team_id: Mapped[str] = mapped_column(String(32))
    slack_user_id: Mapped[str] = mapped_column(String(32), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(300))


@dataclass(frozen=True)
class Received:
    """What a worker holds while it does what was asked."""

    id: int
    key: str
    kind: str
    team_id: str
    slack_user_id: str
    data: dict[str, Any]
    received_at: datetime


def is_known(session: Session, key: str) -> bool:
    """Whether this event was received before; looked up before anything is counted or burned for it."""
    return session.scalar(select(exists().where(SlackEvent.key == key))) or False


def take_in(
    session: Session,
    key: str,
    kind: str,
    *,
    team_id: str,
    slack_user_id: str,
    data: dict[str, Any],
    now: datetime,
    is_done: bool = False,
) -> bool:
    """Write one event down; False for one that is there already, which then has no second effect.

    ``is_done``: its effect stands in the same transaction, so the row is only kept against a second delivery.
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


def claim(session: Session, *, now: datetime, limit: int = 50, opens: bool = False) -> list[Received]:
    """Take due rows for 30 seconds, in their order; nobody's later row overtakes an earlier one that waits or is held.

    ``opens``: those that open a modal, and only those. They have no time to wait for what their person said before.
    """
    which = [SlackEvent.kind.in_(OPENS)] if opens else [SlackEvent.kind.not_in(OPENS), ~_is_held_up(now)]
    rows = session.scalars(
        select(SlackEvent)
        .where(
            SlackEvent.done_at.is_(None),
            SlackEvent.dead_at.is_(None),
            SlackEvent.due_at <= now,
            or_(SlackEvent.claimed_until.is_(None), SlackEvent.claimed_until <= now),
            *which,
        )
        .order_by(SlackEvent.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.claimed_until = now + LEASE
        row.attempts += 1
    return [_received(row) for row in rows]


def done(session: Session, event_id: int, *, now: datetime) -> bool:
    """The row has had its effect; its content is forgotten, its key is kept against a second delivery."""
    open_row = update(SlackEvent).where(SlackEvent.id == event_id, SlackEvent.done_at.is_(None))
    return changed(session, open_row.values(done_at=now, claimed_until=None, data={}, last_error=None)) == 1


def drop(session: Session, key: str, *, now: datetime) -> None:
    """It shall have no effect: the content is forgotten, the key is kept against a second delivery."""
    its = update(SlackEvent).where(SlackEvent.key == key, SlackEvent.done_at.is_(None))
    session.execute(its.values(done_at=now, claimed_until=None, data={}))


def put_back(
    session: Session,
    event_id: int,
    error: str,
    *,
    now: datetime,
    wait: timedelta | None = None,
    counts: bool = True,
) -> None:
    """Try again later, with a longer wait each time; after 20 tries the row is dead and its content forgotten."""
    row = session.get(SlackEvent, event_id, with_for_update=True)
    if row is None or row.done_at is not None:
        return
    row.claimed_until = None
    row.last_error = error[:300]
    if not counts:
        row.attempts -= 1
    if row.attempts >= TRIES:
        row.dead_at, row.data = now, {}
        announce(session, "outbox:dead")
    else:
        row.due_at = now + (wait or _wait(row.attempts))


def dead(session: Session, *, limit: int = 100) -> list[str]:
    """Why rows were given up, newest first; whoever wrote them was not answered."""
    given_up = select(SlackEvent.last_error).where(SlackEvent.dead_at.is_not(None))
    found = session.scalars(given_up.order_by(SlackEvent.dead_at.desc()).limit(limit))
    return [why or "unknown" for why in found]


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


def _wait(attempts: int) -> timedelta:
    doubled: int = 1 << min(attempts, 12)
    return min(LONGEST_WAIT, FIRST_WAIT * doubled)


def _received(row: SlackEvent) -> Received:
    return Received(
        id=row.id,
        key=row.key,
        kind=row.kind,
        team_id=row.team_id,
        slack_user_id=row.slack_user_id,
        data=dict(row.data),
        received_at=row.received_at,
    )

"""What people must be told once a change commits: written with the change, delivered afterwards, never lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, announce, changed, insert_or_ignore, new_id

Via = Literal["mail", "conversation", "slack", "staff_channel"]

LEASE = timedelta(minutes=2)  # a worker that died gives its notices back after this
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
AFTERWARDS = ("guide_offered",)  # of one moment, the decision is told before what follows from it
TRIES = 40  # with the waits above: a little over a day


class OutboxRow(Base):
    """One notice for one person. ``kind`` names the text; ``data`` its facts (no secret, no link that opens anything)."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "delivered_at", "dead_at", "due_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    via: Mapped[str] = mapped_column(String(16))  # mail | conversation | slack | staff_channel
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    once: Mapped[str | None] = mapped_column(String(120), unique=True)  # the same notice is written once
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]  # given up: staff see it
    last_error: Mapped[str | None] = mapped_column(String(300))


@dataclass(frozen=True)
class Notice:
    """What one worker holds while it delivers."""

    id: str
    kind: str
    via: Via
    user_id: str | None
    conversation_id: str | None
    data: dict[str, Any]
    created_at: datetime
    attempts: int
    last_error: str | None = None
    dead_at: datetime | None = None


def tell(
    session: Session,
    kind: str,
    *,
    via: Via,
    now: datetime,
    user_id: str | None = None,
    conversation_id: str | None = None,
    data: dict[str, Any] | None = None,
    once: str | None = None,
) -> bool:
    """Write one notice with the change it tells of. False when ``once`` names a notice that is written already."""
    announce(session, f"outbox:{via}")
    return insert_or_ignore(
        session,
        OutboxRow,
        {
            "id": new_id(),
            "kind": kind,
            "via": via,
            "user_id": user_id,
            "conversation_id": conversation_id,
            "data": data or {},
            "once": once,
            "created_at": now,
            "due_at": now,
            "attempts": 0,
        },
    )


def claim(session: Session, *, via: Sequence[Via], now: datetime, limit: int = 20) -> list[Notice]:
    """Take up to ``limit`` due notices for 2 minutes; two workers never hold the same one (SKIP LOCKED)."""
    rows = session.scalars(
        select(OutboxRow)
        .where(
            OutboxRow.delivered_at.is_(None),
            OutboxRow.dead_at.is_(None),
            OutboxRow.due_at <= now,
            OutboxRow.via.in_(via),
            or_(OutboxRow.claimed_until.is_(None), OutboxRow.claimed_until <= now),
        )
        .order_by(OutboxRow.due_at, OutboxRow.kind.in_(AFTERWARDS), OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.claimed_until = now + LEASE
        row.attempts += 1
    return [_notice(row) for row in rows]


def delivered(session: Session, notice_id: str, now: datetime) -> bool:
    """Write down that the notice arrived; False when that was known already."""
    done = update(OutboxRow).where(OutboxRow.id == notice_id, OutboxRow.delivered_at.is_(None))
    return (
        changed(session, done.values(delivered_at=now, claimed_until=None, dead_at=None, last_error=None))
        == 1
    )


def failed(
    session: Session,
    notice_id: str,
    error: str,
    now: datetime,
    retry_after: timedelta | None = None,
    *,
    for_good: bool = False,
) -> None:
    """Put the notice back with a longer wait each time; after 40 tries, or ``for_good``, it is dead and staff see it.

    ``retry_after`` is what a rate limit asked for; such a try does not count.
    """
    row = session.get(OutboxRow, notice_id, with_for_update=True)
    if row is None or row.delivered_at is not None:
        return
    row.claimed_until = None
    row.last_error = error[:300]
    if retry_after is not None:
        row.attempts -= 1
    if for_good or row.attempts >= TRIES:
        row.dead_at = now
        announce(session, "outbox:dead")
    else:
        row.due_at = now + (retry_after or _wait(row.attempts))


def postpone(session: Session, notice_id: str, until: datetime) -> None:
    """Put the notice back untried until a better time, such as the morning; nothing went wrong, so no try is counted."""
    row = session.get(OutboxRow, notice_id, with_for_update=True)
    if row is not None and row.delivered_at is None:
        row.claimed_until = None
        row.attempts -= 1
        row.due_at = until


def dead(session: Session, *, limit: int = 100) -> list[Notice]:
    """The notices that were given up, newest first."""
    rows = (
        select(OutboxRow)
        .where(OutboxRow.dead_at.is_not(None))
        .order_by(OutboxRow.dead_at.desc())
        .limit(limit)
    )
    return [_notice(row) for row in session.scalars(rows)]


def try_again(session: Session, notice_id: str, *, now: datetime) -> bool:
    """Bring a dead notice back to life for another 40 tries; False when it is not dead."""
    announce(session, "outbox:dead")
    again = update(OutboxRow).where(OutboxRow.id == notice_id, OutboxRow.dead_at.is_not(None))
    return changed(session, again.values(dead_at=None, attempts=0, due_at=now)) == 1


def _notice(row: OutboxRow) -> Notice:
    return Notice(
        id=row.id,
        kind=row.kind,
        via=cast("Via", row.via),
        user_id=row.user_id,
        conversation_id=row.conversation_id,
        data=dict(row.data),
        created_at=row.created_at,
        attempts=row.attempts,
        last_error=row.last_error,
        dead_at=row.dead_at,
    )


def _wait(attempts: int) -> timedelta:
    doublings = min(attempts - 1, 10)  # the longest wait is reached by then
    return min(FIRST_WAIT * float(2**doublings), LONGEST_WAIT)

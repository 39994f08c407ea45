"""Notices that were given up, as the team sees them; and retrying them once the cause is fixed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import outbox
from core.ground.actors import Actor
from core.ground.db import announce
from core.ground.outbox import OutboxRow, Via
from core.people.staff_rights import NotAllowed, may_act
from core.people.users import User

SHOWN = 100  # the newest; "retry all" covers older ones too
AT_ONCE = 500  # retried by one press, so that the transaction stays short


@dataclass(frozen=True)
class GivenUp:
    """One notice: what kind, which way, to whom (empty: no one person), and the other system's reason."""

    id: str
    kind: str
    via: Via
    to: str
    why: str
    at: datetime


@dataclass(frozen=True)
class BroughtBack:
    """How many are due again. One that had arrived after all is not sent twice."""

    count: int


@dataclass(frozen=True)
class NoneLeft:
    """It is not given up: a colleague retried it first, or it never was."""


def count(session: Session) -> int:
    """How many notices are given up."""
    dead = select(func.count(OutboxRow.id)).where(OutboxRow.done_at.is_(None), OutboxRow.dead_at.is_not(None))
    return session.scalar(dead) or 0


def listing(session: Session) -> tuple[GivenUp, ...]:
    """The newest 100, without their text."""
    return tuple(_view(session, notice) for notice in outbox.QUEUE.dead(session, limit=SHOWN))


def bring_back(
    session: Session, notice_id: str, *, by: Actor, now: datetime
) -> BroughtBack | NoneLeft | NotAllowed:
    """Retry one notice, for another 40 tries."""
    if (refused := may_act(session, by)) is not None:
        return refused
    row = session.get(OutboxRow, notice_id, with_for_update=True, populate_existing=True)
    if row is None or not _revive(session, row, by=by, now=now):
        return NoneLeft()
    return BroughtBack(1)


def bring_all_back(session: Session, *, by: Actor, now: datetime) -> BroughtBack | NoneLeft | NotAllowed:
    """Retry every notice, the oldest 500 first, each with its own audit entry."""
    if (refused := may_act(session, by)) is not None:
        return refused
    dead = select(OutboxRow).where(OutboxRow.dead_at.is_not(None)).order_by(OutboxRow.dead_at, OutboxRow.id)
    rows = session.scalars(dead.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
    revived = sum(_revive(session, row, by=by, now=now) for row in rows)
    return BroughtBack(revived) if revived else NoneLeft()


def _revive(session: Session, row: OutboxRow, *, by: Actor, now: datetime) -> bool:
    if not outbox.try_again(session, row.id, now=now):
        return False
    details = {"kind": row.kind, "via": row.via, "why": row.last_error}
    entries.record(session, "notice.tried_again", by=by, now=now, on=row.user_id, details=details)
    announce(session, f"outbox:{row.via}")
    return True


def _view(session: Session, notice: OutboxRow) -> GivenUp:
    person = session.get(User, notice.user_id) if notice.user_id else None
    return GivenUp(
        id=notice.id,
        kind=notice.kind,
        via=notice.via,
        to=person.name if person is not None else "",
        why=notice.last_error or "unknown",
        at=notice.dead_at or notice.created_at,
    )

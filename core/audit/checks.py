"""The check of the chain that runs by itself: a step at a time, so that a million entries hold nobody up.

What it found last is kept for the console's badge. ``chain.verify`` walks in one go; that is for the command line.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import String, delete, func, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from core.audit import chain
from core.audit.chain import START, AuditEnds, AuditSeal, Broken, ChainIntact, UnsealedEntry
from core.audit.entries import AuditEntry
from core.ground import alarms
from core.ground.db import Base, insert_or_ignore
from core.ground.sealing import KeyRing, UnknownKey

EVERY = timedelta(hours=1)
STEP = 2000  # links of one transaction
KEPT = timedelta(days=90)  # of checks that found nothing; the others stay
ALARM = "audit_chain"


class AuditCheck(Base):
    """One walk along the chain. ``running`` is True or NULL, and unique: one walk at a time, in all processes."""

    __tablename__ = "audit_checks"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    running: Mapped[bool | None] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)
    number: Mapped[int] = mapped_column(default=0)  # the last link that was found good
    mac: Mapped[str] = mapped_column(String(64), default=START)
    sealed: Mapped[int] = mapped_column(default=0)
    unsealed: Mapped[int] = mapped_column(default=0)
    seal_number: Mapped[int | None]  # the first bad place, as in Broken
    entry_id: Mapped[int | None]
    what: Mapped[str | None] = mapped_column(String(200))


@dataclass(frozen=True)
class CheckView:
    """A finished check. ``problem`` is None when the chain held."""

    begun_at: datetime
    finished_at: datetime
    sealed: int
    unsealed: int
    problem: Broken | None


@dataclass(frozen=True)
class ChainStanding:
    """How the chain stands: what is sealed, what waits, and what the last check found."""

    sealed: int
    waiting: int
    last: CheckView | None
    running_at: int | None  # the link that a walk under way has reached


@dataclass(frozen=True)
class Walking:
    """A step is done and the end is not reached."""


@dataclass(frozen=True)
class NotDue:
    """The last check is young enough, or another process walks."""


@dataclass(frozen=True)
class SealProof:
    """The seal of one entry, computed again just now: whether entry and seal still fit."""

    number: int
    holds: bool


def step(
    session: Session, keys: KeyRing, *, now: datetime, limit: int = STEP
) -> CheckView | Walking | NotDue:
    """Walk ``limit`` links on, and begin a walk when one is due. Sealing goes on meanwhile."""
    check = _running(session) or _begin(session, now=now)
    if check is None:
        return NotDue()
    try:
        found = _walk(session, keys, check, limit)
    except UnknownKey as missing:
        found = Broken(None, None, f"It cannot be checked: {missing}.")
    return _finish(session, check, found, now=now) if found is not None else Walking()


def standing(session: Session) -> ChainStanding:
    """What the badge and the page say. One row of each table and a count of what waits: no walk."""
    ends = session.get(AuditEnds, 1, populate_existing=True)
    walking = session.scalar(select(AuditCheck.number).where(AuditCheck.running.is_(True)))
    latest = finished(session, limit=1)
    return ChainStanding(
        sealed=ends.last_number - ends.before_number if ends else 0,
        waiting=session.scalar(select(func.count()).select_from(UnsealedEntry)) or 0,
        last=latest[0] if latest else None,
        running_at=walking,
    )


def finished(session: Session, *, limit: int = 20) -> tuple[CheckView, ...]:
    """The last checks, newest first."""
    done = select(AuditCheck).where(AuditCheck.finished_at.is_not(None))
    rows = session.scalars(done.order_by(AuditCheck.finished_at.desc(), AuditCheck.id.desc()).limit(limit))
    return tuple(_view(row, row.finished_at) for row in rows if row.finished_at is not None)


def proofs(session: Session, keys: KeyRing, entry_ids: Collection[int]) -> dict[int, SealProof]:
    """The seals of these entries by entry, each computed again; what is not sealed yet is left out."""
    before = aliased(AuditSeal)
    found = session.execute(
        select(AuditSeal, AuditEntry, before.mac)
        .join(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .outerjoin(before, before.number == AuditSeal.number - 1)
        .where(AuditSeal.entry_id.in_(entry_ids))
    )
    ends = session.get(AuditEnds, 1)
    first = ends.before_mac if ends else START
    return {
        entry.id: SealProof(seal.number, _fits(seal, entry, mac or first, keys)) for seal, entry, mac in found
    }


def _fits(seal: AuditSeal, entry: AuditEntry, before: str, keys: KeyRing) -> bool:
    try:
        return chain.problem_of(seal, entry, seal.number, before, keys) is None
    except UnknownKey:
        return False


def _running(session: Session) -> AuditCheck | None:
    walking = select(AuditCheck).where(AuditCheck.running.is_(True))
    return session.scalar(walking.with_for_update(skip_locked=True))


def _begin(session: Session, *, now: datetime) -> AuditCheck | None:
    """A new walk, if one is due and no other process has just begun it."""
    last = session.scalar(select(func.max(AuditCheck.finished_at)))
    if last is not None and now - last < EVERY:
        return None
    ends = session.get(AuditEnds, 1, populate_existing=True)
    start = {"number": ends.before_number, "mac": ends.before_mac} if ends else {"number": 0, "mac": START}
    blank = {"running": True, "begun_at": now, "sealed": 0, "unsealed": 0}
    if not insert_or_ignore(session, AuditCheck, blank | start):
        return None
    old = AuditCheck.finished_at < now - KEPT
    session.execute(delete(AuditCheck).where(old, AuditCheck.what.is_(None)))
    return _running(session)


def _walk(session: Session, keys: KeyRing, check: AuditCheck, limit: int) -> ChainIntact | Broken | None:
    """None: not at the end yet."""
    ends = session.get(AuditEnds, 1, populate_existing=True)
    if ends is None:
        return chain.verify(session, keys)  # there is nothing to walk
    if not chain.is_genuine(ends, keys):
        return Broken(ends.last_number, None, "The ends of the chain were changed.")
    if check.number < ends.before_number:  # retention has passed this walk
        check.number, check.mac = ends.before_number, ends.before_mac
    problem = _bad_link(session, keys, check, ends.last_number, limit)
    if problem is not None:
        is_same = session.get_one(AuditEnds, 1, populate_existing=True).before_number <= check.number
        return problem if is_same else None
    return _at_the_end(session, check, ends) if check.number >= ends.last_number else None


def _bad_link(session: Session, keys: KeyRing, check: AuditCheck, last: int, limit: int) -> Broken | None:
    links = _links_up_to(session, check.number, last)
    walked = 0
    for seal, entry in islice(links, limit):
        if problem := chain.problem_of(seal, entry, check.number + 1, check.mac, keys):
            return problem
        check.number, check.mac = seal.number, seal.mac
        walked += 1
    if walked < limit and check.number < last:
        gone = check.number + 1
        return Broken(gone, None, f"Seal {gone} of {last} and all behind it are gone.")
    return None


def _links_up_to(session: Session, after: int, last: int) -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    for seal, entry in chain.links(session, after):
        if seal.number > last:
            return
        yield seal, entry


def _at_the_end(session: Session, check: AuditCheck, ends: AuditEnds) -> ChainIntact | Broken:
    if check.number == ends.last_number and check.mac != ends.last_mac:
        return Broken(check.number, None, f"Seal {check.number} is not the one the chain ended with.")
    waiting = session.scalar(select(func.count()).select_from(UnsealedEntry)) or 0
    return chain.problem_outside(session) or ChainIntact(ends.last_number - ends.before_number, waiting)


def _finish(session: Session, check: AuditCheck, found: ChainIntact | Broken, *, now: datetime) -> CheckView:
    check.running, check.finished_at = None, now
    match found:
        case ChainIntact():
            check.sealed, check.unsealed = found.sealed, found.unsealed
            alarms.end(session, ALARM)
        case Broken():
            check.seal_number, check.entry_id, check.what = (
                found.seal_number,
                found.entry_id,
                found.what[:200],
            )
            alarms.sound(session, ALARM, found.what, now=now)
    return _view(check, now)


def _view(row: AuditCheck, finished_at: datetime) -> CheckView:
    problem = Broken(row.seal_number, row.entry_id, row.what) if row.what is not None else None
    return CheckView(row.begun_at, finished_at, row.sealed, row.unsealed, problem)

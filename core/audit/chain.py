"""The chain over the audit trail: each seal is the HMAC of one entry and of the seal before it.

Seals are separate rows, written in small batches over the entries that have committed, so no sign-in waits for
another's entry. On PostgreSQL a lower number may commit after a higher one, so a queue lists the unsealed.
"""

import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import String, delete, exists, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit.entries import AuditEntry
from core.ground.db import Base, insert_or_ignore
from core.ground.sealing import KeyRing, UnknownKey

PURPOSE = "audit"
START = "0" * 64
BATCH = 1000
KEPT = timedelta(days=6 * 366)  # a little over six years; the database refuses to delete anything younger


class AuditSeal(Base):
    """The HMAC of one entry and the seal before it, in seal order. A separate row, so sign-ins never wait for it."""

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 … without a gap
    entry_id: Mapped[int] = mapped_column(unique=True)
    kid: Mapped[str] = mapped_column(String(16))
    mac: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]


class UnsealedEntry(Base):
    """The number of an entry that waits for its seal. A trigger writes it, so no entry is missed."""

    __tablename__ = "audit_unsealed"

    entry_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class AuditEnds(Base):
    """One row: where the chain begins and ends, under its own HMAC, so that removal at either end is detected."""

    __tablename__ = "audit_ends"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    before_number: Mapped[int]  # the last seal that retention removed; 0 while the chain is whole
    before_mac: Mapped[str] = mapped_column(String(64))
    last_number: Mapped[int]
    last_mac: Mapped[str] = mapped_column(String(64))
    kid: Mapped[str] = mapped_column(String(16))
    mac: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class ChainIntact:
    """The chain is whole; ``unsealed`` entries are too new to be in it."""

    sealed: int
    unsealed: int


@dataclass(frozen=True)
class Broken:
    """The first place where trail and chain disagree; ``what`` is one plain sentence."""

    seal_number: int | None
    entry_id: int | None
    what: str


@dataclass(frozen=True)
class Head:
    """The last seal of the chain at some moment. Kept elsewhere, it shows later whether the trail was cut or put back.

    It opens nothing: without the key nobody can make a seal.
    """

    number: int
    mac: str

    def __str__(self) -> str:
        """As it is printed and typed."""
        return f"{self.number}:{self.mac}"

    @classmethod
    def parse(cls, text: str) -> "Head | None":
        """The head as printed; None when it is none."""
        found = re.fullmatch(r"([0-9]{1,18}):([0-9a-f]{64})", text.strip())
        return cls(int(found[1]), found[2]) if found else None


class ChainBroken(Exception):
    """Sealing stopped: going on would hide tampering with the end of the chain."""


def seal_pending(session: Session, keys: KeyRing, *, now: datetime, limit: int = 500) -> int:
    """Seal up to ``limit`` committed entries; returns how many. Two sealers wait for each other at this lock."""
    ends = _held_ends(session, keys)
    waiting = select(AuditEntry).join(UnsealedEntry, UnsealedEntry.entry_id == AuditEntry.id)
    entries = session.scalars(waiting.order_by(AuditEntry.id).limit(limit)).all()
    if not entries:
        return 0
    kid = keys.active.kid
    for entry in entries:
        ends.last_number += 1
        ends.last_mac = _mac(keys, kid, _told(entry, ends.last_number, ends.last_mac))
        session.add(
            AuditSeal(number=ends.last_number, entry_id=entry.id, kid=kid, mac=ends.last_mac, sealed_at=now)
        )
    session.execute(delete(UnsealedEntry).where(UnsealedEntry.entry_id.in_([entry.id for entry in entries])))
    _close(ends, keys)
    return len(entries)


def has_unsealed(session: Session) -> bool:
    """Whether an entry waits for its seal: the cheap question while nobody does anything."""
    return session.scalar(select(UnsealedEntry.entry_id).limit(1)) is not None


def verify(session: Session, keys: KeyRing) -> ChainIntact | Broken:
    """Walk the whole chain and name the first changed, removed, added or reordered entry. Sealing waits."""
    ends = session.get(AuditEnds, 1, with_for_update={"read": True}, populate_existing=True)
    if ends is None:
        return _verify_before_the_first_seal(session)
    try:
        whole = ChainIntact(ends.last_number - ends.before_number, _count(session, UnsealedEntry))
        return _first_problem(session, keys, ends) or whole
    except UnknownKey as missing:
        return Broken(None, None, f"It cannot be checked: {missing}.")


def head(session: Session) -> Head | None:
    """The last seal; None before the first."""
    ends = session.get(AuditEnds, 1, populate_existing=True)
    return Head(ends.last_number, ends.last_mac) if ends is not None and ends.last_number else None


def compare(session: Session, known: Head) -> Broken | None:
    """What is wrong with the chain if ``known`` was its head once; None when it has grown from there.

    A restored older copy, or a trail whose end was cut, verifies by itself: only a head kept elsewhere shows it.
    """
    ends = session.get(AuditEnds, 1, populate_existing=True)
    if ends is None or ends.last_number < known.number:
        last = ends.last_number if ends else 0
        return Broken(
            known.number, None, f"It ends at seal {last}: its end was cut, or an older copy was put back."
        )
    if known.number < ends.before_number:
        return Broken(known.number, None, "This head is older than six years. Compare with a younger one.")
    is_before = known.number == ends.before_number
    here = ends.before_mac if is_before else session.get_one(AuditSeal, known.number).mac
    if not hmac.compare_digest(here, known.mac):
        return Broken(known.number, None, f"Seal {known.number} is not the one of this head.")
    return None


def is_whole(session: Session) -> bool:
    """Whether retention has removed nothing from the beginning yet."""
    ends = session.get(AuditEnds, 1, populate_existing=True)
    return ends is None or ends.before_number == 0


def forget(session: Session, keys: KeyRing, *, now: datetime, limit: int = 10_000) -> int:
    """Remove entries older than six years from the chain's beginning; what stays can still be verified."""
    ends = _held_ends(session, keys)
    last = _last_forgettable(session, ends, before=now - KEPT, limit=limit)
    if last is None:
        return 0
    old = select(AuditSeal.entry_id).where(AuditSeal.number <= last.number)
    session.execute(delete(AuditEntry).where(AuditEntry.id.in_(old)))
    session.execute(delete(AuditSeal).where(AuditSeal.number <= last.number))
    before, ends.before_number, ends.before_mac = ends.before_number, last.number, last.mac
    _close(ends, keys)
    return last.number - before


def _held_ends(session: Session, keys: KeyRing) -> AuditEnds:
    """The chain's ends, held until the transaction ends. Raises ChainBroken when they were tampered with."""
    blank = AuditEnds(id=1, before_number=0, before_mac=START, last_number=0, last_mac=START)
    _close(blank, keys)
    values = {column.key: getattr(blank, column.key) for column in AuditEnds.__table__.columns}
    is_first = insert_or_ignore(session, AuditEnds, values)
    ends = session.get_one(AuditEnds, 1, with_for_update=True, populate_existing=True)
    try:
        genuine = is_genuine(ends, keys)
    except UnknownKey as missing:
        raise ChainBroken(f"the audit chain cannot be continued: {missing}") from missing
    if not genuine or (is_first and _count(session, AuditSeal)):
        raise ChainBroken("the ends of the audit chain are not ours; run tc2fa audit verify")
    return ends


def _close(ends: AuditEnds, keys: KeyRing) -> None:
    ends.kid = keys.active.kid
    ends.mac = _mac(keys, ends.kid, _told_ends(ends))


def is_genuine(ends: AuditEnds, keys: KeyRing) -> bool:
    """Whether the ends carry the HMAC that only our keys make."""
    return hmac.compare_digest(ends.mac, _mac(keys, ends.kid, _told_ends(ends)))


def _told_ends(ends: AuditEnds) -> list[object]:
    return ["ends", ends.before_number, ends.before_mac, ends.last_number, ends.last_mac]


def _told(entry: AuditEntry, number: int, before: str) -> list[object]:
    columns = [getattr(entry, column.key) for column in AuditEntry.__table__.columns if column.key != "at"]
    return ["entry", number, before, entry.at.isoformat(), *columns]


def _mac(keys: KeyRing, kid: str, told: list[object]) -> str:
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hmac.new(keys.sub_key(PURPOSE, kid), text.encode(), sha256).hexdigest()


def _first_problem(session: Session, keys: KeyRing, ends: AuditEnds) -> Broken | None:
    if not is_genuine(ends, keys):
        return Broken(ends.last_number, None, "The ends of the chain were changed.")
    number, mac = ends.before_number, ends.before_mac
    for seal, entry in links(session, ends.before_number):
        number += 1
        if problem := problem_of(seal, entry, number, mac, keys):
            return problem
        mac = seal.mac
    if number != ends.last_number:
        return Broken(
            number + 1, None, f"Seal {number + 1} of {ends.last_number} and all behind it are gone."
        )
    if mac != ends.last_mac:
        return Broken(number, None, f"Seal {number} is not the one the chain ended with.")
    return problem_outside(session)


def problem_of(
    seal: AuditSeal, entry: AuditEntry | None, number: int, before: str, keys: KeyRing
) -> Broken | None:
    """What is wrong with one link: ``number`` and ``before`` are what the link before it leads to."""
    if seal.number != number:
        return Broken(number, None, f"Seal {number} is gone.")
    if entry is None:
        return Broken(number, seal.entry_id, f"Entry {seal.entry_id} was removed.")
    if not hmac.compare_digest(seal.mac, _mac(keys, seal.kid, _told(entry, number, before))):
        return Broken(number, entry.id, f"Entry {entry.id} was changed, or moved to another place.")
    return None


def problem_outside(session: Session) -> Broken | None:
    """What the chain does not hold must wait in the queue, and what waits there must exist."""
    stranger = select(AuditEntry.id).where(
        ~exists().where(AuditSeal.entry_id == AuditEntry.id),
        ~exists().where(UnsealedEntry.entry_id == AuditEntry.id),
    )
    if (added := session.scalar(stranger.order_by(AuditEntry.id).limit(1))) is not None:
        return Broken(None, added, f"Entry {added} was added past the queue.")
    lost = select(UnsealedEntry.entry_id).where(~exists().where(AuditEntry.id == UnsealedEntry.entry_id))
    if (removed := session.scalar(lost.order_by(UnsealedEntry.entry_id).limit(1))) is not None:
        return Broken(None, removed, f"Entry {removed} was removed before it was sealed.")
    return None


def links(session: Session, after: int) -> Iterator[tuple[AuditSeal, AuditEntry | None]]:
    """The seals behind number ``after`` in their order, each with its entry; read in batches."""
    query = select(AuditSeal, AuditEntry).outerjoin(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
    while batch := session.execute(
        query.where(AuditSeal.number > after).order_by(AuditSeal.number).limit(BATCH)
    ).all():
        yield from batch
        after = batch[-1].AuditSeal.number


def _verify_before_the_first_seal(session: Session) -> ChainIntact | Broken:
    if _count(session, AuditSeal):
        return Broken(None, None, "The ends of the chain are gone.")
    return problem_outside(session) or ChainIntact(sealed=0, unsealed=_count(session, UnsealedEntry))


def _count(session: Session, table: type[AuditSeal] | type[UnsealedEntry]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _last_forgettable(session: Session, ends: AuditEnds, *, before: datetime, limit: int) -> AuditSeal | None:
    """The last seal of the unbroken run of old entries at the beginning."""
    young = (
        select(func.min(AuditSeal.number))
        .join(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .where(or_(AuditEntry.at >= before, AuditSeal.sealed_at >= before))
    )
    stop = min(session.scalar(young) or ends.last_number + 1, ends.before_number + limit + 1)
    return session.get(AuditSeal, stop - 1)

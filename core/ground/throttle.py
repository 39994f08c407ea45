"""Attempt budgets, in the database, so that a limit holds over processes and restarts.

An attempt is counted and committed before the check, whatever the result of the request (ASVS 6.3.1).
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, String, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, insert_or_ignore, new_id
from core.ground.hot.statements import Change, Query, insert_of, itself, table_of


class AttemptBudget(Base):
    """One row per key, locked while an attempt is counted so that parallel tries wait."""

    __tablename__ = "attempt_budgets"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    counted: Mapped[int] = mapped_column(default=0)  # over all time; only there to be updated


class AttemptRow(Base):
    """One counted try; ``cleared_at`` is set when a success of the same key forgives it."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(160))
    at: Mapped[datetime] = mapped_column(index=True)
    cleared_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Limit:
    """At most ``count`` attempts in any stretch of time as long as ``per``."""

    count: int
    per: timedelta


Limits = Sequence[Limit]

SECOND_FACTOR = (Limit(5, timedelta(minutes=15)), Limit(10, timedelta(hours=1)), Limit(20, timedelta(days=1)))
SET_UP = (Limit(5, timedelta(minutes=15)), Limit(10, timedelta(hours=1)), Limit(20, timedelta(days=1)))
PASSWORD_PER_PERSON = (Limit(10, timedelta(minutes=5)),)
PASSWORD_PER_IP = (
    Limit(100, timedelta(minutes=5)),
    Limit(1000, timedelta(days=1)),
)  # a clinic behind one address
CHAT = (
    Limit(20, timedelta(minutes=1)),
    Limit(200, timedelta(hours=1)),
)  # messages of one conversation or Slack user


@dataclass(frozen=True)
class AttemptCounted:
    """The attempt is counted; it may be checked once this transaction is committed."""

    attempt_id: str


@dataclass(frozen=True)
class Exhausted:
    """The attempt is not counted and must not be checked; the next one may be made at ``until``."""

    until: datetime


_HOLD = Change(
    update(table_of(AttemptBudget))
    .where(AttemptBudget.key == bindparam("budget"))
    .values(counted=AttemptBudget.counted + 1)
)
_RECENT: Query[datetime] = Query(
    select(AttemptRow.at)
    .where(AttemptRow.key == bindparam("budget"), AttemptRow.cleared_at.is_(None))
    .where(AttemptRow.at > bindparam("since"))
    .order_by(AttemptRow.at.desc())
    .limit(bindparam("most")),
    itself,
)
_COUNT = insert_of(AttemptRow, but=("cleared_at",))
_GIVE_BACK = Change(
    update(table_of(AttemptRow))
    .where(AttemptRow.id == bindparam("attempt"))
    .values(cleared_at=bindparam("now"))
)
_CLEAR = Change(
    update(table_of(AttemptRow))
    .where(AttemptRow.key == bindparam("budget"), AttemptRow.cleared_at.is_(None))
    .values(cleared_at=bindparam("now"))
)


def second_factor_key(user_id: str, trusted_browser_id: str | None = None) -> str:
    """One budget per person for every path; a browser that completed their second factor has a separate one.

    Otherwise a stranger with the password could lock the person out with wrong codes.
    """
    return f"second_factor:{user_id}" + (f":{trusted_browser_id}" if trusted_browser_id else "")


def set_up_key(user_id: str) -> str:
    """The budget of the codes that confirm a new factor."""
    return f"set_up:{user_id}"


def network_key(budget: str, ip: str) -> str:
    """The budget of one network address; for IPv6 the first 64 bits, because each visitor owns the rest."""
    try:
        network = str(ipaddress.ip_network((ip, 64 if ":" in ip else 32), strict=False))
    except ValueError:  # a server may name its peers otherwise
        network = ip[:45]
    return f"{budget}:{network}"


def take(session: Session, key: str, limits: Limits, *, now: datetime) -> AttemptCounted | Exhausted:
    """Count one attempt, unless a limit is reached. Commit before checking anything.

    Parallel attempts wait for each other on the budget's row, so that none exceeds the limit.
    """
    _hold(session, key)
    longest, most = max(limit.per for limit in limits), max(limit.count for limit in limits)
    recent = _RECENT.all(session, budget=key, since=now - longest, most=most)
    until = max(_free_at(recent, limit, now=now) for limit in limits)
    if until > now:
        return Exhausted(until)
    counted = AttemptCounted(new_id())
    _COUNT.run(session, id=counted.attempt_id, key=key, at=now)
    return counted


def give_back(session: Session, attempt_id: str, *, now: datetime) -> None:
    """Forgive one attempt: it was right, and only wrong ones are to run out."""
    _GIVE_BACK.run(session, attempt=attempt_id, now=now)


def clear(session: Session, key: str, *, now: datetime) -> None:
    """Forgive the attempts of ``key``: a success has proved who is there."""
    _CLEAR.run(session, budget=key, now=now)


def _hold(session: Session, key: str) -> None:
    """Lock the budget's row, which housekeeping may have taken away a moment ago."""
    while not _HOLD.run(session, budget=key):
        insert_or_ignore(session, AttemptBudget, {"key": key, "counted": 0})


def _free_at(recent: Sequence[datetime], limit: Limit, *, now: datetime) -> datetime:
    """When this limit allows one more: ``now``, or when the oldest of the last ``count`` attempts is old enough.

    ``recent`` has the latest first. An attempt dated after ``now`` (the clock went back) still counts.
    """
    return max(now, recent[limit.count - 1] + limit.per) if len(recent) >= limit.count else now

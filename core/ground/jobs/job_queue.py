"""A table as a queue: any process may claim its rows and work on them until they are done or given up.

A claim is a lease. A worker that dies gives its rows back when the lease ends, so each row is worked at least once;
working on a row must be idempotent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Integer, String, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, announce, changed
from core.ground.hot.statements import Change, table_of

GIVEN_UP = "outbox:dead"  # the topic that tells the team of rows that were given up
LONGEST_ERROR = 300


class JobRow(Base):
    """What the row of a queue needs. It is open until it is done (``done_at``) or given up (``dead_at``)."""

    __abstract__ = True

    id: Mapped[Any]
    kind: Mapped[Any]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(LONGEST_ERROR))


R = TypeVar("R", bound=JobRow)


@dataclass(frozen=True)
class JobQueue(Generic[R]):
    """The rules of one queue. After ``tries`` failures a row is given up; ``forgets``: columns emptied at the end."""

    table: type[R]
    lease: timedelta
    first_wait: timedelta
    longest_wait: timedelta
    tries: int
    forgets: Mapping[str, Any] = field(default_factory=dict)

    def claim(
        self, session: Session, *only: ColumnElement[bool], order: Sequence[Any], now: datetime, limit: int
    ) -> list[R]:
        """Lease up to ``limit`` due rows; two workers never hold the same one (SKIP LOCKED)."""
        row = self.table
        is_due = (row.done_at.is_(None), row.dead_at.is_(None), row.due_at <= now)
        is_free = or_(row.claimed_until.is_(None), row.claimed_until <= now)
        due = select(row).where(*is_due, is_free, *only).order_by(*order).limit(limit)
        claimed = list(session.scalars(due.with_for_update(skip_locked=True)))
        for each in claimed:
            each.claimed_until = now + self.lease
            each.attempts += 1
        return claimed

    def renew(self, session: Session, held: Mapping[Any, datetime], *, now: datetime) -> dict[Any, datetime]:
        """Extend leases, given with their ends; returns those still ours. One that ended may be another worker's."""
        until = now + self.lease
        return {row_id: until for row_id, end in held.items() if self._prolong(session, row_id, end, until)}

    def complete(self, session: Session, row_id: Any, *, now: datetime) -> bool:
        """The row is done; False when that was known already."""
        return self._complete.run(session, row=row_id, now=now) == 1

    def fail(
        self,
        session: Session,
        row_id: Any,
        error: str,
        *,
        now: datetime,
        retry_after: timedelta | None = None,
        for_good: bool = False,
    ) -> None:
        """Put the row back with a longer wait each time; after the last try, or ``for_good``, it is given up.

        ``retry_after`` is what a rate limit asked for; such a try does not count.
        """
        row = self._open(session, row_id)
        if row is None:
            return
        row.claimed_until, row.last_error = None, error[:LONGEST_ERROR]
        if retry_after is not None:
            row.attempts -= 1
        if for_good or row.attempts >= self.tries:
            self._give_up(session, row, now=now)
        else:
            row.due_at = now + (retry_after or self._backoff(row.attempts))

    def release(self, session: Session, row_id: Any, *, due_at: datetime | None = None) -> None:
        """Put the row back untried, at ``due_at`` or as it was; nothing went wrong, so no try is counted."""
        row = self._open(session, row_id)
        if row is not None:
            row.claimed_until = None
            row.attempts -= 1
            row.due_at = due_at or row.due_at

    def dead(self, session: Session, *, limit: int = 100) -> list[R]:
        """The rows that were given up, newest first."""
        given_up = select(self.table).where(self.table.dead_at.is_not(None))
        return list(session.scalars(given_up.order_by(self.table.dead_at.desc()).limit(limit)))

    @cached_property
    def _complete(self) -> Change:
        """Written once for each queue: every row of it ends this way."""
        row = self.table
        over = {
            "done_at": bindparam("now"),
            "claimed_until": None,
            "dead_at": None,
            "last_error": None,
            **self.forgets,
        }
        open_one = update(table_of(row)).where(row.id == bindparam("row"), row.done_at.is_(None))
        return Change(open_one.values({getattr(row, name): over[name] for name in over}))

    def _open(self, session: Session, row_id: Any) -> R | None:
        row = session.get(self.table, row_id, with_for_update=True, populate_existing=True)
        return row if row is not None and row.done_at is None else None

    def _prolong(self, session: Session, row_id: Any, end: datetime, until: datetime) -> bool:
        mine = update(self.table).where(self.table.id == row_id, self.table.claimed_until == end)
        return changed(session, mine.values(claimed_until=until)) == 1

    def _give_up(self, session: Session, row: R, *, now: datetime) -> None:
        row.dead_at = now
        for name, nothing in self.forgets.items():
            setattr(row, name, nothing)
        announce(session, GIVEN_UP)

    def _backoff(self, attempts: int) -> timedelta:
        doublings = min(max(attempts - 1, 0), 20)  # the longest wait is reached by then
        return min(self.first_wait * float(2**doublings), self.longest_wait)

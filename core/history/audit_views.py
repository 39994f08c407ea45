"""The audit trail as the team reads and exports it.

Every list is in the order of time, then of number, and each filter has an index that ends in these two: a page costs
the same at a thousand entries and at a million.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_, union
from sqlalchemy.orm import Session, aliased

from core.audit.chain import AuditSeal
from core.audit.entries import AuditEntry
from core.ground.paging import Page, cursor, cut, key_of, moment_of
from core.people.users import User
from core.practices.practices import Practice

BATCH = 500
Place = tuple[datetime, int]  # where an entry stands in the order of time


@dataclass(frozen=True)
class Filters:
    """What to show; everything given must hold. ``action`` is one action or the first word of some (``request``)."""

    action: str | None = None
    person_id: str | None = None  # who did it, or on whom
    actor_id: str | None = None  # who did it
    practice_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None  # not included


@dataclass(frozen=True)
class EntryView:
    """One entry with the people's current names; ``sealed`` says whether the chain holds it."""

    id: int
    at: datetime
    actor_id: str | None
    actor_name: str | None
    action: str
    subject_id: str | None
    subject_name: str | None
    practice_id: str | None
    practice_name: str | None
    ip: str | None
    channel: str
    factor: str
    outcome: str
    request_id: str | None
    details: dict[str, Any]
    sealed: bool


EVERYTHING = Filters()


def entries(
    session: Session, filters: Filters = EVERYTHING, after: str | None = None, limit: int = 50
) -> Page[EntryView]:
    """Entries, newest first."""
    query = _next(session, filters, _key(after), limit + 1, is_back=True)
    rows = [EntryView(*found) for found in session.execute(query)]
    return cut(rows, limit, [cursor(row.at.isoformat(), str(row.id)) for row in rows])


def export(session: Session, filters: Filters = EVERYTHING) -> Iterator[EntryView]:
    """Every entry, oldest first, in batches: an export of years must not pile up in memory."""
    batch = export_batch(session, filters)
    while batch:
        yield from batch
        batch = export_batch(session, filters, behind=(batch[-1].at, batch[-1].id))


def export_batch(
    session: Session, filters: Filters = EVERYTHING, *, behind: Place | None = None
) -> tuple[EntryView, ...]:
    """The entries that follow ``behind``, oldest first; none at the end. Each batch may be a look of its own."""
    query = _next(session, filters, behind, BATCH, is_back=False)
    return tuple(EntryView(*found) for found in session.execute(query))


def by_ids(session: Session, ids: Collection[int]) -> tuple[EntryView, ...]:
    """These entries, oldest first."""
    these = _columns().where(AuditEntry.id.in_(ids)).order_by(AuditEntry.at, AuditEntry.id)
    return tuple(EntryView(*found) for found in session.execute(these))


def actions(session: Session) -> tuple[str, ...]:
    """The actions that have happened: one step along the index for each, never a look at every entry."""
    steps = select(func.min(AuditEntry.action).label("action")).cte("steps", recursive=True)
    further = select(func.min(AuditEntry.action)).where(AuditEntry.action > steps.c.action).scalar_subquery()
    steps = steps.union_all(select(further).where(steps.c.action.is_not(None)))
    return tuple(session.scalars(select(steps.c.action).where(steps.c.action.is_not(None))))


def _next(
    session: Session, filters: Filters, place: Place | None, limit: int, *, is_back: bool
) -> Select[*tuple[Any, ...]]:
    """The next entries in one direction of time: looked up by number first, then named.

    Alternatives (who did it, or on whom; several actions) are looked up apart, each along its own index.
    """
    everywhere = list(_wanted(filters))
    if place is not None:
        here = tuple_(AuditEntry.at, AuditEntry.id)
        everywhere.append(here < tuple_(*place) if is_back else here > tuple_(*place))
    order = [column.desc() if is_back else column.asc() for column in (AuditEntry.at, AuditEntry.id)]
    each = [
        select(AuditEntry.id).where(*everywhere, *one).order_by(*order).limit(limit).subquery()
        for one in _alternatives(session, filters)
    ]
    ids = union(*(select(one.c.id) for one in each)) if len(each) > 1 else select(each[0].c.id)
    return _columns().where(AuditEntry.id.in_(ids)).order_by(*order).limit(limit)


def _alternatives(session: Session, filters: Filters) -> list[tuple[ColumnElement[bool], ...]]:
    """Ways to fit the filters that no single index answers; one empty way when there is nothing to choose."""
    happened = _actions_of(session, filters.action)
    if filters.person_id:
        person = (AuditEntry.actor_id == filters.person_id, AuditEntry.subject_id == filters.person_id)
        return [(each, *([AuditEntry.action.in_(happened)] if filters.action else [])) for each in person]
    if len(happened) > 1 and (filters.practice_id or filters.actor_id):
        return [(AuditEntry.action.in_(happened),)]
    return [(AuditEntry.action == each,) for each in happened] or [()]


def _actions_of(session: Session, word: str | None) -> tuple[str, ...]:
    """The actions that begin with this word; the word itself when there is none, so that nothing is found."""
    if not word:
        return ()
    return tuple(each for each in actions(session) if each == word or each.startswith(f"{word}.")) or (word,)


def _wanted(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.actor_id:
        yield AuditEntry.actor_id == filters.actor_id
    if filters.practice_id:
        yield AuditEntry.practice_id == filters.practice_id
    if filters.since is not None:
        yield AuditEntry.at >= filters.since
    if filters.until is not None:
        yield AuditEntry.at < filters.until


def _columns() -> Select[*tuple[Any, ...]]:
    """The columns of an EntryView, in its order."""
    actor, subject = aliased(User), aliased(User)
    return (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.actor_id,
            actor.name,
            AuditEntry.action,
            AuditEntry.subject_id,
            subject.name,
            AuditEntry.practice_id,
            Practice.name,
            AuditEntry.ip,
            AuditEntry.channel,
            AuditEntry.factor,
            AuditEntry.outcome,
            AuditEntry.request_id,
            AuditEntry.details,
            exists().where(AuditSeal.entry_id == AuditEntry.id),
        )
        .outerjoin(actor, actor.id == AuditEntry.actor_id)
        .outerjoin(subject, subject.id == AuditEntry.subject_id)
        .outerjoin(Practice, Practice.id == AuditEntry.practice_id)
    )


def _key(after: str | None) -> Place | None:
    key = key_of(after, 2)
    moment = moment_of(key[0]) if key else None
    if key is None or moment is None or not re.fullmatch("[0-9]{1,18}", key[1]):
        return None
    return moment, int(key[1])

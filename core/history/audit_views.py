"""The audit trail as the team reads and exports it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session, aliased

from core.audit.chain import AuditSeal
from core.audit.entries import AuditEntry
from core.ground.paging import Page, cursor, cut, key_of
from core.people.users import User
from core.practices.practices import Practice

BATCH = 500


@dataclass(frozen=True)
class Filters:
    """What to show; everything given must hold. ``action`` is one action or the first word of some (``request``)."""

    action: str | None = None
    person_id: str | None = None  # who did it, or on whom
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
    query = _entries(filters).order_by(AuditEntry.id.desc()).limit(limit + 1)
    if (last := _number(after)) is not None:
        query = query.where(AuditEntry.id < last)
    rows = [EntryView(*found) for found in session.execute(query)]
    return cut(rows, limit, [cursor(str(row.id)) for row in rows])


def export(session: Session, filters: Filters = EVERYTHING) -> Iterator[EntryView]:
    """Every entry, oldest first, in batches: years of entries must not be held in memory."""
    last = 0
    while batch := session.execute(
        _entries(filters).where(AuditEntry.id > last).order_by(AuditEntry.id).limit(BATCH)
    ).all():
        yield from (EntryView(*found) for found in batch)
        last = batch[-1].id


def actions(session: Session) -> tuple[str, ...]:
    """The actions that have happened, for the filter."""
    return tuple(session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def _entries(filters: Filters) -> Select[*tuple[Any, ...]]:
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
        .where(*_wanted(filters))
    )


def _wanted(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.action:
        word = filters.action.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        yield (AuditEntry.action == filters.action) | AuditEntry.action.like(f"{word}.%", escape="!")
    if filters.person_id:
        yield (AuditEntry.actor_id == filters.person_id) | (AuditEntry.subject_id == filters.person_id)
    if filters.practice_id:
        yield AuditEntry.practice_id == filters.practice_id
    if filters.since is not None:
        yield AuditEntry.at >= filters.since
    if filters.until is not None:
        yield AuditEntry.at < filters.until


def _number(after: str | None) -> int | None:
    key = key_of(after, 1)
    return int(key[0]) if key and re.fullmatch("[0-9]{1,18}", key[0]) else None

"""Practices with how far their people are, found by name, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from core.adoption import funnel
from core.adoption.funnel import Funnel
from core.ground.paging import Page, contains, cursor, cut, key_of
from core.practices.practices import Group, Practice

Activation = Literal["activated", "not_activated", "all"]


@dataclass(frozen=True)
class PracticeAdoption:
    """One practice and how far its people are."""

    id: str
    name: str
    group_name: str | None
    time_zone: str
    activated_at: datetime | None
    funnel: Funnel


def practices(
    session: Session,
    *,
    text: str = "",
    only: Activation = "all",
    after: str | None = None,
    limit: int = 25,
) -> Page[PracticeAdoption]:
    """Practices by name whose name, or whose group's name, contains ``text``."""
    query = _columns().order_by(Practice.name, Practice.id).limit(limit + 1)
    if text.strip():
        names = (func.lower(Practice.name), func.lower(Group.name))
        query = query.where(or_(*(name.like(contains(text), escape="!") for name in names)))
    if only != "all":
        is_on = Practice.activated_at.is_not(None)
        query = query.where(is_on if only == "activated" else ~is_on)
    if (key := key_of(after, 2)) is not None:
        query = query.where(tuple_(Practice.name, Practice.id) > tuple_(*key))
    return _with_counts(session, session.execute(query).all(), limit)


def practice(session: Session, practice_id: str) -> PracticeAdoption | None:
    """One practice; None when there is none of this id."""
    found = session.execute(_columns().where(Practice.id == practice_id)).all()
    page = _with_counts(session, found, 1)
    return page.rows[0] if page.rows else None


def _columns() -> Select[*tuple[Any, ...]]:
    return select(
        Practice.id, Practice.name, Group.name, Practice.time_zone, Practice.activated_at
    ).outerjoin(Group, Group.id == Practice.group_id)


def _with_counts(session: Session, found: Sequence[Any], limit: int) -> Page[PracticeAdoption]:
    counts = funnel.of_practices(session, [row[0] for row in found])
    rows = [_row(facts, counts.get(facts[0], Funnel())) for facts in found]
    return cut(rows, limit, [cursor(row.name, row.id) for row in rows])


def _row(facts: tuple[str, str, str | None, str, datetime | None], counts: Funnel) -> PracticeAdoption:
    practice_id, name, group_name, time_zone, activated_at = facts
    return PracticeAdoption(practice_id, name, group_name, time_zone, activated_at, counts)

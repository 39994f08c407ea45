"""The people of a practice with what matters about their second factor; for its admins only the numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from core.audit.entries import AuditEntry
from core.ground.paging import Page, contains, cursor, cut, key_of
from core.people.users import User
from core.practices.practices import (
    Group,
    Membership,
    PersonView,
    Practice,
    Role,
    is_current,
    is_current_person,
    works_in,
)
from core.second_factor.enrollments import Enrollment, has_live_factor, is_live_of
from core.second_factor.recovery_tokens import RecoveryToken


@dataclass(frozen=True)
class PracticeMember:
    """One person of the practice as the team sees them; ``set_up_since`` None means no factor yet."""

    person: PersonView
    role: Role
    is_shared: bool  # also works in another practice
    set_up_since: datetime | None
    locked_since: datetime | None
    tokens_left: int
    last_sign_in_at: datetime | None


@dataclass(frozen=True)
class PracticeRow:
    """One line of the team's list of practices."""

    id: str
    name: str
    group_name: str | None
    time_zone: str
    activated_at: datetime | None
    set_up: int
    members: int


class MemberSummary(NamedTuple):
    """One person of a practice in a few words, for their colleagues."""

    name: str
    role: Role
    is_shared: bool
    has_factor: bool
    user_id: str


class SetUpCount(NamedTuple):
    """How many people of a practice have a live factor, and how many people there are."""

    set_up: int
    members: int


def set_up_count(session: Session, practice_id: str) -> SetUpCount:
    """The numbers an admin may see; not who they are."""
    people = works_in(practice_id)
    counted = select(func.count().filter(_has_factor()), func.count()).where(people)
    return SetUpCount(*session.execute(counted).one())


def colleagues_in(
    session: Session, practice_ids: Collection[str], *, whole: Collection[str]
) -> dict[str, list[MemberSummary]]:
    """The admins of many practices in one query, by name, and everyone in those of ``whole``.

    An admin may have hundreds of practices; who is no admin there hears of the admins only, however many others work
    there.
    """
    is_wanted = or_(Membership.role == "admin", Membership.practice_id.in_(whole))
    query = (
        select(Membership.practice_id, User.name, Membership.role, _works_elsewhere(), _has_factor(), User.id)
        .where(is_current_person(), Membership.practice_id.in_(practice_ids), is_wanted)
        .order_by(User.name, User.id)
    )
    found: dict[str, list[MemberSummary]] = {}
    for practice_id, name, role, is_shared, has_factor, user_id in session.execute(query):
        colleague = MemberSummary(name, role, bool(is_shared), bool(has_factor), user_id)
        found.setdefault(practice_id, []).append(colleague)
    return found


def members_of(session: Session, practice_id: str, *, limit: int | None = None) -> tuple[PracticeMember, ...]:
    """Who works there now, by name; all of them, or the first ``limit``."""
    query = (
        select(
            User,
            Membership.role,
            _works_elsewhere(),
            _live(Enrollment.confirmed_at),
            _live(Enrollment.locked_at),
            _tokens_left(),
            _last_sign_in(),
        )
        .where(works_in(practice_id))
        .order_by(User.name, User.id)
        .limit(limit)
    )
    return tuple(
        PracticeMember(
            person=PersonView(id=user.id, name=user.name, email=user.email),
            role=role,
            is_shared=bool(shared),
            set_up_since=since,
            locked_since=locked,
            tokens_left=tokens,
            last_sign_in_at=seen,
        )
        for user, role, shared, since, locked, tokens, seen in session.execute(query)
    )


def practice_row(session: Session, practice_id: str) -> PracticeRow | None:
    """One practice as in the list; None when there is none of this id."""
    found = session.execute(_practices().where(Practice.id == practice_id)).first()
    return PracticeRow(*found) if found else None


def search(
    session: Session, text: str = "", *, after: str | None = None, limit: int = 25
) -> Page[PracticeRow]:
    """Practices whose name, or whose group's name, contains ``text``, by name."""
    query = _practices().order_by(Practice.name, Practice.id).limit(limit + 1)
    if text.strip():
        names = (func.lower(Practice.name), func.lower(Group.name))
        query = query.where(or_(*(name.like(contains(text), escape="!") for name in names)))
    if (key := key_of(after, 2)) is not None:
        query = query.where(tuple_(Practice.name, Practice.id) > tuple_(*key))
    rows = [PracticeRow(*found) for found in session.execute(query)]
    return cut(rows, limit, [cursor(row.name, row.id) for row in rows])


def _practices() -> Select[Any]:
    people = works_in(Practice.id)
    here = select(func.count()).select_from(Membership, User).where(people).correlate(Practice)
    return select(
        Practice.id,
        Practice.name,
        Group.name,
        Practice.time_zone,
        Practice.activated_at,
        here.where(_has_factor()).scalar_subquery(),
        here.scalar_subquery(),
    ).outerjoin(Group, Group.id == Practice.group_id)


def _has_factor() -> ColumnElement[bool]:
    return has_live_factor(User.id).correlate(User)


def _works_elsewhere() -> ColumnElement[bool]:
    other = aliased(Membership)
    return (
        exists()
        .where(
            other.user_id == User.id,
            other.practice_id != Membership.practice_id,
            is_current(other),
        )
        .correlate(User, Membership)
    )


def _live(column: InstrumentedAttribute[datetime | None]) -> ScalarSelect[datetime | None]:
    mine = select(column).where(is_live_of(User.id))
    return mine.correlate(User).scalar_subquery()


def _tokens_left() -> ScalarSelect[int]:
    unused = select(func.count()).where(
        RecoveryToken.user_id == User.id,
        RecoveryToken.used_at.is_(None),
        RecoveryToken.replaced_at.is_(None),
    )
    return unused.select_from(RecoveryToken).correlate(User).scalar_subquery()


def _last_sign_in() -> ScalarSelect[Any]:
    """From the audit trail, which is kept for years; session rows are deleted a month after their end."""
    mine = select(func.max(AuditEntry.at)).where(
        AuditEntry.subject_id == User.id, AuditEntry.action == "sign_in.finished"
    )
    return mine.correlate(User).scalar_subquery()

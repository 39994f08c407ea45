"""People by their second factor, as the team searches them: every list is one stretch of an index and a page of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from core.ground.paging import Page, contains, cursor, cut, key_of
from core.people.name_words import MOST_TYPED, NameWord, begins, words_of
from core.people.users import User
from core.practices.practices import Membership, Practice
from core.second_factor.enrollments import Enrollment
from core.second_factor.recovery_tokens import HOW_MANY, RecoveryToken
from core.second_factor.set_up_progress import UNFINISHED, SetUpProgress

EnrollmentFilter = Literal["set_up", "not_set_up", "stuck", "locked", "few_tokens", "unsaved"]
FEW = 3  # tokens left
STUCK_AFTER = timedelta(days=1)
MOST_PRACTICES = 5


@dataclass(frozen=True)
class EnrollmentRow:
    """One person of the list. ``step`` is where a set-up stands that is not finished."""

    id: str
    name: str
    email: str
    practice_names: tuple[str, ...]
    set_up_since: datetime | None
    last_used_at: datetime | None
    tokens_left: int
    is_acknowledged: bool
    is_locked: bool
    step: str | None
    moved_at: datetime | None
    is_disabled: bool


@dataclass(frozen=True)
class FoundPractice:
    """A practice to look into."""

    id: str
    name: str


def people(
    session: Session,
    *,
    text: str = "",
    only: EnrollmentFilter | None = None,
    practice_id: str | None = None,
    after: str | None = None,
    now: datetime,
    limit: int = 25,
) -> Page[EnrollmentRow]:
    """Members whose name or address has words that begin like those of ``text``; without a text all, by name."""
    typed = sorted(words_of(text), key=len, reverse=True)[:MOST_TYPED]
    if text.strip() and not typed:
        return Page((), None)
    query = _matching(typed, after) if typed else _by_name(after)
    if only is not None:
        query = query.where(FILTERS[only](now))
    if practice_id is not None:
        query = query.where(_works_in(practice_id))
    found = session.execute(query.limit(limit + 1)).all()
    names = _practice_names(session, [row.User.id for row in found])
    rows = [_row(row, names.get(row.User.id, ())) for row in found]
    return cut(rows, limit, [cursor(row.key, row.User.id) for row in found])


def practices_named(session: Session, text: str) -> tuple[FoundPractice, ...]:
    """Practices that the same words may have meant."""
    if not text.strip():
        return ()
    like = func.lower(Practice.name).like(contains(text), escape="!")
    found = session.execute(
        select(Practice.id, Practice.name).where(like).order_by(Practice.name).limit(MOST_PRACTICES)
    )
    return tuple(FoundPractice(*row) for row in found)


def practice_named(session: Session, practice_id: str | None) -> FoundPractice | None:
    """The practice of this id."""
    practice = session.get(Practice, practice_id) if practice_id else None
    return FoundPractice(practice.id, practice.name) if practice else None


def _matching(typed: list[str], after: str | None) -> Select[Any]:
    """By the word that matches: the longest one typed chooses the stretch of the index, the others must be there too."""
    earlier = aliased(NameWord)
    is_first = ~exists().where(
        earlier.user_id == User.id, begins(earlier.word, typed[0]), earlier.word < NameWord.word
    )  # the person who has two such words is listed once
    query = (
        _columns(NameWord.word)
        .join(NameWord, NameWord.user_id == User.id)
        .where(User.audience == "account", begins(NameWord.word, typed[0]), is_first)
        .where(*(_has_word(word) for word in typed[1:]))
        .order_by(NameWord.word, NameWord.user_id)
    )
    if (key := key_of(after, 2)) is not None:
        query = query.where(tuple_(NameWord.word, NameWord.user_id) > tuple_(*key))
    return query


def _has_word(start: str) -> ColumnElement[bool]:
    other = aliased(NameWord)
    return exists().where(other.user_id == User.id, begins(other.word, start))


def _by_name(after: str | None) -> Select[Any]:
    query = _columns(User.name).where(User.audience == "account").order_by(User.name, User.id)
    if (key := key_of(after, 2)) is not None:
        query = query.where(tuple_(User.name, User.id) > tuple_(*key))
    return query


def _columns(key: Any) -> Select[Any]:
    return (
        select(User, Enrollment, SetUpProgress, _tokens_left().label("tokens"), key.label("key"))
        .outerjoin(Enrollment, (Enrollment.user_id == User.id) & (Enrollment.state == "live"))
        .outerjoin(SetUpProgress, SetUpProgress.user_id == User.id)
    )


def _tokens_left() -> ScalarSelect[int]:
    unused = select(func.count()).where(
        RecoveryToken.user_id == User.id, RecoveryToken.used_at.is_(None), RecoveryToken.replaced_at.is_(None)
    )
    return unused.select_from(RecoveryToken).correlate(User).scalar_subquery()


def _live(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return User.id.in_(select(Enrollment.user_id).where(Enrollment.state == "live", *which))


def _has_one() -> ColumnElement[bool]:
    return exists().where(Enrollment.user_id == User.id, Enrollment.state == "live").correlate(User)


def _is_stuck(now: datetime) -> ColumnElement[bool]:
    """Began, and has not moved for a day. An enabled factor whose tokens are not saved is a filter of its own."""
    steps = [step for step in UNFINISHED if step != "enabled"]
    return User.id.in_(
        select(SetUpProgress.user_id).where(
            SetUpProgress.step.in_(steps), SetUpProgress.moved_at <= now - STUCK_AFTER
        )
    )


def _has_few_tokens(_now: datetime) -> ColumnElement[bool]:
    """Counted by those that are spent, for they are the few; a person without a factor has no current set."""
    spent = select(RecoveryToken.user_id).where(
        RecoveryToken.used_at.is_not(None), RecoveryToken.replaced_at.is_(None)
    )
    return User.id.in_(spent.group_by(RecoveryToken.user_id).having(func.count() >= HOW_MANY - FEW))


FILTERS: Mapping[EnrollmentFilter, Callable[[datetime], ColumnElement[bool]]] = {
    "set_up": lambda _now: _has_one(),
    "not_set_up": lambda _now: ~_has_one(),
    "stuck": _is_stuck,
    "locked": lambda _now: _live(Enrollment.locked_at.is_not(None)),
    "few_tokens": _has_few_tokens,
    "unsaved": lambda _now: _live(Enrollment.tokens_acknowledged_at.is_(None)),
}


def _works_in(practice_id: str) -> ColumnElement[bool]:
    here = select(Membership.user_id).where(
        Membership.practice_id == practice_id, Membership.ended_at.is_(None)
    )
    return User.id.in_(here)


def _practice_names(session: Session, user_ids: list[str]) -> dict[str, tuple[str, ...]]:
    rows = session.execute(
        select(Membership.user_id, Practice.name)
        .join(Practice, Practice.id == Membership.practice_id)
        .where(Membership.user_id.in_(user_ids), Membership.ended_at.is_(None))
        .order_by(Practice.name)
    )
    found: dict[str, tuple[str, ...]] = {}
    for user_id, name in rows:
        found[user_id] = (*found.get(user_id, ()), name)
    return found


def _row(found: Any, practice_names: tuple[str, ...]) -> EnrollmentRow:
    user: User = found.User
    live: Enrollment | None = found.Enrollment
    progress: SetUpProgress | None = found.SetUpProgress
    return EnrollmentRow(
        id=user.id,
        name=user.name,
        email=user.email,
        practice_names=practice_names,
        set_up_since=live.confirmed_at if live else None,
        last_used_at=live.last_used_at if live else None,
        tokens_left=cast("int", found.tokens),
        is_acknowledged=live is not None and live.tokens_acknowledged_at is not None,
        is_locked=live is not None and live.is_locked,
        step=progress.step if progress and live is None else None,
        moved_at=progress.moved_at if progress else None,
        is_disabled=user.disabled_at is not None,
    )

"""Resets as the team looks at them: the queue, and one with its evidence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from core.ground import alarms
from core.ground.paging import Page, contains, cursor, cut, key_of, moment_of
from core.people.users import User
from core.practices import practices
from core.practices.practices import PersonView, PracticeView
from core.requests.reset_requests import alarm_name
from core.requests.reset_states import OPEN_RESETS, FiledAs, ResetRequest, ResetState, admins_over


@dataclass(frozen=True)
class ResetRow:
    """One line of the queue."""

    id: str
    person_name: str
    person_email: str
    state: ResetState
    filed_at: datetime
    filed_by_name: str
    filed_as: FiledAs
    due_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True)
class ResetDetail:
    """All that the team looks at before it decides. ``digest`` names exactly the evidence that is shown."""

    id: str
    state: ResetState
    person: PersonView
    practices: tuple[PracticeView, ...]
    filed_by_name: str
    filed_as: FiledAs
    filed_at: datetime
    channel: str
    factor: str
    ip: str | None
    note: str
    conversation_id: str | None
    identity: str
    called_back: str
    vouched_by: PersonView | None
    proposed_by: str | None
    proposed_by_name: str | None
    proposed_at: datetime | None
    digest: str | None
    approved_by_name: str | None
    approved_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    ended_by_name: str | None
    reason: str
    is_alarmed: bool
    may_vouch: tuple[PersonView, ...]

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided or stopped."""
        return self.state in OPEN_RESETS


@dataclass(frozen=True)
class OpenReset:
    """A reset as its own side may know it: no evidence, and nothing about the team."""

    id: str
    state: ResetState
    person_id: str
    person_name: str
    filed_by: str
    due_at: datetime | None


def reset_queue(
    session: Session, *, state: str | None = None, text: str = "", after: str | None = None, limit: int = 25
) -> Page[ResetRow]:
    """Resets, newest first. ``state`` is one state or ``open``; ``text`` is looked for in the person's name and address."""
    query = _rows().order_by(ResetRequest.filed_at.desc(), ResetRequest.id.desc()).limit(limit + 1)
    if state:
        query = query.where(ResetRequest.state.in_(OPEN_RESETS if state == "open" else (state,)))
    if text.strip():
        names = (func.lower(User.name), User.email)
        query = query.where(or_(*(name.like(contains(text), escape="!") for name in names)))
    key = key_of(after, 2)
    moment = moment_of(key[0]) if key else None
    if key is not None and moment is not None:
        query = query.where(tuple_(ResetRequest.filed_at, ResetRequest.id) < tuple_(moment, key[1]))
    rows = [ResetRow(*found) for found in session.execute(query)]
    return cut(rows, limit, [cursor(row.filed_at.isoformat(), row.id) for row in rows])


def resets_of(session: Session, user_id: str, *, limit: int = 20) -> tuple[ResetRow, ...]:
    """A person's resets, newest first."""
    mine = _rows().where(ResetRequest.user_id == user_id)
    found = session.execute(mine.order_by(ResetRequest.filed_at.desc(), ResetRequest.id.desc()).limit(limit))
    return tuple(ResetRow(*row) for row in found)


def latest_reset_of(session: Session, user_id: str) -> OpenReset | None:
    """A person's latest reset, open or over."""
    mine = _of_people().where(ResetRequest.user_id == user_id)
    found = session.execute(
        mine.order_by(ResetRequest.filed_at.desc(), ResetRequest.id.desc()).limit(1)
    ).first()
    return OpenReset(*found) if found else None


def open_resets_of(session: Session, user_ids: Collection[str]) -> tuple[OpenReset, ...]:
    """The open resets of many people, at most one each, oldest first."""
    if not user_ids:
        return ()
    theirs = _of_people().where(ResetRequest.state.in_(OPEN_RESETS), ResetRequest.user_id.in_(user_ids))
    return tuple(OpenReset(*row) for row in session.execute(theirs.order_by(ResetRequest.filed_at)))


def count_open_resets(session: Session) -> int:
    """The number beside "Resets"."""
    return session.scalar(select(func.count()).where(ResetRequest.state.in_(OPEN_RESETS))) or 0


def reset_detail(session: Session, reset_id: str) -> ResetDetail | None:
    """One reset with everything about it; None when there is none of this id."""
    found = session.execute(_rows().where(ResetRequest.id == reset_id)).first()
    reset = session.get(ResetRequest, reset_id)
    if found is None or reset is None:
        return None
    row = ResetRow(*found)
    return ResetDetail(
        id=reset.id,
        state=row.state,
        person=PersonView(reset.user_id, row.person_name, row.person_email),
        practices=practices.practices_of(session, reset.user_id),
        filed_by_name=row.filed_by_name,
        filed_as=row.filed_as,
        filed_at=reset.filed_at,
        channel=reset.channel,
        factor=reset.factor,
        ip=reset.ip,
        note=reset.note,
        conversation_id=reset.conversation_id,
        identity=reset.identity,
        called_back=reset.called_back,
        vouched_by=_view(session, reset.vouched_by),
        proposed_by=reset.proposed_by,
        proposed_by_name=_name(session, reset.proposed_by),
        proposed_at=reset.proposed_at,
        digest=reset.digest,
        approved_by_name=_name(session, reset.approved_by),
        approved_at=reset.approved_at,
        due_at=reset.due_at,
        ended_at=reset.ended_at,
        ended_by_name=_name(session, reset.ended_by),
        reason=reset.reason,
        is_alarmed=any(each.name == alarm_name(reset.id) for each in alarms.standing(session)),
        may_vouch=tuple(
            view for each in admins_over(session, reset.user_id) if (view := _view(session, each))
        ),
    )


def _rows() -> Select[*tuple[Any, ...]]:
    """The columns of a ResetRow, in its order."""
    filed_by = aliased(User)
    return (
        select(
            ResetRequest.id,
            User.name,
            User.email,
            ResetRequest.state,
            ResetRequest.filed_at,
            filed_by.name,
            ResetRequest.filed_as,
            ResetRequest.due_at,
            ResetRequest.ended_at,
        )
        .join(User, User.id == ResetRequest.user_id)
        .join(filed_by, filed_by.id == ResetRequest.filed_by)
    )


def _of_people() -> Select[*tuple[Any, ...]]:
    """The columns of an OpenReset, in its order."""
    return select(
        ResetRequest.id,
        ResetRequest.state,
        ResetRequest.user_id,
        User.name,
        ResetRequest.filed_by,
        ResetRequest.due_at,
    ).join(User, User.id == ResetRequest.user_id)


def _view(session: Session, user_id: str | None) -> PersonView | None:
    user = session.get(User, user_id) if user_id else None
    return PersonView(user.id, user.name, user.email) if user else None


def _name(session: Session, user_id: str | None) -> str | None:
    view = _view(session, user_id)
    return view.name if view else None

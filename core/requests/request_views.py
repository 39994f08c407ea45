"""Views of requests: the team's queue and detail, and the one line an admin gets."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from core.ground.paging import Page, contains, cursor, cut, key_of, moment_of
from core.people.users import User
from core.practices import practices
from core.practices.members import PracticeRow, practice_row
from core.practices.practices import Group, PersonView, Practice, Role
from core.requests.blast_radius import BlastRadius, blast_radius
from core.requests.request_states import OPEN_STATES, ActivationRequest, Asker, Exchange, RequestState


@dataclass(frozen=True)
class RequestRow:
    """One line of the queue; ``askers`` counts the admins behind it."""

    id: str
    practice_id: str
    practice_name: str
    group_name: str | None
    state: RequestState
    asked_at: datetime
    asked_by_name: str
    askers: int
    decided_at: datetime | None
    decided_by_name: str | None


@dataclass(frozen=True)
class RequestView:
    """A request as its practice sees it; ``question`` is the team's, while it waits for an answer."""

    id: str
    practice_id: str
    practice_name: str
    state: RequestState
    asked_at: datetime
    asked_by_name: str
    question: str | None
    decided_at: datetime | None
    decided_by_name: str | None
    reason: str


@dataclass(frozen=True)
class AskerView:
    """An admin behind a request: the proof when they asked, and the current role (None: no longer works there)."""

    person: PersonView
    joined_at: datetime
    role_then: str
    role_now: Role | None
    channel: str
    factor: str
    ip: str | None
    conversation_id: str | None


@dataclass(frozen=True)
class ExchangeView:
    """One question of the team and its answer, if there is one."""

    id: str
    question: str
    asked_by_name: str
    asked_at: datetime
    answer: str | None
    answered_by_name: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class RequestDetail:
    """Everything the team reviews before it decides."""

    id: str
    state: RequestState
    asked_at: datetime
    note: str
    practice: PracticeRow
    askers: tuple[AskerView, ...]
    exchanges: tuple[ExchangeView, ...]
    blast_radius: BlastRadius
    decided_at: datetime | None
    decided_by_name: str | None
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether it can still be decided."""
        return self.state in OPEN_STATES

    @property
    def conversation_ids(self) -> tuple[str, ...]:
        """The conversations it was made in, each once."""
        return tuple(dict.fromkeys(each.conversation_id for each in self.askers if each.conversation_id))


@dataclass(frozen=True)
class Counts:
    """How many requests wait for the team, and how many for an admin's answer."""

    pending: int
    more_information: int


def queue(
    session: Session,
    *,
    state: str | None = None,
    text: str | None = None,
    after: str | None = None,
    limit: int = 25,
) -> Page[RequestRow]:
    """Requests, newest first. ``state`` is one state or ``open``; ``text`` is searched in practice, group and askers."""
    query = _rows().order_by(ActivationRequest.asked_at.desc(), ActivationRequest.id.desc()).limit(limit + 1)
    if state:
        query = query.where(ActivationRequest.state.in_(OPEN_STATES if state == "open" else (state,)))
    if text and text.strip():
        query = query.where(_mentions(contains(text)))
    if (behind := _behind(after)) is not None:
        query = query.where(behind)
    rows = [RequestRow(*found) for found in session.execute(query)]
    return cut(rows, limit, [cursor(row.asked_at.isoformat(), row.id) for row in rows])


def detail(session: Session, request_id: str, *, now: datetime) -> RequestDetail | None:
    """One request with everything about it; None when there is none of this id."""
    request = session.get(ActivationRequest, request_id)
    practice = practice_row(session, request.practice_id) if request else None
    if request is None or practice is None:
        return None
    return RequestDetail(
        id=request.id,
        state=request.state,
        asked_at=request.asked_at,
        note=request.note,
        practice=practice,
        askers=_askers(session, request),
        exchanges=_exchanges(session, request.id),
        blast_radius=blast_radius(session, request.practice_id, now=now),
        decided_at=request.decided_at,
        decided_by_name=_name(session, request.decided_by),
        reason=request.reason,
    )


def view(session: Session, request_id: str) -> RequestView:
    """One request as its practice sees it; raises when there is none of this id."""
    found = _view(session, select(ActivationRequest).where(ActivationRequest.id == request_id))
    if found is None:
        raise LookupError(request_id)
    return found


def open_request(session: Session, practice_id: str) -> RequestView | None:
    """The practice's request that is not decided yet."""
    return _view(session, _of(practice_id).where(ActivationRequest.state.in_(OPEN_STATES)))


def latest_request(session: Session, practice_id: str) -> RequestView | None:
    """The practice's last request, in any state."""
    return _view(session, _of(practice_id))


def practices_with_requests(session: Session, practice_ids: Collection[str]) -> frozenset[str]:
    """Which of these practices ever had a request; the others need no look."""
    asked = select(ActivationRequest.practice_id).where(ActivationRequest.practice_id.in_(practice_ids))
    return frozenset(session.scalars(asked))


def counts(session: Session) -> Counts:
    """The numbers beside "Requests" in the console."""
    is_open = ActivationRequest.state.in_(OPEN_STATES)
    found = select(ActivationRequest.state, func.count()).where(is_open).group_by(ActivationRequest.state)
    numbers = dict(session.execute(found).all())
    return Counts(pending=numbers.get("pending", 0), more_information=numbers.get("more_information", 0))


def _of(practice_id: str) -> Select[ActivationRequest]:
    mine = select(ActivationRequest).where(ActivationRequest.practice_id == practice_id)
    return mine.order_by(ActivationRequest.asked_at.desc(), ActivationRequest.id.desc()).limit(1)


def _view(session: Session, query: Select[ActivationRequest]) -> RequestView | None:
    request = session.scalar(query)
    if request is None:
        return None
    waiting = select(Exchange.question).where(
        Exchange.request_id == request.id, Exchange.answered_at.is_(None)
    )
    return RequestView(
        id=request.id,
        practice_id=request.practice_id,
        practice_name=session.get_one(Practice, request.practice_id).name,
        state=request.state,
        asked_at=request.asked_at,
        asked_by_name=session.get_one(User, request.asked_by).name,
        question=session.scalar(waiting.order_by(Exchange.asked_at.desc()).limit(1)),
        decided_at=request.decided_at,
        decided_by_name=_name(session, request.decided_by),
        reason=request.reason,
    )


def _rows() -> Select[Any]:
    """The columns of a RequestRow, in its order."""
    asked_by, decided_by = aliased(User), aliased(User)
    askers = select(func.count()).where(Asker.request_id == ActivationRequest.id).correlate(ActivationRequest)
    return (
        select(
            ActivationRequest.id,
            Practice.id,
            Practice.name,
            Group.name,
            ActivationRequest.state,
            ActivationRequest.asked_at,
            asked_by.name,
            askers.scalar_subquery(),
            ActivationRequest.decided_at,
            decided_by.name,
        )
        .join(Practice, Practice.id == ActivationRequest.practice_id)
        .outerjoin(Group, Group.id == Practice.group_id)
        .join(asked_by, asked_by.id == ActivationRequest.asked_by)
        .outerjoin(decided_by, decided_by.id == ActivationRequest.decided_by)
    )


def _mentions(like: str) -> ColumnElement[bool]:
    people = (
        exists()
        .where(Asker.request_id == ActivationRequest.id, Asker.user_id == User.id)
        .where(or_(func.lower(User.name).like(like, escape="!"), User.email.like(like, escape="!")))
        .correlate(ActivationRequest)
    )
    names = (func.lower(Practice.name), func.lower(Group.name))
    return or_(people, *(name.like(like, escape="!") for name in names))


def _behind(after: str | None) -> ColumnElement[bool] | None:
    key = key_of(after, 2)
    moment = moment_of(key[0]) if key else None
    if key is None or moment is None:
        return None
    return tuple_(ActivationRequest.asked_at, ActivationRequest.id) < tuple_(moment, key[1])


def _askers(session: Session, request: ActivationRequest) -> tuple[AskerView, ...]:
    found = (
        select(Asker, User)
        .join(User, User.id == Asker.user_id)
        .where(Asker.request_id == request.id)
        .order_by(Asker.user_id != request.asked_by, Asker.joined_at, Asker.user_id)
    )
    return tuple(
        AskerView(
            person=PersonView(id=user.id, name=user.name, email=user.email),
            joined_at=asker.joined_at,
            role_then=asker.role,
            role_now=practices.role_in(session, user.id, request.practice_id),
            channel=asker.channel,
            factor=asker.factor,
            ip=asker.ip,
            conversation_id=asker.conversation_id,
        )
        for asker, user in session.execute(found).all()
    )


def _exchanges(session: Session, request_id: str) -> tuple[ExchangeView, ...]:
    asked = select(Exchange).where(Exchange.request_id == request_id).order_by(Exchange.asked_at, Exchange.id)
    return tuple(
        ExchangeView(
            id=each.id,
            question=each.question,
            asked_by_name=session.get_one(User, each.asked_by).name,
            asked_at=each.asked_at,
            answer=each.answer,
            answered_by_name=_name(session, each.answered_by),
            answered_at=each.answered_at,
        )
        for each in session.scalars(asked).all()
    )


def _name(session: Session, user_id: str | None) -> str | None:
    return session.get_one(User, user_id).name if user_id else None

"""What the team decides about a request: approve, decline, ask for more. Each needs a fresh code in the console."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.people.names import name_of
from core.people.staff_rights import NotAllowed, StepUpNeeded, may_decide
from core.practices import practices
from core.practices.practices import Practice
from core.requests.blast_radius import blast_radius
from core.requests.request_states import (
    ActivationRequest,
    Asker,
    BadText,
    Exchange,
    RequestState,
    close,
    locked,
    move,
    note_change,
    tell_askers,
    text_problem,
)

NO_LONGER_ADMIN = "Nobody who asked is an admin of this practice any more."


@dataclass(frozen=True)
class Approved:
    """2FA is on for the practice."""

    request_id: str
    practice_id: str


@dataclass(frozen=True)
class Declined:
    """The admins were told the reason."""

    request_id: str


@dataclass(frozen=True)
class AskedForMore:
    """The admins were asked; the request stays open."""

    request_id: str
    exchange_id: str


@dataclass(frozen=True)
class AlreadyDecided:
    """A colleague was first: who, what and when."""

    state: RequestState
    by_name: str
    at: datetime


@dataclass(frozen=True)
class AskerNoLongerAdmin:
    """Approve found no current admin behind the request: it is refused, and these people were told."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class TouchesOthers:
    """Since the question was read, the people whom an approval affects have changed: nothing was done."""


@dataclass(frozen=True)
class NotFound:
    """There is no such request."""


Refused: TypeAlias = NotAllowed | StepUpNeeded | NotFound | AlreadyDecided


def approve(
    session: Session, request_id: str, *, by: Actor, now: datetime, seen: str | None = None
) -> Approved | AskerNoLongerAdmin | TouchesOthers | Refused:
    """Switch 2FA on for the practice, if a current admin is behind the request: roles are read again here.

    ``seen`` is the digest of the blast radius that the person confirmed; a different one by now approves nothing.
    """
    match _open(session, request_id, by=by, now=now):
        case ActivationRequest() as request:
            if not _has_admin(session, request):
                close(session, request, "refused", by=by, now=now, reason=NO_LONGER_ADMIN)
                return AskerNoLongerAdmin(_asker_names(session, request))
            if seen is not None and seen != blast_radius(session, request.practice_id, now=now).digest:
                return TouchesOthers()
            close(session, request, "approved", by=by, now=now)
            practices.activate(session, session.get_one(Practice, request.practice_id), by=by, now=now)
            return Approved(request.id, request.practice_id)
        case refused:
            return refused


def decline(
    session: Session, request_id: str, reason: str, *, by: Actor, now: datetime
) -> Declined | BadText | Refused:
    """End the request with a reason that the admins read word for word."""
    match _open(session, request_id, by=by, now=now):
        case ActivationRequest() as request:
            if problem := text_problem(reason):
                return problem
            close(session, request, "declined", by=by, now=now, reason=reason.strip())
            return Declined(request.id)
        case refused:
            return refused


def ask_for_more(
    session: Session, request_id: str, question: str, *, by: Actor, now: datetime
) -> AskedForMore | BadText | Refused:
    """Ask the admins one question; the next waits for its answer, so that each answer fits its question."""
    match _open(session, request_id, by=by, now=now):
        case ActivationRequest(state="more_information") as request:
            return _last_question(session, request)
        case ActivationRequest() as request:
            return text_problem(question) or _put(session, request, question.strip(), by=by, now=now)
        case refused:
            return refused


def _open(session: Session, request_id: str, *, by: Actor, now: datetime) -> ActivationRequest | Refused:
    """The request, locked and undecided, if this person may decide it now; or why not."""
    if refused := may_decide(session, by, now=now):
        return refused
    request = locked(session, request_id)
    if request is None:
        return NotFound()
    if request.decided_at is not None:
        state = request.state
        return AlreadyDecided(state, name_of(session, request.decided_by), request.decided_at)
    return request


def _has_admin(session: Session, request: ActivationRequest) -> bool:
    askers = session.scalars(select(Asker.user_id).where(Asker.request_id == request.id)).all()
    return any(
        practices.role_in(session, asker, request.practice_id, hold=True) == "admin" for asker in askers
    )


def _asker_names(session: Session, request: ActivationRequest) -> tuple[str, ...]:
    askers = select(Asker).where(Asker.request_id == request.id).order_by(Asker.joined_at, Asker.user_id)
    return tuple(name_of(session, asker.user_id) for asker in session.scalars(askers))


def _put(
    session: Session, request: ActivationRequest, question: str, *, by: Actor, now: datetime
) -> AskedForMore:
    move(session, request, "more_information")
    exchange = Exchange(request_id=request.id, question=question, asked_by=by.user_id, asked_at=now)
    session.add(exchange)
    session.flush()
    note_change(session, request, "request.asked_for_more", by=by, now=now)
    tell_askers(session, request, "request_more_information", by=by, now=now, data={"question": question})
    return AskedForMore(request.id, exchange.id)


def _last_question(session: Session, request: ActivationRequest) -> AlreadyDecided:
    asked = select(Exchange).where(Exchange.request_id == request.id).order_by(Exchange.asked_at.desc())
    last = session.scalars(asked.limit(1)).one()
    return AlreadyDecided("more_information", name_of(session, last.asked_by), last.asked_at)

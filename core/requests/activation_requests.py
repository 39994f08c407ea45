"""The request to activate 2FA for a practice: asked, joined, answered and withdrawn by its admins."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.ground.db import insert_or_ignore, new_id
from core.people.names import name_of
from core.practices import practices
from core.practices.practices import PersonView
from core.requests.request_states import (
    LONGEST_TEXT,
    OPEN_STATES,
    ActivationRequest,
    Asker,
    BadText,
    Exchange,
    RequestState,
    close,
    locked,
    move,
    note_change,
    tell_staff,
    text_problem,
)


@dataclass(frozen=True)
class Asked:
    """A new request waits for the team."""

    request_id: str


@dataclass(frozen=True)
class Joined:
    """Another admin had asked already; this one joins the same request and is notified too."""

    request_id: str
    asked_by_name: str
    asked_at: datetime


@dataclass(frozen=True)
class AlreadyAsked:
    """The same admin had asked already."""

    request_id: str


@dataclass(frozen=True)
class AlreadyActivated:
    """Nothing to ask for."""

    since: datetime


@dataclass(frozen=True)
class NotAdmin:
    """Only an admin of the practice may ask; its people are told who the admins are, strangers are not."""

    admins: tuple[PersonView, ...]


@dataclass(frozen=True)
class Withdrawn:
    """The request was withdrawn by the practice."""

    request_id: str


@dataclass(frozen=True)
class Answered:
    """The team has its answer; the request is pending again."""

    request_id: str


@dataclass(frozen=True)
class NotOpen:
    """Too late: the request has its final state, or has no open question."""

    state: RequestState


@dataclass(frozen=True)
class NotYours:
    """No such request, or one that is not this person's: the same answer for both (ASVS 8.2.2)."""


def ask(
    session: Session,
    practice_id: str,
    *,
    by: Actor,
    note: str = "",
    conversation_id: str | None = None,
    now: datetime,
) -> Asked | Joined | AlreadyAsked | AlreadyActivated | NotAdmin:
    """File the practice's request, or join the open one. Rights are read from the database, never from the text."""
    practice = practices.locked(session, practice_id)
    role = practices.role_in(session, by.person_id, practice_id, hold=True)
    if practice is None or role != "admin":
        return NotAdmin(practices.admins_of(session, practice_id) if role else ())
    if practice.activated_at is not None:
        return AlreadyActivated(practice.activated_at)
    request_id = new_id()
    filed = {"id": request_id, "practice_id": practice_id, "state": "pending", "asked_by": by.user_id}
    if insert_or_ignore(session, ActivationRequest, filed | {"asked_at": now, "note": note[:LONGEST_TEXT]}):
        return _file(session, request_id, by=by, conversation_id=conversation_id, now=now)
    return _join(session, practice_id, by=by, conversation_id=conversation_id, now=now)


def withdraw(
    session: Session, request_id: str, *, by: Actor, now: datetime
) -> Withdrawn | NotOpen | NotYours:
    """Take the request back. Each current admin behind it may; the others are told who did.

    The role is read here: a button shown to an admin outlives the role (ASVS 8.3.2).
    """
    request = locked(session, request_id)
    if request is None or not _stands_behind(session, request_id, by.person_id):
        return NotYours()
    if practices.role_in(session, by.person_id, request.practice_id, hold=True) != "admin":
        return NotYours()
    if not close(session, request, "withdrawn", by=by, now=now):
        return NotOpen(request.state)
    return Withdrawn(request_id)


def answer(
    session: Session, request_id: str, text: str, *, by: Actor, now: datetime
) -> Answered | NotOpen | NotYours | BadText:
    """Answer the team's question; any current admin of the practice may."""
    request = locked(session, request_id)
    if request is None or practices.role_in(session, by.person_id, request.practice_id, hold=True) != "admin":
        return NotYours()
    if problem := text_problem(text):
        return problem
    if not move(session, request, "pending", out_of=("more_information",)):
        return NotOpen(request.state)
    waiting = update(Exchange).where(Exchange.request_id == request_id, Exchange.answered_at.is_(None))
    session.execute(waiting.values(answer=text.strip(), answered_by=by.user_id, answered_at=now))
    note_change(session, request, "request.answered", by=by, now=now)
    tell_staff(session, request, "request_answered", now=now)
    return Answered(request_id)


def _file(
    session: Session,
    request_id: str,
    *,
    by: Actor,
    conversation_id: str | None,
    now: datetime,
) -> Asked:
    _add_asker(session, request_id, by=by, conversation_id=conversation_id, now=now)
    request = session.get_one(ActivationRequest, request_id)
    note_change(session, request, "request.asked", by=by, now=now)
    tell_staff(session, request, "request_asked", now=now)
    return Asked(request_id)


def _join(
    session: Session, practice_id: str, *, by: Actor, conversation_id: str | None, now: datetime
) -> Joined | AlreadyAsked:
    is_open = (ActivationRequest.practice_id == practice_id, ActivationRequest.state.in_(OPEN_STATES))
    request = session.scalars(select(ActivationRequest).where(*is_open)).one()
    if not _add_asker(session, request.id, by=by, conversation_id=conversation_id, now=now):
        return AlreadyAsked(request.id)
    note_change(session, request, "request.joined", by=by, now=now)
    return Joined(request.id, name_of(session, request.asked_by), request.asked_at)


def _add_asker(
    session: Session, request_id: str, *, by: Actor, conversation_id: str | None, now: datetime
) -> bool:
    proof = {
        "role": "admin",
        "channel": by.channel,
        "factor": by.factor,
        "session_id": by.session_id,
        "ip": by.ip,
    }
    place = {"request_id": request_id, "user_id": by.user_id, "conversation_id": conversation_id}
    return insert_or_ignore(session, Asker, proof | place | {"joined_at": now})


def _stands_behind(session: Session, request_id: str, user_id: str) -> bool:
    return session.get(Asker, (request_id, user_id)) is not None

"""A reset of a lost second factor: filed, taken back, and stopped by "That was not me"."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.ground import alarms, throttle
from core.ground.actors import Actor
from core.ground.db import insert_or_ignore, new_id
from core.ground.sealing import KeyRing
from core.ground.throttle import Exhausted, Limit
from core.people import one_time_links, users
from core.people.staff_rights import NotAllowed, may_act
from core.people.users import User
from core.practices import practices
from core.requests.request_states import LONGEST_TEXT
from core.requests.reset_states import (
    FiledAs,
    ResetRequest,
    ResetState,
    close_reset,
    locked_reset,
    note_reset,
    open_reset_of,
    state_of,
    tell_of_reset,
)
from core.second_factor import enrollments

PER_PERSON = (Limit(3, timedelta(days=1)),)  # each one writes to the person and to their admins
NOT_ME = "The member said that this was not them."


@dataclass(frozen=True)
class ResetFiled:
    """The reset waits for the team."""

    reset_id: str


@dataclass(frozen=True)
class ResetAlreadyFiled:
    """There is an open one; it stays as it is."""

    reset_id: str
    state: ResetState
    due_at: datetime | None


@dataclass(frozen=True)
class NothingToReset:
    """The person has no live factor."""


@dataclass(frozen=True)
class TooManyResets:
    """Three were filed for this person in a day; the next may be at ``until``."""

    until: datetime


@dataclass(frozen=True)
class ResetWithdrawn:
    """It is over because its side took it back."""

    reset_id: str


@dataclass(frozen=True)
class ResetFrozen:
    """It is over and the team is alarmed."""

    reset_id: str


@dataclass(frozen=True)
class ResetOver:
    """Too late: the reset has its final state. ``at`` and ``by_name`` say when and who."""

    state: ResetState
    by_name: str
    at: datetime | None


@dataclass(frozen=True)
class NoSuchReset:
    """No such reset, or none this person has a part in: the same answer for both (ASVS 8.2.2)."""


def file(
    session: Session,
    person_id: str,
    *,
    by: Actor,
    note: str = "",
    conversation_id: str | None = None,
    now: datetime,
) -> ResetFiled | ResetAlreadyFiled | NothingToReset | TooManyResets | NotAllowed:
    """File a reset for a member who has lost phone and recovery tokens. It lowers nothing yet: two of the team must.

    ``by`` is one of three, read here and never from the text (SECURITY, decision 6):

    * the person, whose password is proven: a half sign-in or a session, with its id as ``by.session_id``; in Slack
      the linked person;
    * an admin of a practice in which the person works now;
    * an agent or supervisor in the console.

    ``note`` is what they said in the chat, already masked. ``conversation_id`` is the chat it was filed in. The person
    and their admins are told on every channel, with a link that freezes it.
    """
    person = users.locked(session, person_id) if session.get(User, person_id) else None
    filed_as = _filed_as(session, person_id, by)
    if person is None or person.disabled_at is not None or isinstance(filed_as, NotAllowed):
        return filed_as if isinstance(filed_as, NotAllowed) else NotAllowed("This account is closed.")
    if (
        person.audience != "account"
    ):  # set-up after it asks for the mailed link, which only the account site takes
        return NotAllowed("Resets are for members. A colleague's second factor cannot be reset here.")
    if (waiting := open_reset_of(session, person_id)) is not None:
        return ResetAlreadyFiled(waiting.id, state_of(waiting), waiting.due_at)
    if enrollments.live_of(session, person_id) is None:
        return NothingToReset()
    taken = throttle.take(session, f"reset_filed:{person_id}", PER_PERSON, now=now)
    if isinstance(taken, Exhausted):
        return TooManyResets(taken.until)
    values = _proof(by) | {"filed_as": filed_as[0], "practice_id": filed_as[1]}
    return _file(session, person_id, values | _words(note, conversation_id), by=by, now=now)


def withdraw_reset(
    session: Session, reset_id: str, *, by: Actor, now: datetime
) -> ResetWithdrawn | ResetOver | NoSuchReset:
    """Take it back: the person who found the phone, or the person who filed it."""
    reset = locked_reset(session, reset_id)
    if reset is None or by.user_id not in {reset.user_id, reset.filed_by}:
        return NoSuchReset()
    if not close_reset(session, reset, "withdrawn", by=by, now=now):
        return over(session, reset)
    return ResetWithdrawn(reset.id)


def freeze(
    session: Session, reset_id: str, *, by: Actor, reason: str = NOT_ME, now: datetime
) -> ResetFrozen | ResetOver | NoSuchReset:
    """End it for good and alarm the team: "That was not me". No code is asked for, because it only protects.

    The person may, an admin of a practice of theirs, and everybody of the team who decides.
    """
    reset = locked_reset(session, reset_id)
    if reset is None or not _may_freeze(session, reset, by):
        return NoSuchReset()
    return freeze_held(session, reset, by=by, reason=reason, now=now)


def freeze_by_link(
    session: Session, keys: KeyRing, token: str, *, by: Actor, now: datetime
) -> ResetFrozen | ResetOver | NoSuchReset:
    """The link of the mail: it freezes the person's open reset, without a sign-in that an impostor might hold."""
    user_id = one_time_links.consume(session, keys, token, purposes=one_time_links.NOT_ME, now=now)
    reset = open_reset_of(session, user_id) if user_id else None
    if reset is None:
        return NoSuchReset()
    return freeze(session, reset.id, by=by.for_user(reset.user_id), now=now)


def freeze_held(
    session: Session, reset: ResetRequest, *, by: Actor, reason: str, now: datetime
) -> ResetFrozen | ResetOver:
    """Freeze a reset that this transaction holds."""
    if not close_reset(session, reset, "frozen", by=by, now=now, reason=reason[:LONGEST_TEXT]):
        return over(session, reset)
    alarms.sound(session, alarm_name(reset.id), reason, now=now)
    return ResetFrozen(reset.id)


def alarm_name(reset_id: str) -> str:
    """The alarm that a frozen reset switches on."""
    return f"reset_frozen:{reset_id}"


def over(session: Session, reset: ResetRequest) -> ResetOver:
    """What became of it."""
    name = session.get_one(User, reset.ended_by).name if reset.ended_by else "ThoroughCare"
    return ResetOver(state_of(reset), name, reset.ended_at)


def _filed_as(session: Session, person_id: str, by: Actor) -> tuple[FiledAs, str | None] | NotAllowed:
    """In which part, and as an admin of which practice."""
    if by.user_id is None:
        return NotAllowed("Sign in with your password first.")
    if by.user_id == person_id:
        is_proven = by.session_id is not None or by.channel == "slack"
        return ("member", None) if is_proven else NotAllowed("Sign in with your password first.")
    for practice in practices.practices_of(session, person_id):
        if practices.role_in(session, by.user_id, practice.id) == "admin":
            return ("admin", practice.id)
    return may_act(session, by) or ("staff", None)


def _may_freeze(session: Session, reset: ResetRequest, by: Actor) -> bool:
    if by.user_id is None:
        return False
    if by.user_id == reset.user_id or may_act(session, by) is None:
        return True
    theirs = practices.practices_of(session, reset.user_id)
    return any(practices.role_in(session, by.user_id, practice.id) == "admin" for practice in theirs)


def _proof(by: Actor) -> dict[str, str | None]:
    return {
        "filed_by": by.user_id,
        "channel": by.channel,
        "factor": by.factor,
        "session_id": by.session_id,
        "ip": by.ip,
    }


def _words(note: str, conversation_id: str | None) -> dict[str, str | None]:
    return {"note": note.strip()[:LONGEST_TEXT], "conversation_id": conversation_id}


def _file(
    session: Session, person_id: str, values: dict[str, str | None], *, by: Actor, now: datetime
) -> ResetFiled:
    blank = {"identity": "", "called_back": "", "reason": ""}
    row = {"id": new_id(), "user_id": person_id, "state": "filed", "filed_at": now} | blank | values
    if not insert_or_ignore(session, ResetRequest, row):
        raise RuntimeError("a second open reset of a person who is held")
    reset = session.get_one(ResetRequest, row["id"])
    note_reset(session, reset, "reset.filed", by=by, now=now)
    tell_of_reset(session, reset, "reset_filed", now=now)
    return ResetFiled(reset.id)

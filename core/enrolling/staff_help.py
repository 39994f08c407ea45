"""What one of the team may do for a member alone, each with a fresh 6-digit token: it lowers nothing.

A locked factor is not opened here: only a recovery token or a reset by two people does that (SECURITY, values).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import outbox, throttle
from core.ground.actors import Actor
from core.ground.db import announce
from core.passwords import password_changes, password_tries
from core.people import users
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.people.users import User
from core.requests.reset_decisions import may_lower
from core.sessions import half_sign_ins, sessions
from core.sessions.person_facts import facts_of
from core.sessions.sign_in_policy import may_set_up


@dataclass(frozen=True)
class SessionsEnded:
    """So many were signed in."""

    count: int


@dataclass(frozen=True)
class WaitLifted:
    """Counted tries are forgiven: password, codes and recovery tokens may be typed again now."""


@dataclass(frozen=True)
class InvitedToSetUp:
    """The mail is on its way. ``first_password``: it is the link that sets a first password."""

    first_password: bool


@dataclass(frozen=True)
class NothingToInvite:
    """They have a factor, were invited today, or 2FA is not activated where they work; ``why`` says which."""

    why: str


@dataclass(frozen=True)
class NoSuchMember:
    """There is no member of this id."""


HelpRefused: TypeAlias = NotAllowed | StepUpNeeded | NoSuchMember


def end_all_sessions(
    session: Session, user_id: str, *, by: Actor, now: datetime
) -> SessionsEnded | HelpRefused:
    """Sign a member out everywhere, half sign-ins too."""
    member = _member(session, user_id, by=by, now=now)
    if not isinstance(member, User):
        return member
    count = sessions.end_all(session, member.id, why="ended_by_staff", by=by, now=now)
    half_sign_ins.end_all(session, member.id, why="ended_by_staff", now=now)
    entries.record(session, "sessions.ended_by_staff", by=by, now=now, on=member.id, details={"count": count})
    outbox.tell(session, "sessions_ended_by_staff", via="mail", user_id=member.id, now=now)
    announce(session, f"person:{member.id}")
    return SessionsEnded(count)


def lift_wait(session: Session, user_id: str, *, by: Actor, now: datetime) -> WaitLifted | HelpRefused:
    """Let a member who typed wrong codes or passwords try again now. The count to the lock at 50 goes on."""
    member = _member(session, user_id, by=by, now=now)
    if not isinstance(member, User):
        return member
    for key in (throttle.second_factor_key(member.id), throttle.set_up_key(member.id)):
        throttle.clear(session, key, now=now)
    password_tries.forgive_all(session, member.email, audience="account", now=now)
    entries.record(session, "tries.forgiven_by_staff", by=by, now=now, on=member.id)
    announce(session, f"person:{member.id}")
    return WaitLifted()


def invite_to_set_up(
    session: Session, user_id: str, *, by: Actor, now: datetime
) -> InvitedToSetUp | NothingToInvite | HelpRefused:
    """Mail the invitation, once a day; the person who has no password yet gets the link that sets it."""
    member = _member(session, user_id, by=by, now=now)
    if not isinstance(member, User):
        return member
    facts = facts_of(session, member.id, now=now)
    if member.password_hash is None:
        password_changes.send_first_link(session, member.id, by=by, now=now)
        return InvitedToSetUp(first_password=True)
    if facts.has_live_factor:
        return NothingToInvite("They have set it up already.")
    if not may_set_up(facts):
        return NothingToInvite("Two-factor authentication is not activated in any practice of theirs.")
    once = f"set_up_invited:{member.id}:{now:%Y-%m-%d}"
    if not outbox.tell(session, "set_up_invited", via="mail", user_id=member.id, once=once, now=now):
        return NothingToInvite("They were invited today. Try again tomorrow.")
    entries.record(session, "enrollment.invited", by=by, now=now, on=member.id)
    announce(session, f"person:{member.id}")
    return InvitedToSetUp(first_password=False)


def _member(session: Session, user_id: str, *, by: Actor, now: datetime) -> User | HelpRefused:
    if refused := may_lower(session, by, now=now):
        return refused
    user = session.get(User, user_id) if user_id else None
    if user is None or user.audience != "account":
        return NoSuchMember()
    return users.locked(session, user_id)

"""ThoroughCare's own people: a supervisor invites them and shuts accounts; the command line may too.

Roles are given by two people (``role_changes``). Nobody changes their own rights, and one supervisor always remains.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor
from core.ground.db import announce
from core.passwords.password_changes import send_first_link
from core.people import one_time_links, users
from core.people.staff_rights import NotAllowed, StepUpNeeded, staff_role
from core.people.users import EmailTaken, StaffRole, User
from core.second_factor.enrollments import is_live_of
from core.sessions import half_sign_ins, sessions
from core.sessions.session_rows import SessionRow

TWO_FOR_SUPERVISOR = (
    "One supervisor alone does not make another. Invite them as an agent and propose the role."
)


@dataclass(frozen=True)
class StaffMember:
    """One line of the Staff page. ``has_password`` False: invited, and has not followed the link yet."""

    id: str
    name: str
    email: str
    role: StaffRole
    has_password: bool
    has_factor: bool
    last_seen_at: datetime | None
    disabled_at: datetime | None


@dataclass(frozen=True)
class Invited:
    """The invitation is on its way; ``link_id`` is for the command line, which shows it instead."""

    user_id: str
    link_id: str


@dataclass(frozen=True)
class BadEmail:
    """No mail can be sent to this address."""


@dataclass(frozen=True)
class StaffChanged:
    """The change is saved."""


def everybody(session: Session) -> tuple[StaffMember, ...]:
    """The whole team by name, disabled people last."""
    factor = select(func.count()).where(is_live_of(User.id))
    last = select(func.max(SessionRow.last_seen_at)).where(SessionRow.user_id == User.id)
    rows = session.execute(
        select(User, factor.scalar_subquery().label("factors"), last.scalar_subquery().label("last"))
        .where(User.audience == "console")
        .order_by(User.disabled_at.is_not(None), User.name, User.id)
    )
    return tuple(_colleague(row.User, has_factor=row.factors > 0, last_seen_at=row.last) for row in rows)


def invite(
    session: Session, *, email: str, name: str, role: StaffRole, by: Actor, now: datetime
) -> Invited | EmailTaken | BadEmail | NotAllowed | StepUpNeeded:
    """A new colleague, who sets a password by the mailed link and a factor at the first sign-in."""
    refused = may_manage(session, by, now=now)
    if refused is not None:
        return refused
    if role == "supervisor" and by.channel != "command_line":
        return NotAllowed(TWO_FOR_SUPERVISOR)
    if not users.looks_like_email(email):
        return BadEmail()
    if not name.strip():
        return NotAllowed("Say what they are called: colleagues and admins see the name.")
    added = users.add_staff(session, email=email, name=name, role=role, by=by, now=now)
    if isinstance(added, EmailTaken):
        return added
    announce(session, "team")
    return Invited(added.id, send_first_link(session, added.id, by=by, now=now))


def invite_again(
    session: Session, user_id: str, *, by: Actor, now: datetime
) -> Invited | NotAllowed | StepUpNeeded:
    """Another link, for a lost invitation or a forgotten password; the factor stays owed as it was."""
    user = held_for_change(session, user_id, by, now=now)
    if not isinstance(user, User):
        return user
    return Invited(user_id, send_first_link(session, user_id, by=by, now=now))


def disable(
    session: Session, user_id: str, *, by: Actor, now: datetime
) -> StaffChanged | NotAllowed | StepUpNeeded:
    """Shut an account with everything it has open: sessions, half sign-ins, mailed links (ASVS 7.4.2)."""
    user = held_for_change(session, user_id, by, now=now)
    if not isinstance(user, User):
        return user
    if _is_last_supervisor(session, user_id):
        return NotAllowed("This is the last supervisor. Make someone else a supervisor first.")
    user.disabled_at = user.disabled_at or now
    shut_doors(session, user_id, why="disabled", by=by, now=now)
    entries.record(session, "user.disabled", by=by, now=now, on=user_id)
    announce(session, "team")
    return StaffChanged()


def enable(
    session: Session, user_id: str, *, by: Actor, now: datetime
) -> StaffChanged | NotAllowed | StepUpNeeded:
    """Open a shut account again, with the password and factor it had."""
    user = held_for_change(session, user_id, by, now=now, disabled_too=True)
    if not isinstance(user, User):
        return user
    user.disabled_at = None
    entries.record(session, "user.enabled", by=by, now=now, on=user_id)
    announce(session, "team")
    return StaffChanged()


def shut_doors(session: Session, user_id: str, *, why: str, by: Actor, now: datetime) -> None:
    """End what an account has open: half sign-ins, mailed links, sessions (ASVS 7.4.2)."""
    half_sign_ins.end_all(session, user_id, why=why, now=now)
    one_time_links.revoke_all(session, user_id, now=now)
    sessions.end_all(session, user_id, why=why, by=by, now=now)


def may_manage(session: Session, by: Actor, *, now: datetime) -> NotAllowed | StepUpNeeded | None:
    """Whether this person may change the team now: a supervisor in the console with a fresh code, or the operator."""
    if by.channel == "command_line":
        return None
    if by.channel != "console" or staff_role(session, by.user_id) != "supervisor":
        return NotAllowed("Only supervisors can change the team.")
    return None if by.has_fresh_code(now=now) else StepUpNeeded()


def held_for_change(
    session: Session, user_id: str, by: Actor, *, now: datetime, disabled_too: bool = False
) -> User | NotAllowed | StepUpNeeded:
    """The colleague to change, held for someone who may; every change of the team holds all supervisors first.

    Two supervisors who disable each other at the same moment would otherwise leave no supervisor.
    """
    supervisors = select(User.id).where(User.staff_role == "supervisor").order_by(User.id)
    session.execute(supervisors.with_for_update()).all()
    refused = may_manage(session, by, now=now)
    if refused is not None:
        return refused
    user = session.scalar(
        select(User).where(User.id == user_id, User.audience == "console").with_for_update()
    )
    if user is None or (user.disabled_at is not None and not disabled_too):
        return NotAllowed("There is no such colleague, or the account is shut.")
    return user if user_id != by.user_id else NotAllowed("Ask another supervisor to change your own account.")


def _is_last_supervisor(session: Session, user_id: str) -> bool:
    able = session.scalars(
        select(User.id).where(User.staff_role == "supervisor", User.disabled_at.is_(None))
    ).all()
    return list(able) == [user_id]


def _colleague(user: User, *, has_factor: bool, last_seen_at: datetime | None) -> StaffMember:
    return StaffMember(
        id=user.id,
        name=user.name,
        email=user.email,
        role=cast("StaffRole", user.staff_role),  # of the console's people: a rule of the table
        has_password=user.password_hash is not None,
        has_factor=has_factor,
        last_seen_at=last_seen_at,
        disabled_at=user.disabled_at,
    )

"""Break-glass: the last supervisor cannot sign in, and the operator lets them in again from the server.

Nothing about it is quiet: an alarm stands in the console until a supervisor has seen it, every colleague is mailed, and
the trail has it. While another supervisor can sign in, it is refused: they do it in the console.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import alarms, outbox
from core.ground.actors import Actor
from core.ground.db import announce
from core.passwords.password_changes import send_first_link
from core.people import users
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.people.users import User
from core.second_factor import enrollments, recovery_tokens
from core.second_factor.enrollments import has_live_factor
from core.sessions import trusted_browsers
from core.team import staff

ALARM = "staff_recovered"


@dataclass(frozen=True)
class Recovered:
    """Password, factor and tokens are gone; the link sets a new password, and the next sign-in a new factor."""

    name: str
    link_id: str


@dataclass(frozen=True)
class NotSupervisor:
    """No supervisor has this address."""


@dataclass(frozen=True)
class OthersCanHelp:
    """These supervisors can sign in; they help in the console."""

    names: tuple[str, ...]


def recover(
    session: Session, email: str, *, by: Actor, now: datetime
) -> Recovered | NotSupervisor | OthersCanHelp | NotAllowed:
    """Let the last supervisor set password and factor again, by a mailed single-use link."""
    if by.channel != "command_line":
        return NotAllowed("This can only be done on the server.")
    found = users.find_by_email(session, email, audience="console")
    if found is None or found.staff_role != "supervisor":
        return NotSupervisor()
    user = users.locked(session, found.id)
    others = _able(session, besides=user.id)
    if others:
        return OthersCanHelp(others)
    _empty(session, user, by=by, now=now)
    entries.record(session, "staff.recovered", by=by, now=now, on=user.id)
    alarms.sound(session, ALARM, user.email, now=now)
    _tell_all(session, user, now=now)
    announce(session, "team")
    return Recovered(user.name, send_first_link(session, user.id, by=by, now=now))


def seen(session: Session, *, by: Actor, now: datetime) -> bool | NotAllowed | StepUpNeeded:
    """A supervisor has seen the alarm: it ends. False when it is not on."""
    refused = staff.may_manage(session, by, now=now)
    if refused is not None:
        return refused
    if not alarms.end(session, ALARM):
        return False
    entries.record(session, "staff.recovery_seen", by=by, now=now)
    return True


def _able(session: Session, *, besides: str) -> tuple[str, ...]:
    """Supervisors who can sign in now: open account, password and factor."""
    able = select(User.name).where(
        User.staff_role == "supervisor",
        User.id != besides,
        User.disabled_at.is_(None),
        User.password_hash.is_not(None),
        has_live_factor(User.id),
    )
    return tuple(session.scalars(able.order_by(User.name)))


def _empty(session: Session, user: User, *, by: Actor, now: datetime) -> None:
    """No old password or factor opens the account: the person who has them may be the reason for this."""
    user.disabled_at = None
    user.password_hash = None
    enrollments.retire_all(session, user.id, why="reset", now=now)
    recovery_tokens.drop_set(session, user.id, now=now)
    trusted_browsers.revoke_all(session, user.id, now=now)
    staff.shut_doors(session, user.id, why="recovered", by=by, now=now)


def _tell_all(session: Session, user: User, *, now: datetime) -> None:
    colleagues = select(User.id).where(
        User.audience == "console", User.disabled_at.is_(None), User.id != user.id
    )
    for colleague in session.scalars(colleagues):
        data = {"who": user.name, "email": user.email}
        outbox.tell(session, "staff_recovered", via="mail", user_id=colleague, data=data, now=now)

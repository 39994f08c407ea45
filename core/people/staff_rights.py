"""What the team may do in the console, read from the database at the moment of acting, never from the session."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.people.users import StaffRole, User

DECIDERS: tuple[StaffRole, ...] = ("agent", "supervisor")


@dataclass(frozen=True)
class NotAllowed:
    """This person may not do that; ``why`` is one plain sentence."""

    why: str


@dataclass(frozen=True)
class StepUpNeeded:
    """They may, after showing a code again: the last one is older than 5 minutes (ASVS 7.5.3)."""


def staff_role(session: Session, user_id: str | None) -> StaffRole | None:
    """The person's role in the team now; None for members, strangers and disabled accounts."""
    user = session.get(User, user_id, populate_existing=True) if user_id else None
    if user is None or user.audience != "console" or user.disabled_at is not None:
        return None
    match user.staff_role:
        case "agent" | "supervisor" | "auditor" as role:
            return role
        case _:
            return None


def may_act(session: Session, by: Actor) -> NotAllowed | None:
    """Auditors read only; Slack and mail may start a decision but never make one (only the console does)."""
    if staff_role(session, by.user_id) not in DECIDERS:
        return NotAllowed("Only agents and supervisors can do this.")
    if by.channel != "console":
        return NotAllowed("This can only be done in the console.")
    return None


def may_decide(session: Session, by: Actor, *, now: datetime) -> NotAllowed | StepUpNeeded | None:
    """Like :func:`may_act`, with a TOTP code shown at most 5 minutes ago; None means yes."""
    return may_act(session, by) or (None if by.has_fresh_code(now=now) else StepUpNeeded())

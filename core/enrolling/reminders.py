"""A site admin reminds the people of their practice who have not set 2FA up yet: once a day, and never those who opted out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import outbox, throttle
from core.ground.actors import Actor
from core.ground.db import announce
from core.ground.throttle import Exhausted, Limit
from core.people.users import User
from core.practices import practices
from core.practices.practices import Membership, Practice, works_in
from core.second_factor.enrollments import has_live_factor

ONCE_A_DAY = (Limit(1, timedelta(days=1)),)


@dataclass(frozen=True)
class Reminded:
    """How many people get a mail and a line in their chat."""

    practice: str
    count: int


@dataclass(frozen=True)
class RemindedToday:
    """They were reminded less than a day ago."""


@dataclass(frozen=True)
class NobodyToRemind:
    """All have set it up, or asked not to be reminded."""


@dataclass(frozen=True)
class CannotRemind:
    """Not a site admin of this practice (read now, not when the button was shown), or it is not activated."""


def remind(
    session: Session, practice_id: str, *, by: Actor, now: datetime
) -> Reminded | RemindedToday | NobodyToRemind | CannotRemind:
    """Remind them. The budget is the practice's, so that two admins together remind once a day too."""
    practice = session.get(Practice, practice_id)
    role = practices.role_in(session, by.user_id or "", practice_id)
    if practice is None or practice.activated_at is None or role != "admin":
        return CannotRemind()
    missing = _missing(session, practice_id)
    if not missing:
        return NobodyToRemind()
    if isinstance(throttle.take(session, f"remind:{practice_id}", ONCE_A_DAY, now=now), Exhausted):
        return RemindedToday()
    data = {"practice_id": practice_id, "practice": practice.name}
    for user_id in missing:
        for via in ("mail", "conversation"):
            outbox.tell(session, "member_reminder", via=via, user_id=user_id, data=data, now=now)
        announce(session, f"person:{user_id}")
    entries.record(
        session, "practice.reminded", by=by, practice=practice_id, details={"people": len(missing)}, now=now
    )
    return Reminded(practice.name, len(missing))


def _missing(session: Session, practice_id: str) -> list[str]:
    """People who work there, have not opted out, and have no live factor."""
    missing = (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(works_in(practice_id), User.guide_opted_out_at.is_(None), ~has_live_factor(User.id))
        .order_by(User.id)
    )
    return list(session.scalars(missing))

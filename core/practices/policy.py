"""The rule a practice may make: from a date on, nobody of it signs in without a second factor.

The strictest of a person's practices wins: one that requires it is enough. The rule stands here as a condition and in
``core.sessions.sign_in_policy`` as Python.
"""

from datetime import datetime

from sqlalchemy import BindParameter, Exists, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.people.users import User
from core.practices.practices import Membership, Practice, is_current, works_in
from core.second_factor.enrollments import has_live_factor


def requires_factor(
    user_id: InstrumentedAttribute[str], *, now: datetime | BindParameter[datetime]
) -> Exists:
    """The condition that some practice a user works in now requires a second factor already."""
    return exists().where(
        Membership.user_id == user_id,
        is_current(),
        Practice.id == Membership.practice_id,
        Practice.required_from <= now,
    )


def admins_without_factor(session: Session, practice_id: str) -> tuple[str, ...]:
    """The names of its admins whom the rule would send through set-up at their next sign-in."""
    theirs = select(User.name).where(works_in(practice_id), Membership.role == "admin")
    return tuple(session.scalars(theirs.where(~has_live_factor(User.id)).order_by(User.name, User.id)))

"""Before a practice requires a second factor, its people who have none are reminded: 14, 7 and 1 days before.

Each process looks every few minutes; the key of a notice makes it go out once.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground import outbox
from core.ground.time_words import long_date
from core.people.users import User
from core.practices import practices
from core.practices.practices import Practice
from core.second_factor.enrollments import has_live_factor

DAYS_BEFORE = (1, 7, 14)  # the nearest first: an approval 5 days before sends one reminder, not two


def remind_of_rules(session: Session, *, now: datetime) -> int:
    """Mail those who would be asked to set up; returns how many were written to now."""
    soon = select(Practice).where(
        Practice.required_from > now, Practice.required_from <= now + timedelta(days=DAYS_BEFORE[-1])
    )
    return sum(_remind(session, practice, now=now) for practice in session.scalars(soon).all())


def _remind(session: Session, practice: Practice, *, now: datetime) -> int:
    start = practice.required_from
    if start is None:
        return 0
    days = next(each for each in DAYS_BEFORE if start - now <= timedelta(days=each))
    data = {"practice": practice.name, "from_day": long_date(start, zone=practice.time_zone)}
    without = select(User.id).where(practices.works_in(practice.id), ~has_live_factor(User.id))
    return sum(
        outbox.tell(
            session,
            "practice_required_soon",
            via="mail",
            user_id=user_id,
            data=data,
            now=now,
            once=f"required_soon:{user_id}:{practice.id}:{start.date()}:{days}",
        )
        for user_id in session.scalars(without.order_by(User.id)).all()
    )

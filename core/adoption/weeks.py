"""First set-ups week by week, out of the audit trail. A week is Monday to Sunday in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Exists, and_, exists, func, select
from sqlalchemy.orm import Session

from core.audit.entries import AuditEntry
from core.people.users import User
from core.practices.practices import Membership, works_in
from core.second_factor.enrollments import Enrollment

SHOWN = 12  # weeks
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """How many people set 2FA up for the first time in the week that begins on this Monday."""

    monday: date
    set_up: int


def set_ups(session: Session, *, practice_id: str | None = None, now: datetime) -> tuple[Week, ...]:
    """The last twelve weeks, the running one at the end: one range of the trail, counted in one query."""
    begins = _begins(now)
    counts = [
        func.count().filter(and_(AuditEntry.at >= each, AuditEntry.at < each + WEEK)) for each in begins
    ]
    query = select(*counts).where(
        AuditEntry.action == "enrollment.confirmed",
        AuditEntry.at >= begins[0],
        _is_member(),
        ~_had_one_before(),
    )
    if practice_id is not None:
        people = select(Membership.user_id).where(works_in(practice_id))
        query = query.where(AuditEntry.subject_id.in_(people))
    return tuple(map(Week, (each.date() for each in begins), session.execute(query).one()))


def _begins(now: datetime) -> list[datetime]:
    today = now.astimezone(UTC).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), time(), UTC)
    return [monday - WEEK * back for back in reversed(range(SHOWN))]


def _is_member() -> Exists:
    """The team sets a second factor up too, but is no customer."""
    return exists().where(User.id == AuditEntry.subject_id, User.audience == "account")


def _had_one_before() -> Exists:
    """A new phone is no first set-up."""
    return exists().where(
        Enrollment.user_id == AuditEntry.subject_id, Enrollment.confirmed_at < AuditEntry.at
    )

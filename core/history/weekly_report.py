"""The week in the audit trail that a supervisor should look at: resets, locks, activations, the team, odd hours.

A week is Monday to Sunday where the team is. Each supervisor is mailed once when it is over.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from core.audit.entries import AuditEntry
from core.chat import office_hours
from core.chat.office_hours import OfficeHours
from core.ground import outbox
from core.ground.outbox import OutboxRow
from core.history import audit_views
from core.history.audit_views import EntryView
from core.people.users import User

MOST = 200  # entries of one heading; a week with more has another trouble
MAILED_AT = time(8)
RESETS = ("enrollment.reset", "staff.recovered")
LOCKS = ("second_factor.locked",)
ACTIVATIONS = ("practice.activated", "practice.deactivated", "practice.required", "practice.optional")
TEAM = ("user.role_changed", "staff.role_approval_refused", "user.disabled", "user.enabled", "audit.exported")
SIGN_IN = "sign_in.finished"


@dataclass(frozen=True)
class WeeklyReport:
    """What happened, oldest first. ``odd_hours`` are sign-ins of the team outside its office hours of today."""

    monday: date
    resets: tuple[EntryView, ...]
    locks: tuple[EntryView, ...]
    activations: tuple[EntryView, ...]
    team: tuple[EntryView, ...]
    odd_hours: tuple[EntryView, ...]


def of_week(session: Session, monday: date) -> WeeklyReport:
    """The report of the week that begins on this day."""
    hours = office_hours.read(session)
    begins, ends = _span(monday, hours)

    def entries(actions: tuple[str, ...]) -> tuple[EntryView, ...]:
        return _entries(session, actions, begins, ends)

    return WeeklyReport(
        monday,
        resets=entries(RESETS),
        locks=entries(LOCKS),
        activations=entries(ACTIVATIONS),
        team=entries(TEAM),
        odd_hours=_odd(session, hours, begins, ends),
    )


def last_monday(session: Session, *, now: datetime) -> date:
    """The first day of the last week that is over."""
    today = now.astimezone(ZoneInfo(office_hours.read(session).time_zone)).date()
    return today - timedelta(days=today.weekday() + 7)


def mail_when_due(session: Session, *, now: datetime) -> int:
    """Mail the last whole week to each supervisor, from Monday morning on; how many. Each gets each week once."""
    hours, monday = office_hours.read(session), last_monday(session, now=now)
    _, ends = _span(monday, hours)
    if now.astimezone(ZoneInfo(hours.time_zone)) < _morning_after(ends, hours) or not _has_begun(
        session, ends
    ):
        return 0
    due = [each for each in session.scalars(_supervisors()) if not _is_told(session, monday, each)]
    if not due:
        return 0
    report = of_week(session, monday)
    numbers = {
        "monday": monday.isoformat(),
        "resets": len(report.resets),
        "locks": len(report.locks),
        "activations": len(report.activations),
        "team": len(report.team),
        "odd_hours": len(report.odd_hours),
    }
    return sum(
        outbox.tell(
            session,
            "weekly_report",
            via="mail",
            user_id=each,
            data=numbers,
            once=_once(monday, each),
            now=now,
        )
        for each in due
    )


def _span(monday: date, hours: OfficeHours) -> tuple[datetime, datetime]:
    zone = ZoneInfo(hours.time_zone)
    begins, ends = (datetime.combine(day, time(), zone) for day in (monday, monday + timedelta(days=7)))
    return begins.astimezone(UTC), ends.astimezone(UTC)


def _morning_after(ends: datetime, hours: OfficeHours) -> datetime:
    zone = ZoneInfo(hours.time_zone)
    return datetime.combine(ends.astimezone(zone).date(), MAILED_AT, zone)


def _entries(
    session: Session, actions: tuple[str, ...], begins: datetime, ends: datetime
) -> tuple[EntryView, ...]:
    within = select(AuditEntry.id).where(AuditEntry.at >= begins, AuditEntry.at < ends)
    ids = [
        found
        for action in actions
        for found in session.scalars(
            within.where(AuditEntry.action == action).order_by(AuditEntry.at, AuditEntry.id).limit(MOST)
        )
    ]
    return audit_views.by_ids(session, ids)


def _odd(session: Session, hours: OfficeHours, begins: datetime, ends: datetime) -> tuple[EntryView, ...]:
    """Sign-ins of the team while it was not in. Looked up person by person: the team is small, the trail is not."""
    team = session.scalars(select(User.id).where(User.audience == "console")).all()
    odd: list[int] = []
    for person in team:
        sign_ins = select(AuditEntry.id, AuditEntry.at).where(
            AuditEntry.actor_id == person, AuditEntry.at >= begins, AuditEntry.at < ends
        )
        rows = session.execute(sign_ins.where(AuditEntry.action == SIGN_IN))
        odd += [row.id for row in rows if not hours.is_open(row.at)]
    return audit_views.by_ids(session, sorted(odd)[-MOST:])


def _has_begun(session: Session, ends: datetime) -> bool:
    """An installation that is younger than the week has nothing to report of it."""
    return session.scalar(select(exists().where(AuditEntry.at < ends))) or False


def _supervisors() -> Select[str]:
    return select(User.id).where(User.staff_role == "supervisor", User.disabled_at.is_(None))


def _is_told(session: Session, monday: date, user_id: str) -> bool:
    return session.scalar(select(exists().where(OutboxRow.once == _once(monday, user_id)))) or False


def _once(monday: date, user_id: str) -> str:
    return f"weekly_report:{monday.isoformat()}:{user_id}"

"""When the team answers: days of the week, from, to, and in which time zone. One row, changed by a supervisor."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import entries
from core.ground.actors import Actor
from core.ground.db import Base, announce
from core.people.staff_rights import NotAllowed, may_act, staff_role

DAYS = (1, 2, 3, 4, 5, 6, 7)  # ISO 8601: Monday is 1
ONLY_ROW = 1


class OfficeHoursRow(Base):
    """The team's hours; no row means the hours it started with."""

    __tablename__ = "office_hours"
    __table_args__ = (CheckConstraint(f"id = {ONLY_ROW}", name="only_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    days: Mapped[str] = mapped_column(String(7))  # ISO numbers of the working days, e.g. 12345
    opens: Mapped[str] = mapped_column(String(5))  # HH:MM on the wall clock of the time zone
    closes: Mapped[str] = mapped_column(String(5))
    time_zone: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(ForeignKey("users.id"))


@dataclass(frozen=True)
class OfficeHours:
    """Working days by ISO number, and the wall-clock times between which the team answers."""

    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    opens: time = time(8)
    closes: time = time(18)
    time_zone: str = "America/New_York"

    def is_open(self, now: datetime) -> bool:
        """Whether the team is in office hours."""
        local = now.astimezone(ZoneInfo(self.time_zone))
        return local.isoweekday() in self.days and self.opens <= local.time() < self.closes

    def next_opening(self, now: datetime) -> datetime:
        """When the team is in next; the wall clock decides, so it holds across a change to summer time."""
        zone = ZoneInfo(self.time_zone)
        today = now.astimezone(zone).date()
        for ahead in range(9):
            day = today + timedelta(days=ahead)
            opening = datetime.combine(day, self.opens, zone)
            if day.isoweekday() in self.days and opening > now:
                return opening
        raise ValueError("office hours without a day")


@dataclass(frozen=True)
class HoursChanged:
    """The new hours apply from now on."""


@dataclass(frozen=True)
class BadHours:
    """These hours make no sense; ``field`` is what to correct, ``why`` one plain sentence."""

    field: str
    why: str


def read(session: Session) -> OfficeHours:
    """The team's hours as they are now."""
    row = session.get(OfficeHoursRow, ONLY_ROW)
    if row is None:
        return OfficeHours()
    return OfficeHours(
        days=tuple(int(day) for day in row.days),
        opens=time.fromisoformat(row.opens),
        closes=time.fromisoformat(row.closes),
        time_zone=row.time_zone,
    )


def change(
    session: Session,
    *,
    days: tuple[int, ...],
    opens: str,
    closes: str,
    time_zone: str,
    by: Actor,
    now: datetime,
) -> HoursChanged | BadHours | NotAllowed:
    """Set the hours, as typed; only a supervisor may."""
    if refused := _may_change(session, by):
        return refused
    if bad := _problem(days, opens, closes, time_zone):
        return bad
    kept = {
        "days": "".join(str(day) for day in DAYS if day in days),
        "opens": opens,
        "closes": closes,
        "time_zone": time_zone,
    }
    session.merge(OfficeHoursRow(id=ONLY_ROW, **kept, changed_at=now, changed_by=by.user_id))
    entries.record(session, "office_hours.changed", by=by, now=now, details=kept)
    announce(session, "inbox")
    return HoursChanged()


def _may_change(session: Session, by: Actor) -> NotAllowed | None:
    if staff_role(session, by.user_id) != "supervisor":
        return NotAllowed("Only a supervisor can change the office hours.")
    return may_act(session, by)


def _problem(days: tuple[int, ...], opens: str, closes: str, time_zone: str) -> BadHours | None:
    if not days or not set(days) <= set(DAYS):
        return BadHours("days", "Choose at least one day.")
    for field, typed in (("opens", opens), ("closes", closes)):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", typed, re.ASCII):
            return BadHours(field, "Enter a time as 24-hour clock, for example 08:00.")
    if opens >= closes:
        return BadHours("closes", "The end must be later than the start, on the same day.")
    if time_zone not in available_timezones():
        return BadHours("time_zone", "We do not know this time zone. An example: America/New_York.")
    return None

"""The page of the team's office hours, which a supervisor may change; the wait that people are told depends on them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.doors import refusal
from console.web.visit import Visit
from core.chat import hand_overs, office_hours
from core.chat.office_hours import DAYS, BadHours, HoursChanged, OfficeHours
from core.ground.time_words import about, weekdays
from core.people.staff_rights import NotAllowed

PAGE = "/inbox/hours"
ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "UTC",
)  # offered; any other name of the time zone database may be typed


@dataclass(frozen=True)
class TypedHours:
    """The hours as they stand in the form."""

    days: tuple[int, ...]
    opens: str
    closes: str
    time_zone: str


async def show(visit: Visit) -> Response:
    """The hours as they are."""
    hours = await visit.database.read(office_hours.read)
    kept = TypedHours(hours.days, f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}", hours.time_zone)
    return await _draw(visit, kept)


async def change(visit: Visit) -> Response:
    """Set them."""
    form = visit.form
    typed = TypedHours(
        days=tuple(day for day in DAYS if form.text(f"day_{day}")),
        opens=form.text("opens", limit=10),
        closes=form.text("closes", limit=10),
        time_zone=form.text("time_zone", limit=64),
    )
    outcome = await visit.database.transact(
        lambda session: office_hours.change(
            session,
            days=typed.days,
            opens=typed.opens,
            closes=typed.closes,
            time_zone=typed.time_zone,
            by=visit.actor,
            now=visit.now,
        )
    )
    match outcome:
        case HoursChanged():
            return visit.go(PAGE, done="hours")
        case BadHours(field, why):
            return await _draw(visit, typed, status=400, wrong=field, problem=why)
        case NotAllowed(why):
            return refusal(visit, 403, why)
        case _:
            assert_never(outcome)


async def _draw(
    visit: Visit, typed: TypedHours, *, status: int = 200, wrong: str = "", problem: str = ""
) -> Response:
    def look(session: Session) -> tuple[OfficeHours, timedelta | None]:
        hours = office_hours.read(session)
        return hours, hand_overs.usual_wait(session, counts=hours.is_open, now=visit.now)

    hours, usual = await visit.database.read(look)
    return visit.page(
        "office_hours.html",
        status=status,
        typed=typed,
        days=dict(zip(DAYS, weekdays(), strict=True)),
        zones=ZONES,
        is_open=hours.is_open(visit.now),
        back=hours.next_opening(visit.now),
        zone=hours.time_zone,
        usual=about(usual) if usual is not None else "",
        may_change=visit.me.staff_role == "supervisor",
        wrong=wrong,
        problem=problem,
    )

"""An admin asks that nobody of the practice signs in without a second factor from a date on; the team approves it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import assert_never
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.doors import refusal
from console.web.visit import Visit
from core.people.staff_rights import NotAllowed
from core.practices import change_decisions, members, practice_changes, practices
from core.practices.change_decisions import LATEST, SOONEST
from core.practices.members import SetUpCount
from core.practices.practice_changes import ChangeProposed, ChangeView
from core.practices.practices import Practice

PAGE = "/practice/required"
NO_DATE = "Choose a date."
ADMINS_ONLY = "Only an admin of the practice can ask for this."


@dataclass(frozen=True)
class RequiredPage:
    """The rule as it stands, what was asked last, and whom it would touch."""

    practice: Practice
    count: SetUpCount
    last: ChangeView | None
    soonest: date
    latest: date


async def show(visit: Visit) -> Response:
    """The rule, and the form for a date."""
    return await _draw(visit)


async def ask(visit: Visit) -> Response:
    """First repeat the date and whom it touches; only the second press asks."""
    day = _day(visit.form.text("from", limit=10))
    if day is None:
        return await _draw(visit, problem=NO_DATE, status=400)
    if not visit.form.text("confirmed", limit=3):
        return await _draw(visit, chosen=day)
    outcome = await visit.database.transact(lambda session: _ask(session, visit, day))
    match outcome:
        case ChangeProposed():
            return visit.go(PAGE, done="asked")
        case NotAllowed(why):
            return await _draw(visit, problem=why, status=400)
        case _:
            assert_never(outcome)


def _ask(session: Session, visit: Visit, day: date) -> ChangeProposed | NotAllowed:
    practice = session.get(Practice, visit.me.practice_id)
    if practice is None:
        return NotAllowed(ADMINS_ONLY)
    start = datetime.combine(day, time(), tzinfo=ZoneInfo(practice.time_zone))
    return change_decisions.ask_to_require(session, practice.id, start, by=visit.actor, now=visit.now)


async def _draw(
    visit: Visit, *, chosen: date | None = None, problem: str = "", status: int = 200
) -> Response:
    page = await visit.database.read(lambda session: _look(session, visit))
    if page is None:
        return refusal(visit, 403, ADMINS_ONLY)
    return visit.page("required_factor.html", status=status, it=page, chosen=chosen, problem=problem)


def _look(session: Session, visit: Visit) -> RequiredPage | None:
    practice = session.get(Practice, visit.me.practice_id)
    if practice is None or practices.role_in(session, visit.me.user_id, practice.id) != "admin":
        return None
    asked = practice_changes.changes_of(session, practice.id)
    today = visit.now.astimezone(ZoneInfo(practice.time_zone)).date()
    return RequiredPage(
        practice=practice,
        count=members.set_up_count(session, practice.id),
        last=next((each for each in asked if each.kind == "require"), None),
        soonest=date.fromordinal(today.toordinal() + SOONEST.days + 1),
        latest=date.fromordinal(today.toordinal() + LATEST.days),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

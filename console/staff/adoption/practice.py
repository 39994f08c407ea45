"""One practice: its funnel, twelve weeks, the waits, and where its people are stuck."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.adoption import figures
from console.staff.adoption.overview import Totals
from console.web.doors import refusal
from console.web.visit import Visit
from core.adoption import funnel, practice_list, waits, weeks
from core.adoption.practice_list import PracticeAdoption


@dataclass(frozen=True)
class PracticePage:
    """The practice and its figures."""

    practice: PracticeAdoption
    totals: Totals


async def show(visit: Visit) -> Response:
    """The page, or 404."""
    it = await visit.database.read(lambda session: _look(session, visit))
    if it is None:
        return refusal(visit, 404, "There is no such practice.")
    return visit.page("adoption_practice.html", it=it, figures=figures)


def _look(session: Session, visit: Visit) -> PracticePage | None:
    found = practice_list.practice(session, visit.row_id("practice_id"))
    if found is None:
        return None
    totals = Totals(
        funnel=found.funnel,
        weeks=weeks.set_ups(session, practice_id=found.id, now=visit.now),
        stuck=funnel.stuck(session, practice_id=found.id, now=visit.now),
        to_decision=waits.to_decision(session, practice_id=found.id),
        to_set_up=waits.to_set_up(session, practice_id=found.id),
    )
    return PracticePage(found, totals)

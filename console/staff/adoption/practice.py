"""One practice: its funnel, twelve weeks, the waits, and where its people are stuck."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.doors import refusal
from console.web.screens import adoption_figures
from console.web.visit import Visit
from core.adoption import practice_list, totals
from core.adoption.practice_list import PracticeAdoption
from core.adoption.totals import Totals


@dataclass(frozen=True)
class AdoptionPage:
    """The practice and its figures."""

    practice: PracticeAdoption
    totals: Totals


async def show(visit: Visit) -> Response:
    """The page, or 404."""
    it = await visit.database.read(lambda session: _look(session, visit))
    if it is None:
        return refusal(visit, 404, "There is no such practice.")
    return visit.page("adoption_practice.html", it=it, figures=adoption_figures)


def _look(session: Session, visit: Visit) -> AdoptionPage | None:
    found = practice_list.practice(session, visit.row_id("practice_id"))
    if found is None:
        return None
    return AdoptionPage(found, totals.of_practice(session, found, now=visit.now))

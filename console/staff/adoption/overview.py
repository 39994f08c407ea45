"""All practices: the totals, twelve weeks, the waits, where people are stuck, and the list with its counts."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.forms import search_text
from console.web.screens import adoption_figures
from console.web.visit import Visit
from core.adoption import practice_list, totals
from core.adoption.exports import EXPORTERS
from core.adoption.practice_list import Activation, PracticeAdoption
from core.adoption.totals import Totals
from core.ground.paging import Page

ONLY = {"activated": "Activated", "not_activated": "Not activated", "all": "All"}


@dataclass(frozen=True)
class Overview:
    """The page. Later pages and searches show no totals: they are about the list."""

    totals: Totals | None
    page: Page[PracticeAdoption]
    only: str
    text: str


async def show(visit: Visit) -> Response:
    """The page."""
    it = await visit.database.read(lambda session: _look(session, visit))
    return visit.page(
        "adoption.html",
        it=it,
        filters=ONLY,
        figures=adoption_figures,
        may_export=visit.me.staff_role in EXPORTERS,
    )


def _look(session: Session, visit: Visit) -> Overview:
    query = visit.request.query_params
    only, text, after = query.get("only", "activated"), search_text(query.get("q", "")), query.get("after")
    only = only if only in ONLY else "activated"
    page = practice_list.practices(session, text=text, only=cast("Activation", only), after=after)
    sums = None if text or after else totals.of_everybody(session, now=visit.now)
    return Overview(sums, page, only, text)

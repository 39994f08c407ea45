"""All practices: the totals, twelve weeks, the waits, where people are stuck, and the list with its counts."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.adoption import figures
from console.web.forms import search_text
from console.web.visit import Visit
from core.adoption import funnel, practice_list, waits, weeks
from core.adoption.exports import EXPORTERS
from core.adoption.funnel import Funnel, StuckAt
from core.adoption.practice_list import Activation, PracticeAdoption
from core.adoption.waits import Wait
from core.adoption.weeks import Week
from core.ground.paging import Page

ONLY = {"activated": "Activated", "not_activated": "Not activated", "all": "All"}


@dataclass(frozen=True)
class Totals:
    """What stands above the list on its first page."""

    funnel: Funnel
    weeks: tuple[Week, ...]
    stuck: tuple[StuckAt, ...]
    to_decision: Wait
    to_set_up: Wait


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
        figures=figures,
        may_export=visit.me.staff_role in EXPORTERS,
    )


def _look(session: Session, visit: Visit) -> Overview:
    query = visit.request.query_params
    only, text, after = query.get("only", "activated"), search_text(query.get("q", "")), query.get("after")
    only = only if only in ONLY else "activated"
    page = practice_list.practices(session, text=text, only=cast("Activation", only), after=after)
    return Overview(None if text or after else _totals(session, visit), page, only, text)


def _totals(session: Session, visit: Visit) -> Totals:
    return Totals(
        funnel=funnel.of_everybody(session),
        weeks=weeks.set_ups(session, now=visit.now),
        stuck=funnel.stuck(session, now=visit.now),
        to_decision=waits.to_decision(session),
        to_set_up=waits.to_set_up(session),
    )

"""The list of Enrollments: found while someone types, filtered by where a second factor stands, page by page."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.enrollments.timeline_words import STEPS
from console.web.forms import search_text
from console.web.visit import Visit
from core.ground.paging import Page
from core.history import enrollment_list
from core.history.enrollment_list import EnrollmentFilter, EnrollmentRow, FoundPractice

ONLY = {
    "all": "All",
    "set_up": "Set up",
    "not_set_up": "Not set up",
    "stuck": "Stuck",
    "locked": "Locked",
    "few_tokens": "Few tokens left",
    "unsaved": "Tokens not acknowledged",
}


@dataclass(frozen=True)
class FoundPeople:
    """The list as asked for."""

    page: Page[EnrollmentRow]
    only: str
    text: str
    practice: FoundPractice | None
    practices: tuple[FoundPractice, ...]


async def show(visit: Visit) -> Response:
    """The page."""
    found = await visit.database.read(lambda session: _found(session, visit))
    return visit.page("enrollments.html", found=found, filters=ONLY, steps=STEPS)


async def show_list(visit: Visit) -> Response:
    """Only the list: what the page fetches while someone types."""
    found = await visit.database.read(lambda session: _found(session, visit))
    return visit.page("enrollments_list.html", found=found, filters=ONLY, steps=STEPS)


def _found(session: Session, visit: Visit) -> FoundPeople:
    query = visit.request.query_params
    only = query.get("only", "all")
    only = only if only in ONLY else "all"
    text = search_text(query.get("q", ""))
    practice = enrollment_list.practice_named(session, search_text(query.get("practice", "")))
    page = enrollment_list.people(
        session,
        text=text,
        only=None if only == "all" else cast("EnrollmentFilter", only),
        practice_id=practice.id if practice else None,
        after=query.get("after"),
        now=visit.now,
    )
    named = () if practice else enrollment_list.practices_named(session, text)
    return FoundPeople(page, only, text, practice, named)

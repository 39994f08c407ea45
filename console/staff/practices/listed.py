"""The list of Practices: found while someone types, page by page."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.forms import search_text
from console.web.visit import Visit
from core.ground.paging import Page
from core.practices import members
from core.practices.members import PracticeRow


@dataclass(frozen=True)
class FoundPractices:
    """The list as asked for."""

    page: Page[PracticeRow]
    text: str


async def show(visit: Visit) -> Response:
    """The page."""
    found = await visit.database.read(lambda session: _found(session, visit))
    return visit.page("practices.html", found=found)


async def show_list(visit: Visit) -> Response:
    """Only the list: what the page fetches while someone types."""
    found = await visit.database.read(lambda session: _found(session, visit))
    return visit.page("practices_list.html", found=found)


def _found(session: Session, visit: Visit) -> FoundPractices:
    query = visit.request.query_params
    text = search_text(query.get("q", ""))
    return FoundPractices(members.search(session, text, after=query.get("after")), text)

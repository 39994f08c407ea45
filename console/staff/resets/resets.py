"""Resets: the queue, and one with who asked, the evidence, and its history."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.enrollments.timeline_words import did
from console.web.doors import refusal
from console.web.forms import search_text
from console.web.visit import Visit
from core.ground.paging import Page
from core.history import audit_views
from core.history.audit_views import EntryView, Filters
from core.requests import reset_views
from core.requests.reset_views import ResetDetail, ResetRow

FILTERS = {
    "open": "Open",
    "filed": "New",
    "proposed": "To approve",
    "approved": "Waiting",
    "done": "Done",
    "frozen": "Frozen",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
    "all": "All",
}
LONGEST_HISTORY = 200
NO_SUCH = "There is no such reset."


@dataclass(frozen=True)
class ResetQueue:
    """The list as filtered."""

    page: Page[ResetRow]
    state: str
    text: str
    open_count: int
    is_later: bool


async def show_queue(visit: Visit) -> Response:
    """The page."""
    queue = await visit.database.read(lambda session: _queue(session, visit))
    return visit.page("resets.html", queue=queue, filters=FILTERS)


async def show_list(visit: Visit) -> Response:
    """Only the list: what the live page fetches when it hears of a change."""
    queue = await visit.database.read(lambda session: _queue(session, visit))
    return visit.page("resets_list.html", queue=queue, filters=FILTERS)


async def show_reset(visit: Visit) -> Response:
    """One reset, or 404."""
    return await draw(visit)


async def draw(visit: Visit, *, status: int = 200, **facts: str) -> Response:
    """The reset's page with whatever was refused: ``wrong`` names the form or field, ``problem`` says why."""
    found = await visit.database.read(lambda session: _look(session, visit.row_id("reset_id")))
    if found is None:
        return refusal(visit, 404, NO_SUCH)
    it, history = found
    typed = {
        "wrong": "",
        "problem": "",
        "identity": it.identity,
        "called_back": it.called_back,
        "vouched_by": it.vouched_by.id if it.vouched_by else "",
        "reason": "",
    }
    return visit.page("reset.html", status=status, it=it, history=history, did=did, **(typed | facts))


def _look(session: Session, reset_id: str) -> tuple[ResetDetail, tuple[EntryView, ...]] | None:
    it = reset_views.reset_detail(session, reset_id) if reset_id else None
    if it is None:
        return None
    about = Filters(action="reset", person_id=it.person.id)
    found = audit_views.entries(session, about, limit=LONGEST_HISTORY)
    return it, tuple(entry for entry in reversed(found.rows) if entry.details.get("reset") == it.id)


def _queue(session: Session, visit: Visit) -> ResetQueue:
    query = visit.request.query_params
    state = query.get("state", "open")
    state = state if state in FILTERS else "open"
    text = search_text(query.get("q", ""))
    after = query.get("after")
    page = reset_views.reset_queue(session, state=None if state == "all" else state, text=text, after=after)
    return ResetQueue(page, state, text, reset_views.count_open_resets(session), is_later=bool(after))

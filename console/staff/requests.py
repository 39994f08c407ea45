"""Activation requests: the queue, and one request with the proof of who asked and whom an Approve touches."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.doors import refusal
from console.web.visit import Visit
from core import conversations, request_views
from core.conversations import Line
from core.paging import Page
from core.request_views import Counts, RequestDetail, RequestRow

FILTERS = {
    "open": "Open",
    "pending": "To decide",
    "more_information": "Waiting for an answer",
    "approved": "Approved",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
    "all": "All",
}
CHAT_LINES = 200


@dataclass(frozen=True)
class Queue:
    """The list as filtered."""

    page: Page[RequestRow]
    counts: Counts
    state: str
    text: str


@dataclass(frozen=True)
class Chat:
    """What was said in the conversation of one asker."""

    asker_name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Shown:
    """One request with its chats and its history."""

    detail: RequestDetail
    chats: tuple[Chat, ...]


async def show_queue(visit: Visit) -> Response:
    """The queue; as a bare fragment for the live list."""
    queue = await visit.read(lambda session: _look(session, visit))
    template = "requests_list.html" if visit.request.query_params.get("part") == "list" else "requests.html"
    return visit.page(template, queue=queue, filters=FILTERS)


async def show_request(visit: Visit) -> Response:
    """One request, or 404."""
    return await draw(visit)


async def draw(visit: Visit, *, status: int = 200, **facts: str) -> Response:
    """The request's page with whatever was refused: ``wrong`` names the field, ``problem`` says why."""
    request_id = str(visit.request.path_params["request_id"])
    shown = await visit.read(lambda session: look(session, request_id, visit))
    if shown is None:
        return refusal(visit, 404, "There is no such request.")
    blank = {"wrong": "", "problem": "", "reason": "", "question": ""}
    return visit.page("request.html", status=status, shown=shown, **(blank | facts))


def look(session: Session, request_id: str, visit: Visit) -> Shown | None:
    """Everything staff look at before they decide, in one reading."""
    detail = request_views.detail(session, request_id, now=visit.now)
    if detail is None:
        return None
    chats = tuple(
        Chat(
            asker.person.name,
            tuple(conversations.messages_after(session, asker.conversation_id, 0, limit=CHAT_LINES)),
        )
        for asker in detail.askers
        if asker.conversation_id is not None
    )
    return Shown(detail, chats)


def _look(session: Session, visit: Visit) -> Queue:
    query = visit.request.query_params
    state = query.get("state", "open")
    state = state if state in FILTERS else "open"
    text = query.get("q", "")[:100]
    page = request_views.queue(
        session, state=None if state == "all" else state, text=text, after=query.get("after")
    )
    return Queue(page, request_views.counts(session), state, text)

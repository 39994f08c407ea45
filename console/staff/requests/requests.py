"""Activation requests: the queue, and one request with the proof of who asked and whom an approval affects."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.requests import history
from console.staff.requests.history import HistoryLine
from console.staff.requests.ready_words import READY
from console.web.doors import refusal
from console.web.forms import search_text
from console.web.visit import Visit
from core.chat import conversations
from core.chat.conversations import Conversation, Line
from core.ground.columns import ID
from core.ground.paging import Page
from core.practices import waiting_changes
from core.requests import request_views
from core.requests.request_views import AskerView, Counts, RequestDetail, RequestRow
from core.second_factor import enrollments

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
NO_SUCH = "There is no such request."


@dataclass(frozen=True)
class Queue:
    """The list as filtered; ``is_later`` on every page but the first."""

    page: Page[RequestRow]
    counts: Counts
    state: str
    text: str
    is_later: bool

    def count_of(self, state: str) -> int | None:
        """The number beside a filter: only what still waits for a decision has one."""
        waiting = {"pending": self.counts.pending, "more_information": self.counts.more_information}
        return sum(waiting.values()) if state == "open" else waiting.get(state)


@dataclass(frozen=True)
class Chat:
    """What was said last in the conversation of one asker; ``is_cut`` when there is more before it."""

    asker_name: str
    lines: tuple[Line, ...]
    is_cut: bool


@dataclass(frozen=True)
class RequestPage:
    """One request with its chats and its history."""

    detail: RequestDetail
    chats: tuple[Chat, ...]
    decided_before: RequestDetail | None  # the one that the last decision was about
    history: tuple[HistoryLine, ...]


async def show_queue(visit: Visit) -> Response:
    """The queue."""
    me = visit.me.user_id
    queue, changes, mine = await visit.database.read(
        lambda session: (
            _queue(session, visit),
            waiting_changes.waiting(session, now=visit.now),
            enrollments.standing(session, me, now=visit.now),
        )
    )
    return visit.page(
        "requests.html",
        queue=queue,
        changes=changes,
        filters=FILTERS,
        tokens_unsaved=not mine.tokens_acknowledged,
    )


async def show_list(visit: Visit) -> Response:
    """Only the list with its filters: what the live page fetches after a change."""
    queue = await visit.database.read(lambda session: _queue(session, visit))
    return visit.page("requests_list.html", queue=queue, filters=FILTERS)


async def show_changes(visit: Visit) -> Response:
    """Only the changes of practices that wait: what the live page fetches after one is proposed or decided."""
    changes = await visit.database.read(lambda session: waiting_changes.waiting(session, now=visit.now))
    return visit.page("requests_changes.html", changes=changes)


async def show_count(visit: Visit) -> Response:
    """How many requests and changes wait for a decision: the number beside the link on every page."""
    return visit.page(
        "requests_count.html", waiting=await visit.database.read(lambda session: _undecided(session, visit))
    )


async def show_request(visit: Visit) -> Response:
    """One request, or 404."""
    return await draw(visit)


async def draw(visit: Visit, *, status: int = 200, **facts: str) -> Response:
    """The request's page with any refusal: ``wrong`` names the field, ``problem`` says why.

    ``asking`` is "approve" when the page asks whether to approve for these people; ``filled`` names the field with ready words.
    """
    shown = await visit.database.read(lambda session: _look(session, request_id(visit), visit))
    if shown is None:
        return refusal(visit, 404, NO_SUCH)
    blank = {"wrong": "", "problem": "", "reason": "", "question": "", "asking": "", "filled": ""}
    return visit.page(
        "request.html",
        status=status,
        shown=shown,
        ready=READY,
        from_list=came_from_list(visit),
        **(blank | facts),
    )


def came_from_list(visit: Visit) -> bool:
    """Whether this person goes through the list: its links and the forms behind them carry ``list``."""
    return "1" in (visit.request.query_params.get("list"), visit.form.text("list"))


def request_id(visit: Visit) -> str:
    """The id in the address."""
    return visit.row_id("request_id")


def _look(session: Session, request_id: str, visit: Visit) -> RequestPage | None:
    """Everything the team reviews before it decides, in one transaction."""
    detail = request_views.detail(session, request_id, now=visit.now)
    if detail is None:
        return None
    chats = tuple(
        _chat(session, asker, asker.conversation_id) for asker in detail.askers if asker.conversation_id
    )
    before = visit.request.query_params.get("after", "")
    decided = request_views.detail(session, before, now=visit.now) if re.fullmatch(ID, before) else None
    return RequestPage(detail, chats, decided, history.of_request(session, detail.id, detail.practice.id))


def _chat(session: Session, asker: AskerView, conversation_id: str) -> Chat:
    before = max(0, session.get_one(Conversation, conversation_id).last_number - CHAT_LINES)
    lines = conversations.messages_after(session, conversation_id, before, limit=CHAT_LINES)
    return Chat(asker.person.name, tuple(lines), is_cut=before > 0)


def _undecided(session: Session, visit: Visit) -> int:
    return request_views.counts(session).pending + waiting_changes.waiting_count(session, now=visit.now)


def _queue(session: Session, visit: Visit) -> Queue:
    query = visit.request.query_params
    state = query.get("state", "open")
    state = state if state in FILTERS else "open"
    text = search_text(query.get("q", ""))
    after = query.get("after")
    page = request_views.queue(session, state=None if state == "all" else state, text=text, after=after)
    return Queue(page, request_views.counts(session), state, text, is_later=bool(after))

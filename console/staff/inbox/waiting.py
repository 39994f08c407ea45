"""The inbox: conversations that wait, longest first, then those a colleague has; and the number beside its link."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.inbox import inbox_words
from console.web.forms import search_text
from console.web.visit import Visit
from core.chat import inbox_views
from core.chat.inbox_views import InboxCounts, InboxRow, Shown
from core.ground.paging import Page

FILTERS: dict[Shown, str] = {"open": "Open", "waiting": "Waiting", "mine": "Mine", "done": "Done"}


@dataclass(frozen=True)
class Inbox:
    """The list as filtered; ``is_later`` on every page but the first."""

    page: Page[InboxRow]
    counts: InboxCounts
    shown: Shown
    text: str
    is_later: bool

    def count_of(self, shown: str) -> int | None:
        """The number beside a filter: only what is still open has one."""
        return {"open": self.counts.open, "waiting": self.counts.waiting, "mine": self.counts.mine}.get(shown)


async def show_inbox(visit: Visit) -> Response:
    """The inbox."""
    return visit.page("inbox.html", inbox=await _look(visit), filters=FILTERS, words=inbox_words)


async def show_list(visit: Visit) -> Response:
    """Only the list with its filters: what the live page fetches after a change."""
    return visit.page("inbox_list.html", inbox=await _look(visit), filters=FILTERS, words=inbox_words)


async def show_count(visit: Visit) -> Response:
    """How many conversations need this person: the number beside the link on every page."""
    me = visit.me.user_id
    counts = await visit.database.read(lambda session: inbox_views.counts(session, me=me))
    return visit.page("inbox_count.html", calling=counts.calling)


async def _look(visit: Visit) -> Inbox:
    query = visit.request.query_params
    asked = query.get("show", "open")
    shown: Shown = asked if asked in FILTERS else "open"
    text = search_text(query.get("q", ""))
    me, after = visit.me.user_id, query.get("after")

    def look(session: Session) -> Inbox:
        page = inbox_views.queue(session, shown=shown, me=me, text=text, after=after)
        return Inbox(page, inbox_views.counts(session, me=me), shown, text, is_later=bool(after))

    return await visit.database.read(look)

"""One conversation as the team sees it: what was said, what it is about, and what may be known of the person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.staff.cleaning import removed_sentence
from console.staff.inbox import inbox_words
from console.web.doors import refusal
from console.web.visit import Visit
from core.chat import conversations, feedback, hand_overs, inbox, inbox_views, saved_replies
from core.chat.conversations import FROM_US, Conversation, Line
from core.chat.hand_overs import HandOverView
from core.chat.inbox_views import InboxRow
from core.chat.saved_replies import SavedReplyView
from core.people.staff_rights import DECIDERS
from core.people.users import User
from core.practices import practices
from core.practices.practices import PersonView, PracticeView
from core.second_factor import enrollments, refusals
from core.second_factor.enrollments import EnrollmentView
from core.second_factor.refusals import PastRefusal

LINES = 200
RECENT = timedelta(hours=24)
MOST_KINDS = 10  # named in an address; more were typed by hand
NO_SUCH = "There is no such conversation, or no person was asked for in it."
BLANK = {"wrong": "", "problem": "", "reply": "", "note": ""}


@dataclass(frozen=True)
class PersonCard:
    """What the team may know of a signed-in person; of others they know nothing."""

    view: PersonView
    works_in: tuple[PracticeView, ...]
    standing: EnrollmentView
    refusal: PastRefusal | None


@dataclass(frozen=True)
class Thread:
    """What was said. ``seen`` is the number of our last line if the person has read it, ``unseen`` if not."""

    row: InboxRow
    lines: tuple[Line, ...]
    is_cut: bool
    ratings: dict[int, bool]
    seen: int
    unseen: int
    ended_at: datetime | None  # when the cookie that opens it ends: no one can read it afterwards

    @property
    def hands(self) -> str:
        """Who has it, as one word that changes with each new holder."""
        return f"{self.row.floor}-{self.row.taken_by or ''}"

    @property
    def helped(self) -> tuple[int, int]:
        """How many answers helped, and how many did not."""
        yes = sum(self.ratings.values())
        return yes, len(self.ratings) - yes


@dataclass(frozen=True)
class ConversationPage:
    """The whole page."""

    thread: Thread
    person: PersonCard | None
    history: tuple[HandOverView, ...]
    saved: tuple[SavedReplyView, ...]


async def show_conversation(visit: Visit) -> Response:
    """One conversation, or 404. Who may answer has read it by opening it."""
    if visit.me.staff_role in DECIDERS:
        await visit.database.transact(
            lambda session: inbox.see(session, conversation_id(visit), by=visit.actor)
        )
    return await draw(visit)


async def show_thread(visit: Visit) -> Response:
    """Only what was said: what the live page fetches after a change."""
    thread = await visit.database.read(lambda session: _thread(session, conversation_id(visit)))
    if thread is None:
        return refusal(visit, 404, NO_SUCH)
    hands = visit.request.query_params.get("hands", thread.hands)
    return visit.page("conversation_thread.html", thread=thread, hands=hands, words=inbox_words)


async def draw(visit: Visit, *, status: int = 200, **facts: str) -> Response:
    """The page with any refusal: ``wrong`` names the field, ``problem`` says why."""
    shown = await visit.database.read(lambda session: _look(session, conversation_id(visit), now=visit.now))
    if shown is None:
        return refusal(visit, 404, NO_SUCH)
    removed = visit.request.query_params.get("removed", "").split(",")
    return visit.page(
        "conversation.html",
        status=status,
        shown=shown,
        thread=shown.thread,
        hands=shown.thread.hands,
        words=inbox_words,
        may_act=visit.me.staff_role in DECIDERS,
        removed=removed_sentence(removed[:MOST_KINDS]),
        **(BLANK | facts),
    )


def conversation_id(visit: Visit) -> str:
    """The id in the address."""
    return visit.row_id("conversation_id")


def _look(session: Session, conversation_id: str, *, now: datetime) -> ConversationPage | None:
    thread = _thread(session, conversation_id)
    if thread is None:
        return None
    user_id = session.get_one(Conversation, conversation_id).user_id
    return ConversationPage(
        thread=thread,
        person=_person(session, user_id, now=now) if user_id else None,
        history=hand_overs.history(session, conversation_id),
        saved=saved_replies.listing(session),
    )


def _thread(session: Session, conversation_id: str) -> Thread | None:
    row = inbox_views.row(session, conversation_id)
    if row is None:
        return None
    conversation = session.get_one(Conversation, conversation_id)
    before = max(0, conversation.last_number - LINES)
    lines = tuple(conversations.messages_after(session, conversation_id, before, limit=LINES))
    ours = max((line.number for line in lines if line.author in FROM_US), default=0)
    is_seen = ours <= conversation.read_number
    return Thread(
        row=row,
        lines=lines,
        is_cut=before > 0,
        ratings=feedback.ratings(session, conversation_id),
        seen=ours if is_seen else 0,
        unseen=0 if is_seen else ours,
        ended_at=conversation.expires_at,
    )


def _person(session: Session, user_id: str, *, now: datetime) -> PersonCard:
    user = session.get_one(User, user_id)
    return PersonCard(
        view=PersonView(user.id, user.name, user.email),
        works_in=practices.practices_of(session, user_id),
        standing=enrollments.standing(session, user_id, now=now),
        refusal=refusals.last_refusal(session, user_id, since=now - RECENT),
    )

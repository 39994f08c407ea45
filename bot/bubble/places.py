"""Which conversation is a viewer's, what the bubble shows of it, and how often they may write."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.bubble import wire
from bot.bubble.viewer import Viewer
from bot.bubble.wire import NotServed
from bot.engine.flows import hand_over, home
from bot.engine.types.facts import Facts
from bot.engine.words import say
from bot.turns.facts import facts_for, member_facts, newcomer
from bot.turns.team_times import team_times
from core.chat import conversations, feedback
from core.chat.conversations import Conversation
from core.ground import throttle
from core.ground.db import announce
from core.ground.throttle import Exhausted, Limit
from core.people.names import first_name
from core.people.users import User

SHOWN = 200  # messages of a conversation that the bubble loads
ARTICLE = {"title": "Set up two-factor authentication", "path": "/help/two-factor"}
TYPING = (Limit(40, timedelta(minutes=1)),)  # the bubble tells of it every 3 seconds
STARTING = (Limit(20, timedelta(hours=1)), Limit(100, timedelta(days=1)))  # nameless chats from one address


@dataclass(frozen=True)
class ViewerConversation:
    """A viewer's conversation, and the cookie to set when it has just begun."""

    conversation_id: str
    new_cookie: str | None = None


def find(session: Session, viewer: Viewer, *, now: datetime) -> Conversation | None:
    """The viewer's conversation, if there is one. A cookie opens nothing of an account.

    A help chat that began with a right password goes on when its half sign-in is over, by its own cookie.
    """
    if viewer.kind == "member":
        return conversations.find_of_member(session, viewer.user_id or "")
    proven = conversations.by_cookie(session, viewer.help_cookie, kind="proven", now=now)
    if viewer.kind == "proven":
        return proven if proven is not None and proven.proven_user_id == viewer.user_id else None
    return proven or conversations.by_cookie(session, viewer.help_cookie, kind="visitor", now=now)


def enter(session: Session, viewer: Viewer, *, now: datetime) -> ViewerConversation:
    """The viewer's conversation, begun if need be, with this message counted; raises Refusal(429)."""
    found = find(session, viewer, now=now)
    place = ViewerConversation(found.id) if found is not None else _begin(session, viewer, now=now)
    _count(session, f"chat:{place.conversation_id}", throttle.CHAT, now=now)
    return place


def show_typing(session: Session, conversation_id: str, *, now: datetime) -> None:
    """Wake whoever of the team looks at this conversation; nothing of the words is kept. Raises Refusal(429)."""
    _count(session, f"chat_typing:{conversation_id}", TYPING, now=now)
    announce(session, f"typing:{conversation_id}:person")


def snapshot(session: Session, viewer: Viewer, *, now: datetime) -> dict[str, Any]:
    """Everything the bubble shows when it is opened. Reads only."""
    conversation = find(session, viewer, now=now)
    facts = _facts(session, viewer, conversation, now=now)
    last = conversation.last_number if conversation else 0
    return {
        "who": facts.who,
        "name": viewer.name if facts.who == "member" else None,
        "language": facts.language,
        "csrf_token": viewer.csrf_token,
        "greeting": home.greeting(facts),
        "suggestions": [{"label": choice.label, "value": choice.value} for choice in home.suggestions(facts)],
        "article": ARTICLE,
        **floor(session, conversation, now=now),
        "messages": messages_after(session, conversation, max(0, last - SHOWN)) if conversation else [],
        "last_number": last,
        "read_number": conversation.read_number if conversation else 0,
        "team_read_number": team_read(conversation),
        "unread": conversations.unread(session, conversation) if conversation else 0,
    }


def floor(session: Session, conversation: Conversation | None, *, now: datetime) -> dict[str, str | None]:
    """Who speaks here, and what to say to a person who waits: when the team usually answers, or is back."""
    if conversation is None or conversation.floor == "bot":
        return {"floor": "bot", "waiting_words": None}
    language = conversation.language
    if conversation.floor == "person":
        words = say(language, "floor.person", staff=staff_name(session, conversation))
        return {"floor": "person", "waiting_words": words}
    team = team_times(session, conversation, language=language, now=now)
    key = "floor.waiting_member" if conversation.kind == "member" else "floor.waiting"
    words = say(language, key, when=hand_over.when(language, team))
    return {"floor": "waiting", "waiting_words": words}


def staff_name(session: Session, conversation: Conversation) -> str:
    """The first name of the team member who has the conversation; nothing else about them is shown."""
    holder = session.get(User, conversation.taken_by) if conversation.taken_by else None
    return first_name(holder.name) if holder is not None else "ThoroughCare"


def team_read(conversation: Conversation | None) -> int:
    """Up to which message the team has read, while it has anything to do here; else 0."""
    return conversation.team_read_number if conversation and conversation.floor != "bot" else 0


def messages_after(session: Session, conversation: Conversation, number: int) -> list[dict[str, Any]]:
    """The messages behind ``number`` as the bubble draws them; notes between staff are not for it."""
    lines = conversations.messages_after(session, conversation.id, number, SHOWN)
    ratings = feedback.ratings(session, conversation.id, first=number + 1) if lines else {}
    return [wire.message(line, rating=ratings.get(line.number)) for line in lines if line.author != "note"]


def can_be_rated(session: Session, conversation_id: str, number: int) -> bool:
    """Whether this message asked "Did this answer your question?"."""
    lines = conversations.messages_after(session, conversation_id, number - 1, 1)
    return any(line.number == number and line.body.get("ask_feedback") for line in lines)


def _begin(session: Session, viewer: Viewer, *, now: datetime) -> ViewerConversation:
    if viewer.kind == "member" and viewer.user_id is not None:
        announce(session, f"person:{viewer.user_id}")  # the person's other screens subscribe to it
        return ViewerConversation(conversations.of_member(session, viewer.user_id, now=now).id)
    _count(session, f"chat_start:{viewer.actor.ip}", STARTING, now=now)
    kind: conversations.CookieKind = "proven" if viewer.kind == "proven" else "visitor"
    conversation, cookie = conversations.of_cookie(
        session,
        viewer.help_cookie,
        kind=kind,
        proven_user_id=viewer.user_id if kind == "proven" else None,
        now=now,
    )
    return ViewerConversation(conversation.id, cookie)


def _count(session: Session, key: str, limits: Sequence[Limit], *, now: datetime) -> None:
    taken = throttle.take(session, key, limits, now=now)
    if isinstance(taken, Exhausted):
        wait = (taken.until - now).total_seconds()
        raise NotServed(429, "That was a lot at once. Please wait a moment and send it again.", wait)


def _facts(session: Session, viewer: Viewer, conversation: Conversation | None, *, now: datetime) -> Facts:
    if conversation is not None:
        language = conversation.language
        return facts_for(session, conversation, language=language, now=now)
    if viewer.kind == "member" and viewer.user_id is not None:
        return member_facts(session, viewer.user_id, now=now)
    return newcomer(proven=viewer.kind == "proven")

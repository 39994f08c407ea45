"""Help conversations: numbered messages, the engine's state, and who has the floor (bot or person)."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.chat import hand_overs
from core.ground import outbox
from core.ground.columns import one_of
from core.ground.db import Base, announce, insert_or_ignore, new_id
from core.ground.time_words import Language
from core.people.users import User

AccountKind = Literal["member", "slack"]
CookieKind = Literal["visitor", "proven"]
ConversationKind = Literal["member", "visitor", "proven", "slack"]
Floor = Literal["bot", "waiting", "person"]
Author = Literal["person", "bot", "staff", "note"]

LONGEST_LINE = 2000  # characters of a message, from anyone
COOKIE_LASTS = timedelta(hours=24)  # of a visitor, and of a half sign-in that asked for help
FROM_US = ("bot", "staff")


class Conversation(Base):
    """One person's help chat on one channel.

    ``visitor`` and ``proven`` conversations belong to a cookie, not to an account: an unknown visitor, and a person
    who has given a right password but not the second factor. They never show account data.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        one_of("kind", ConversationKind),
        one_of("floor", Floor),
        Index("uq_conversations_user_kind", "user_id", "kind", unique=True),
        Index("ix_conversations_floor", "floor", "waiting_since", "id"),
        Index("ix_conversations_kind_last_at", "kind", "last_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    kind: Mapped[ConversationKind] = mapped_column(String(10))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))  # of member and slack kinds only
    proven_user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))  # of the proven kind only
    cookie_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime | None]
    language: Mapped[Language] = mapped_column(String(2), default="en")
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    floor: Mapped[Floor] = mapped_column(String(10), default="bot")
    waiting_since: Mapped[datetime | None]
    waiting_step: Mapped[str] = mapped_column(String(60), default="")
    waiting_problem: Mapped[str] = mapped_column(String(60), default="")
    taken_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))  # the team member who has the floor
    last_number: Mapped[int] = mapped_column(Integer, default=0)
    read_number: Mapped[int] = mapped_column(Integer, default=0)  # up to here the person has seen it
    team_read_number: Mapped[int] = mapped_column(Integer, default=0)  # and the team
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Message(Base):
    """One line of a conversation, masked before it came here. ``body`` is an engine message as JSON."""

    __tablename__ = "messages"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    author: Mapped[Author] = mapped_column(String(10))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(index=True)


class SeenEvent(Base):
    """An event this conversation has answered; the same id again has no second effect."""

    __tablename__ = "conversation_events"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Line:
    """One message as a reader sees it; ``staff_name`` is set when a person of the team wrote it."""

    number: int
    author: str
    body: dict[str, Any]
    at: datetime
    staff_id: str | None
    staff_name: str | None


def of_member(session: Session, user_id: str, *, kind: AccountKind = "member", now: datetime) -> Conversation:
    """The account's own conversation of this kind, created when there is none; a constraint allows one each."""
    insert_or_ignore(session, Conversation, _blank(now) | {"kind": kind, "user_id": user_id})
    return session.scalars(
        select(Conversation).where(Conversation.user_id == user_id, Conversation.kind == kind)
    ).one()


def find_of_member(session: Session, user_id: str, *, kind: AccountKind = "member") -> Conversation | None:
    """The account's own conversation of this kind, if it has begun."""
    return session.scalar(
        select(Conversation).where(Conversation.user_id == user_id, Conversation.kind == kind)
    )


def by_cookie(session: Session, token: str | None, *, kind: CookieKind, now: datetime) -> Conversation | None:
    """The conversation this cookie opens, if it opens one of this kind and its 24 hours are not over."""
    if not token:
        return None
    return session.scalar(
        select(Conversation).where(
            Conversation.cookie_sha256 == _digest(token),
            Conversation.kind == kind,
            Conversation.expires_at > now,
        )
    )


def of_cookie(
    session: Session,
    token: str | None,
    *,
    kind: CookieKind,
    proven_user_id: str | None = None,
    now: datetime,
) -> tuple[Conversation, str | None]:
    """The cookie's conversation, or a new one with the token to set.

    A cookie from another person's half sign-in opens nothing: two people may share one browser.
    """
    found = by_cookie(session, token, kind=kind, now=now)
    if found is not None and proven_user_id in {None, found.proven_user_id}:
        return found, None
    if (kind == "proven") != (proven_user_id is not None):
        raise ValueError("a proven conversation begins with a right password, a visitor's without one")
    fresh = secrets.token_urlsafe(32)
    owner = {"kind": kind, "proven_user_id": proven_user_id, "cookie_sha256": _digest(fresh)}
    conversation = Conversation(**_blank(now) | owner | {"expires_at": now + COOKIE_LASTS})
    session.add(conversation)
    session.flush()
    return conversation, fresh


def lock(session: Session, conversation_id: str) -> Conversation:
    """The conversation, re-read and locked until the transaction ends: one turn at a time."""
    return session.get_one(Conversation, conversation_id, with_for_update=True, populate_existing=True)


def add(
    session: Session,
    conversation: Conversation,
    author: Author,
    body: dict[str, Any],
    *,
    now: datetime,
    staff_id: str | None = None,
) -> Message:
    """Write the next line. Concurrent writers leave no gap and no duplicate number, so readers can resume."""
    conversation = lock(session, conversation.id)
    conversation.last_number += 1
    conversation.last_at = now
    if author == "person":
        conversation.read_number = conversation.last_number  # who answers has read
    message = Message(
        conversation_id=conversation.id,
        number=conversation.last_number,
        author=author,
        staff_id=staff_id,
        body=body,
        at=now,
    )
    session.add(message)
    if conversation.kind == "slack" and author in FROM_US:
        _tell_slack(session, conversation, now=now)
    announce(session, f"conversation:{conversation.id}")
    if conversation.floor != "bot":
        announce(session, "inbox")
    return message


def messages_after(session: Session, conversation_id: str, number: int, limit: int = 200) -> list[Line]:
    """The lines after ``number``, oldest first: what a reader who saw up to there has missed."""
    rows = session.execute(
        select(Message, User.name)
        .outerjoin(User, User.id == Message.staff_id)
        .where(Message.conversation_id == conversation_id, Message.number > number)
        .order_by(Message.number)
        .limit(limit)
    )
    return [
        Line(
            number=line.number,
            author=line.author,
            body=line.body,
            at=line.at,
            staff_id=line.staff_id,
            staff_name=name,
        )
        for line, name in rows
    ]


def latest_from_bot(session: Session, conversation: Conversation, within: int) -> Sequence[Message]:
    """What the bot said among the last ``within`` lines, newest first."""
    latest = (
        select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.author == "bot",
            Message.number > conversation.last_number - within,
        )
        .order_by(Message.number.desc())
    )
    return session.scalars(latest).all()


def is_seen_event(session: Session, conversation_id: str, event_id: str) -> bool:
    """Whether this event has been answered; asking marks nothing."""
    return session.get(SeenEvent, (conversation_id, event_id)) is not None


def is_new_event(session: Session, conversation_id: str, event_id: str, *, now: datetime) -> bool:
    """Whether this event is seen for the first time; asking marks it, so a repeated delivery has no second effect."""
    event = {"conversation_id": conversation_id, "event_id": event_id, "at": now}
    return insert_or_ignore(session, SeenEvent, event)


def hand_over(
    session: Session, conversation: Conversation, *, step: str, problem: str, now: datetime
) -> None:
    """Put the conversation in the staff's inbox; one that waits already keeps its place in the queue."""
    step, problem = step[:60], problem[:60]
    if conversation.floor == "bot":
        conversation.floor = "waiting"
        conversation.waiting_since = now
        hand_overs.begin(session, conversation.id, step=step, problem=problem, now=now)
        outbox.tell(
            session, "conversation_waiting", via="staff_channel", conversation_id=conversation.id, now=now
        )
    else:
        hand_overs.describe(session, conversation.id, step=step, problem=problem)
    conversation.waiting_step = step
    conversation.waiting_problem = problem
    announce(session, "inbox")
    announce(session, f"conversation:{conversation.id}")


def mark_read(session: Session, conversation: Conversation, number: int) -> None:
    """The person has seen everything up to ``number``; an older screen never lowers the number."""
    seen = min(number, conversation.last_number)
    if seen > conversation.read_number:
        conversation.read_number = seen
        announce(session, f"conversation:{conversation.id}")


def unread(session: Session, conversation: Conversation) -> int:
    """How many lines from us the person has not seen yet."""
    counted = select(func.count()).where(
        Message.conversation_id == conversation.id,
        Message.number > conversation.read_number,
        Message.author.in_(FROM_US),
    )
    return session.scalar(counted) or 0


def _tell_slack(session: Session, conversation: Conversation, *, now: datetime) -> None:
    """A line in Slack is seen once it is posted there."""
    outbox.tell(
        session,
        "slack_line",
        via="slack",
        user_id=conversation.user_id,
        conversation_id=conversation.id,
        data={"number": conversation.last_number},
        now=now,
    )


def _blank(now: datetime) -> dict[str, Any]:
    start = {"language": "en", "state": {}, "floor": "bot", "waiting_step": "", "waiting_problem": ""}
    numbers = {"last_number": 0, "read_number": 0, "team_read_number": 0}
    return {"id": new_id(), "created_at": now, "last_at": now} | numbers | start


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

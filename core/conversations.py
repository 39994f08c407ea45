"""Help conversations: numbered messages, the engine's state, and who has the floor (bot or person)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class Conversation(Base):
    """One person's help chat on one channel.

    ``visitor`` and ``proven`` conversations belong to a cookie, not to an account: an unknown visitor, and somebody
    who has given a right password but not the second factor. They never show account data.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        CheckConstraint("kind IN ('member', 'visitor', 'proven', 'slack')", name="kind"),
        CheckConstraint("floor IN ('bot', 'waiting', 'person')", name="floor"),
        Index("uq_conversations_user_kind", "user_id", "kind", unique=True),
        Index("ix_conversations_floor", "floor", "waiting_since", "id"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))  # of member and slack kinds only
    proven_user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))  # of the proven kind only
    cookie_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(2), default="en")
    state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    floor: Mapped[str] = mapped_column(String(10), default="bot")
    waiting_since: Mapped[datetime | None]
    waiting_step: Mapped[str] = mapped_column(String(60), default="")
    waiting_problem: Mapped[str] = mapped_column(String(60), default="")
    last_number: Mapped[int] = mapped_column(Integer, default=0)
    read_number: Mapped[int] = mapped_column(Integer, default=0)  # up to here the person has seen it
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]


class Message(Base):
    """One line of a conversation, masked before it came here. ``body`` is an engine message as JSON."""

    __tablename__ = "messages"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    author: Mapped[str] = mapped_column(String(10))  # person | bot | staff | note
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]


class SeenEvent(Base):
    """An event this conversation has answered; the same id again has no second effect."""

    __tablename__ = "conversation_events"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    event_id: Mapped[str] = mapped_column(String(120), primary_key=True)
    at: Mapped[datetime]


class Feedback(Base):
    """An answer to "Did this answer your question?"."""

    __tablename__ = "conversation_feedback"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    helpful: Mapped[bool]
    at: Mapped[datetime]

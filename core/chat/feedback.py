"""The answers to "Did this answer your question?" under messages of the bot."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, insert_or_ignore


class Feedback(Base):
    """One answer; a message has at most one."""

    __tablename__ = "conversation_feedback"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    helpful: Mapped[bool]
    at: Mapped[datetime]


def record_feedback(
    session: Session, conversation_id: str, number: int, *, helpful: bool, now: datetime
) -> None:
    """Store the answer; a second answer replaces the first."""
    feedback = {"conversation_id": conversation_id, "number": number, "helpful": helpful, "at": now}
    if not insert_or_ignore(session, Feedback, feedback):
        session.merge(Feedback(**feedback))


def ratings(session: Session, conversation_id: str, *, first: int = 0) -> dict[int, bool]:
    """Which messages from number ``first`` on are rated, and whether they helped."""
    rated = select(Feedback.number, Feedback.helpful).where(
        Feedback.conversation_id == conversation_id, Feedback.number >= first
    )
    return {row.number: row.helpful for row in session.execute(rated)}

"""Saved replies: what the team writes often, kept under a title. They are shared, and plain text like every reply."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import entries
from core.chat.conversations import LONGEST_LINE
from core.ground.actors import Actor
from core.ground.db import Base, new_id
from core.people.staff_rights import NotAllowed, may_act

LONGEST_TITLE = 80
MOST = 200


class SavedReply(Base):
    """One text of the team's own, without any secret: the guard has read it before it came here."""

    __tablename__ = "saved_replies"
    __table_args__ = (Index("ix_saved_replies_title", "title", "id"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(ForeignKey("users.id"))


@dataclass(frozen=True)
class SavedReplyView:
    """A saved reply as the team picks it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Saved:
    """It is in the list."""

    id: str


@dataclass(frozen=True)
class Deleted:
    """It is no longer in the list."""


@dataclass(frozen=True)
class BadSavedReply:
    """It cannot be saved; ``field`` is title or text, ``why`` one plain sentence."""

    field: str
    why: str


@dataclass(frozen=True)
class NoSuchReply:
    """A colleague has deleted it."""


def listing(session: Session) -> tuple[SavedReplyView, ...]:
    """All of them, by title."""
    rows = session.scalars(select(SavedReply).order_by(func.lower(SavedReply.title), SavedReply.id))
    return tuple(SavedReplyView(row.id, row.title, row.text) for row in rows)


def save(
    session: Session, reply_id: str | None, *, title: str, text: str, by: Actor, now: datetime
) -> Saved | BadSavedReply | NoSuchReply | NotAllowed:
    """Keep a new text, or change the one with ``reply_id``."""
    if refused := may_act(session, by):
        return refused
    title, text = " ".join(title.split()), text.strip()
    if bad := _problem(title, text):
        return bad
    row = session.get(SavedReply, reply_id) if reply_id else _new(session)
    if isinstance(row, BadSavedReply):
        return row
    if row is None:
        return NoSuchReply()
    row.title, row.text, row.changed_at, row.changed_by = title, text, now, by.person_id
    session.add(row)
    session.flush()
    entries.record(session, "saved_reply.saved", by=by, now=now, on=row.id)
    return Saved(row.id)


def delete(
    session: Session, reply_id: str, *, by: Actor, now: datetime
) -> Deleted | NoSuchReply | NotAllowed:
    """Take it out of the list; messages already sent with it stay."""
    if refused := may_act(session, by):
        return refused
    row = session.get(SavedReply, reply_id)
    if row is None:
        return NoSuchReply()
    session.delete(row)
    entries.record(session, "saved_reply.deleted", by=by, now=now, on=reply_id)
    return Deleted()


def _new(session: Session) -> SavedReply | BadSavedReply:
    count = session.scalar(select(func.count()).select_from(SavedReply)) or 0
    if count >= MOST:
        return BadSavedReply("title", f"There are {MOST} saved replies. Delete one first.")
    return SavedReply(id=new_id())


def _problem(title: str, text: str) -> BadSavedReply | None:
    if not title:
        return BadSavedReply("title", "Give it a title, so that your colleagues find it.")
    if len(title) > LONGEST_TITLE:
        return BadSavedReply("title", f"The title is too long. It can have {LONGEST_TITLE} characters.")
    if not text:
        return BadSavedReply("text", "Write the text that will be inserted.")
    if len(text) > LONGEST_LINE:
        return BadSavedReply("text", f"The text is too long. It can have {LONGEST_LINE:,} characters.")
    return None

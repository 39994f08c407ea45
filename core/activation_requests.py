"""The request to activate 2FA for a practice: asked by its admin, decided by staff.

At most one request per practice is open; the database holds that, not the code.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id

RequestState = Literal["pending", "more_information", "approved", "declined", "withdrawn", "refused"]
OPEN_STATES = ("pending", "more_information")


class ActivationRequest(Base):
    """One ask and what became of it. ``refused`` is an Approve that found the asker no longer an admin."""

    __tablename__ = "activation_requests"
    __table_args__ = (
        CheckConstraint(
            "state IN ('pending','more_information','approved','declined','withdrawn','refused')", name="state"
        ),
        Index(
            "uq_activation_requests_open_practice",
            "practice_id",
            unique=True,
            sqlite_where=text("state IN ('pending', 'more_information')"),
            postgresql_where=text("state IN ('pending', 'more_information')"),
        ),
        Index("ix_activation_requests_state_asked", "state", "asked_at", "id"),
        Index("ix_activation_requests_asked", "asked_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practices.id"))
    state: Mapped[str] = mapped_column(String(20))
    asked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")  # why declined or refused, as the admin reads it


class Asker(Base):
    """An admin behind a request, with the proof of who they were when they asked. The first one filed it."""

    __tablename__ = "activation_request_askers"

    request_id: Mapped[str] = mapped_column(ForeignKey("activation_requests.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    joined_at: Mapped[datetime]
    role: Mapped[str] = mapped_column(String(10))  # in this practice, at that moment
    channel: Mapped[str] = mapped_column(String(20))
    factor: Mapped[str] = mapped_column(String(20))  # how they were signed in: none = password only
    session_id: Mapped[str | None] = mapped_column(String(24))
    ip: Mapped[str | None] = mapped_column(String(45))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))


class Exchange(Base):
    """A question of the staff about a request, and the admin's answer once there is one."""

    __tablename__ = "activation_request_exchanges"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(ForeignKey("activation_requests.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

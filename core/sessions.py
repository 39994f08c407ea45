"""Sessions: rows keyed by the SHA-256 of a 256-bit token; idle and absolute limits; ended, never deleted in haste."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class SessionRow(Base):
    """One signed-in browser. The token is new at password, second factor and step-up; the row stays the same."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_user_ended", "user_id", "ended_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    audience: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    factor: Mapped[str] = mapped_column(String(20))  # none | totp | recovery_token
    factor_at: Mapped[datetime | None]
    ip: Mapped[str | None] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    practice_id: Mapped[str | None] = mapped_column(ForeignKey("practices.id"))  # the one the dashboard shows
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(30))


class TrustedBrowser(Base):
    """A browser that completed the second factor for this person: its own attempt budget, no other privilege."""

    __tablename__ = "trusted_browsers"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

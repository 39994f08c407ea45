"""Signing in: password first, then what the policy demands. A half sign-in is a row of its own, never a session."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class HalfSignIn(Base):
    """A right password that still owes its second factor: 5 minutes, 5 tries, its own cookie."""

    __tablename__ = "half_sign_ins"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(20))  # signed_in | cancelled | password_changed | …
    next_path: Mapped[str] = mapped_column(String(500), default="/")

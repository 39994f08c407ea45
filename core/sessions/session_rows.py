"""The table of signed-in browsers, and how long a session lasts. The rules about it are in ``sessions``."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.ground.actors import Factor
from core.ground.db import Base, new_id
from core.people.users import Audience

IDLE = {"account": timedelta(minutes=30), "console": timedelta(minutes=15)}  # ASVS 7.3.1
ABSOLUTE = {"account": timedelta(hours=12), "console": timedelta(hours=8)}  # ASVS 7.3.2


class SessionRow(Base):
    """One signed-in browser. The token is new at password, second factor and step-up; the row stays the same."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_user_ended", "user_id", "ended_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    audience: Mapped[Audience] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime]
    factor: Mapped[Factor] = mapped_column(String(20))
    factor_at: Mapped[datetime | None]
    ip: Mapped[str | None] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    practice_id: Mapped[str | None] = mapped_column(ForeignKey("practices.id"))  # the one the dashboard shows
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(30))

"""What people must be told once a change commits: written with the change, delivered afterwards, never lost."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class OutboxRow(Base):
    """One notice for one person. ``kind`` names the text; ``data`` its facts (no secret, no link that opens anything)."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "delivered_at", "dead_at", "due_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    via: Mapped[str] = mapped_column(String(16))  # mail | conversation | slack | staff_channel
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    once: Mapped[str | None] = mapped_column(String(120), unique=True)  # the same notice is written once
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]  # given up: staff see it
    last_error: Mapped[str | None] = mapped_column(String(300))

"""Recovery tokens: ten single-use stand-ins for the phone, shown once."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class RecoveryToken(Base):
    """The argon2id hash of one token; ``number`` (1..10) is its readable first part and selects the row."""

    __tablename__ = "recovery_tokens"
    __table_args__ = (Index("ix_recovery_tokens_user", "user_id", "number"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]

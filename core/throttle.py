"""Attempt budgets, in the database, so that a limit holds over processes and restarts.

An attempt is counted before the check and committed, whatever becomes of the request (ASVS 6.3.1).
"""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class AttemptBudget(Base):
    """One row per key, locked while an attempt is counted so that parallel tries queue up."""

    __tablename__ = "attempt_budgets"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    counted: Mapped[int] = mapped_column(default=0)  # over all time; only there to be updated


class Attempt(Base):
    """One counted try; ``cleared_at`` is set when a success of the same key forgives it."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(160))
    at: Mapped[datetime]
    cleared_at: Mapped[datetime | None]

"""Enrollments: a person's TOTP factor from the first QR code to the end. At most one is live, one is pending.

Beginning again never touches the live factor: the new secret waits as pending until a code confirms it.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id

EnrollmentState = Literal["pending", "live", "superseded", "retired"]


class Enrollment(Base):
    """One secret of one person. ``secret`` is sealed (AAD = purpose + person + enrollment) and wiped when retired."""

    __tablename__ = "enrollments"
    __table_args__ = (
        CheckConstraint("state IN ('pending','live','superseded','retired')", name="state"),
        Index(
            "uq_enrollments_live_user",
            "user_id",
            unique=True,
            sqlite_where=text("state = 'live'"),
            postgresql_where=text("state = 'live'"),
        ),
        Index(
            "uq_enrollments_pending_user",
            "user_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
        Index("ix_enrollments_user", "user_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(12))
    secret: Mapped[str | None] = mapped_column(Text)
    session_id: Mapped[str | None] = mapped_column(String(24))  # a pending secret belongs to one session
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]  # of a pending secret: 30 minutes; of a superseded one: 24 hours
    confirmed_at: Mapped[datetime | None]
    confirmed_session_id: Mapped[str | None] = mapped_column(String(24))
    last_used_at: Mapped[datetime | None]
    tokens_acknowledged_at: Mapped[datetime | None]  # "Ok, Got it!"
    tokens_issued_at: Mapped[datetime | None]
    failures_in_a_row: Mapped[int] = mapped_column(Integer, default=0)
    locked_at: Mapped[datetime | None]  # 50 failures: only a recovery token or a reset opens it
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(20))  # replaced | turned_off | expired | started_again


class TotpCounter(Base):
    """The last time step a person used, for every purpose together: it only grows (RFC 6238 5.2, NIST 3.1.4.2)."""

    __tablename__ = "totp_counters"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    last_step: Mapped[int] = mapped_column(Integer)


class RefusedStep(Base):
    """A step whose code was named "ahead": it stays refused when its time comes, or the hint would help a thief."""

    __tablename__ = "totp_refused_steps"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    step: Mapped[int] = mapped_column(Integer, primary_key=True)

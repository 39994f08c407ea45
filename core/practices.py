"""Practices, the groups they belong to, and who works in them with which role."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id

Role = Literal["admin", "member"]
DEFAULT_TIME_ZONE = "America/New_York"


class Group(Base):
    """A customer with several practices."""

    __tablename__ = "groups"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class Practice(Base):
    """One place of work. ``activated_at`` set means: its members may set 2FA up, and the group rule looks here."""

    __tablename__ = "practices"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("groups.id"), index=True)
    time_zone: Mapped[str] = mapped_column(String(64), default=DEFAULT_TIME_ZONE)
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    activated_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    deactivated_at: Mapped[datetime | None]


class Membership(Base):
    """A person in a practice with a role there; ``ended_at`` set means they no longer work in it."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("role IN ('admin', 'member')", name="role"),
        Index("ix_memberships_practice", "practice_id", "role"),
    )

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practices.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

"""People who can sign in: members of practices on the account site, ThoroughCare's staff on the console."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id

Audience = Literal["account", "console"]
StaffRole = Literal["agent", "supervisor", "auditor"]


class User(Base):
    """A person. The e-mail (stored in lower case) is the account name; ``password_hash`` is argon2id or nothing yet."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("audience IN ('account', 'console')", name="audience"),
        CheckConstraint("(audience = 'console') = (staff_role IS NOT NULL)", name="staff_role"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    audience: Mapped[str] = mapped_column(String(10))
    staff_role: Mapped[str | None] = mapped_column(String(10))
    password_hash: Mapped[str | None] = mapped_column(String(300))
    password_changed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    guide_opted_out_at: Mapped[datetime | None]  # "do not offer me the set-up guide again"

"""Single-use links: set a first password, reset a forgotten one, accept a staff invitation.

The secret of a link is an HMAC over its row's id, so the database never holds what opens it: the mailer derives
it when it writes the mail. GET shows the page, POST consumes (a mail scanner must not use the link up).
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id

Purpose = Literal["set_password", "reset_password", "staff_invitation"]


class OneTimeLink(Base):
    """One mailed link; ``used_at`` is set by the guarded UPDATE that consumes it."""

    __tablename__ = "one_time_links"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    purpose: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

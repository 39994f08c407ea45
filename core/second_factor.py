"""Checking a second factor: a TOTP code or a recovery token, for whatever purpose, in one place.

Count, then check, then conclude: the attempt is committed before anything is compared, and the use of the code and
its effect commit together.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, new_id


class CodeRefusal(Base):
    """Why a code was refused, kept so that page and chat can name the problem. It never holds the code."""

    __tablename__ = "code_refusals"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))  # sign_in | set_up | step_up | proof
    half_sign_in_id: Mapped[str | None] = mapped_column(String(24), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    offset: Mapped[int | None] = mapped_column(Integer)  # half-minutes, negative = behind
    step: Mapped[int | None] = mapped_column(Integer)
    until: Mapped[datetime | None]

"""How far each person has come with setting 2FA up, so that help can follow and one reminder is sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground import outbox
from core.ground.columns import one_of
from core.ground.db import Base, announce, changed, insert_or_ignore
from core.ground.outbox import NoticeKind

Step = Literal["offered", "started", "qr_issued", "code_refused", "enabled", "acknowledged"]
ServerStep = Literal["qr_issued", "code_refused", "enabled", "acknowledged"]
NOTICES: Mapping[ServerStep, NoticeKind] = {
    "qr_issued": "set_up_qr_issued",
    "code_refused": "set_up_code_refused",
    "enabled": "set_up_enabled",
    "acknowledged": "set_up_acknowledged",
}

UNFINISHED: tuple[Step, ...] = ("started", "qr_issued", "code_refused", "enabled")
_WITH_A_SECRET: tuple[Step, ...] = ("qr_issued", "code_refused")


class SetUpProgress(Base):
    """The last step a person took and when. ``nudged_at``: when this stage's one reminder was sent."""

    __tablename__ = "set_up_progress"
    __table_args__ = (
        one_of("step", Step),
        Index("ix_set_up_progress_stopped", "nudged_at", "moved_at"),
        Index("ix_set_up_progress_step", "step", "moved_at"),
    )

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    step: Mapped[Step] = mapped_column(String(12))
    moved_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]  # when the guide was last offered
    nudged_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # when the page first showed set-up, in this stage


def moved(session: Session, user_id: str, step: ServerStep, *, now: datetime) -> None:
    """Record a step of a person's set-up; the chat that may be guiding them is notified.

    An enabled factor starts the last stage, saving the tokens, which has its own reminder.
    """
    values: dict[str, Any] = {"step": step, "moved_at": now}
    again = {"nudged_at": None, "opened_at": None} if step == "enabled" else {}
    _keep(session, user_id, values | again)
    outbox.tell(session, NOTICES[step], via="conversation", user_id=user_id, now=now)
    announce(session, f"person:{user_id}")


def started(session: Session, user_id: str, *, now: datetime) -> None:
    """The guide leads this person; a QR code that was issued already stays the step they are at."""
    mine = update(SetUpProgress).where(SetUpProgress.user_id == user_id)
    if not changed(session, mine.where(SetUpProgress.step.in_(_WITH_A_SECRET)).values(moved_at=now)):
        _keep(session, user_id, {"step": "started", "moved_at": now})


def opened(session: Session, user_id: str, *, now: datetime) -> None:
    """The page shows this person set-up: they have begun, and the chat is notified once."""
    if is_opened(session, user_id):
        return
    started(session, user_id, now=now)
    session.execute(update(SetUpProgress).where(SetUpProgress.user_id == user_id).values(opened_at=now))
    announce(session, f"person:{user_id}")


def is_opened(session: Session, user_id: str) -> bool:
    """Whether the page has shown this person set-up since they last finished it."""
    progress = session.get(SetUpProgress, user_id, populate_existing=True)
    return progress is not None and progress.opened_at is not None


def offered(session: Session, user_id: str, *, now: datetime) -> None:
    """The guide was offered to this person just now."""
    first = {"user_id": user_id, "step": "offered", "moved_at": now, "offered_at": now}
    if not insert_or_ignore(session, SetUpProgress, first):
        mine = update(SetUpProgress).where(SetUpProgress.user_id == user_id)
        session.execute(mine.values(offered_at=now))


def offered_at(session: Session, user_id: str) -> datetime | None:
    """When the guide was last offered to this person; None for never."""
    progress = session.get(SetUpProgress, user_id, populate_existing=True)
    return progress.offered_at if progress else None


def _keep(session: Session, user_id: str, values: dict[str, Any]) -> None:
    if not insert_or_ignore(session, SetUpProgress, {"user_id": user_id} | values):
        session.execute(update(SetUpProgress).where(SetUpProgress.user_id == user_id).values(**values))

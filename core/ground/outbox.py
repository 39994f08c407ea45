"""Notices to people about a change: written in its transaction, delivered afterwards, never lost."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, String, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import announce, changed, insert_or_ignore, new_id
from core.ground.jobs.job_queue import GIVEN_UP, JobQueue, JobRow

Via = Literal["mail", "conversation", "slack", "staff_channel"]
NoticeKind = Literal[
    "answer_waits",
    "audit_head",
    "conversation_closed",
    "conversation_given_back",
    "conversation_waiting",
    "enrollment_enabled",
    "enrollment_replaced",
    "enrollment_turned_off",
    "guide_nudged",
    "member_reminder",
    "guide_offered",
    "password_changed",
    "practice_activated",
    "practice_change_decided",
    "practice_change_proposed",
    "practice_deactivated",
    "practice_finished",
    "practice_optional",
    "practice_required",
    "practice_required_soon",
    "practice_requirement_declined",
    "recovery_token_burned",
    "recovery_token_used",
    "recovery_tokens_issued",
    "request_answered",
    "request_approved",
    "request_asked",
    "request_declined",
    "request_more_information",
    "request_refused",
    "request_withdrawn",
    "reset_approved",
    "reset_declined",
    "reset_done",
    "reset_filed",
    "reset_frozen",
    "reset_password",
    "reset_proposed",
    "reset_withdrawn",
    "second_factor_locked",
    "sessions_ended_by_staff",
    "set_password",
    "set_up_acknowledged",
    "set_up_again",
    "set_up_code_refused",
    "set_up_enabled",
    "set_up_invited",
    "set_up_qr_issued",
    "slack_line",
    "slack_linked",
    "slack_settle",
    "slack_unlinked",
    "staff_invitation",
    "staff_recovered",
    "weekly_report",
    "wrong_codes",
]

AFTERWARDS = ("guide_offered",)  # of one moment, the decision is told before what follows from it


class OutboxRow(JobRow):
    """One notice for one person. ``kind`` names the text; ``data`` its facts (no secret, no link with a token)."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "delivered_at", "dead_at", "due_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    kind: Mapped[NoticeKind] = mapped_column(String(40))
    via: Mapped[Via] = mapped_column(String(16))
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    once: Mapped[str | None] = mapped_column(String(120), unique=True)  # the same notice is written once
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column("delivered_at")


QUEUE = JobQueue(
    OutboxRow,
    lease=timedelta(minutes=2),
    first_wait=timedelta(seconds=5),
    longest_wait=timedelta(hours=1),
    tries=40,  # with these waits: a little over a day
)


def tell(
    session: Session,
    kind: NoticeKind,
    *,
    via: Via,
    now: datetime,
    user_id: str | None = None,
    conversation_id: str | None = None,
    data: dict[str, Any] | None = None,
    once: str | None = None,
) -> bool:
    """Write one notice with the change it tells of. False when ``once`` names a notice that is written already."""
    announce(session, f"outbox:{via}")
    return insert_or_ignore(
        session,
        OutboxRow,
        {
            "id": new_id(),
            "kind": kind,
            "via": via,
            "user_id": user_id,
            "conversation_id": conversation_id,
            "data": data or {},
            "once": once,
            "created_at": now,
            "due_at": now,
            "attempts": 0,
        },
    )


def claim(session: Session, *, via: Sequence[Via], now: datetime, limit: int = 20) -> list[OutboxRow]:
    """Take up to ``limit`` due notices for 2 minutes."""
    order = (OutboxRow.due_at, OutboxRow.kind.in_(AFTERWARDS), OutboxRow.id)
    return QUEUE.claim(session, OutboxRow.via.in_(via), order=order, now=now, limit=limit)


def try_again(session: Session, notice_id: str, *, now: datetime) -> bool:
    """Retry a notice that was given up, for another 40 tries; False when it was not given up."""
    announce(session, GIVEN_UP)
    again = update(OutboxRow).where(OutboxRow.id == notice_id, OutboxRow.dead_at.is_not(None))
    return changed(session, again.values(dead_at=None, attempts=0, due_at=now)) == 1

"""The audit trail: insert-only entries. No entry, no effect (45 CFR 164.312(b), ASVS 16.2).

``core.audit.chain`` seals them, ``core.history.audit_views`` shows them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.actors import Actor
from core.ground.db import Base
from core.ground.hot.statements import insert_of


class AuditEntry(Base):
    """Who did what, on whom, where and how. ``details`` holds facts, never a secret and never free text of a chat."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_at", "at", "id"),
        Index("ix_audit_entries_subject_at", "subject_id", "at", "id"),
        Index("ix_audit_entries_practice_at", "practice_id", "at", "id"),
        Index("ix_audit_entries_actor_at", "actor_id", "at", "id"),
        Index("ix_audit_entries_action_at", "action", "at", "id"),
        {"sqlite_autoincrement": True},  # the number of a removed last entry is never given again
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    actor_id: Mapped[str | None] = mapped_column(String(24))
    action: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str | None] = mapped_column(String(24))
    practice_id: Mapped[str | None] = mapped_column(String(24))
    ip: Mapped[str | None] = mapped_column(String(45))
    channel: Mapped[str] = mapped_column(String(20))
    factor: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(40))
    request_id: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


_WRITE = insert_of(AuditEntry, but=("id",))


def record(
    session: Session,
    action: str,
    *,
    by: Actor,
    now: datetime,
    on: str | None = None,
    practice: str | None = None,
    outcome: str = "done",
    details: dict[str, Any] | None = None,
) -> None:
    """Write one entry in the transaction of the change it tells of: both commit or neither (fail closed).

    ``action`` is dotted lower-case words (``request.approved``); ``on`` is the id of the person or thing it was done to.
    """
    _WRITE.run(
        session,
        at=now,
        actor_id=by.user_id,
        action=action,
        subject_id=on,
        practice_id=practice,
        ip=by.ip,
        channel=by.channel,
        factor=by.factor,
        outcome=outcome,
        request_id=by.request_id,
        details=details or {},
    )

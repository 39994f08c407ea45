"""What was wrong with a code or a recovery token, kept so that page and chat can name the problem."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ForeignKey, Index, Integer, String, bindparam, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import entries
from core.ground.actors import Actor
from core.ground.db import Base, announce, new_id
from core.ground.hot.statements import Query
from core.second_factor import set_up_progress, used_steps
from core.second_factor.code_verdicts import OldCode, Verdict

SecondFactor = Literal["totp", "recovery_token"]
Purpose = Literal["sign_in", "set_up", "step_up", "proof", "chat"]
Kind = Literal[
    "malformed",
    "wrong",
    "expired",
    "already_used",
    "clock_ahead",
    "clock_behind",
    "old_qr",
    "too_many_tries",
    "locked",
    "no_factor",
    "unreadable",
    "busy",
]
_SAME_TROUBLE = timedelta(minutes=15)


class CodeRefusal(Base):
    """Why a code was refused. It never holds the code."""

    __tablename__ = "code_refusals"
    __table_args__ = (Index("ix_code_refusals_user_at", "user_id", "at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    purpose: Mapped[Purpose] = mapped_column(String(20))
    factor: Mapped[SecondFactor] = mapped_column(String(20))  # what was typed
    half_sign_in_id: Mapped[str | None] = mapped_column(String(24), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[Kind] = mapped_column(String(20))
    offset: Mapped[int | None] = mapped_column(Integer)  # half-minutes, negative = behind
    step: Mapped[int | None] = mapped_column(Integer)
    until: Mapped[datetime | None]


@dataclass(frozen=True)
class Refusal:
    """A second factor that was not accepted, and what exactly is wrong.

    ``steps``: half-minutes the phone's clock is off, or since the code showed. ``until``: when the next try is free.
    ``retry_in``: seconds. ``at_set_up``: its budget is the set-up's own, so recovery tokens need not wait.
    """

    kind: Kind
    steps: int = 0
    until: datetime | None = None
    retry_in: int | None = None
    factor: SecondFactor = "totp"  # what was typed
    at_set_up: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class PastRefusal:
    """A refusal that happened earlier, for the person or bot that helps."""

    refusal: Refusal
    purpose: Purpose
    at: datetime


@dataclass(frozen=True)
class Attempt:
    """One try of a second factor: whose, for what, with what, by whom and when."""

    user_id: str
    purpose: Purpose
    factor: SecondFactor
    by: Actor
    now: datetime
    half_sign_in_id: str | None = None


_OLD_CODES = Query(
    select(CodeRefusal.step, CodeRefusal.offset)
    .where(CodeRefusal.user_id == bindparam("person"), CodeRefusal.at > bindparam("since"))
    .where(or_(CodeRefusal.kind == "expired", CodeRefusal.kind == "clock_behind"))
    .where(CodeRefusal.step.is_not(None), CodeRefusal.offset.is_not(None)),
    OldCode,
)


def refuse(session: Session, attempt: Attempt, kind: Kind, *, until: datetime | None = None) -> Refusal:
    """Refuse for a reason that is not in the code itself, and write that down."""
    refusal = Refusal(kind, until=until, factor=attempt.factor, at_set_up=attempt.purpose == "set_up")
    return _keep(session, attempt, refusal, Verdict("wrong"))


def refuse_code(
    session: Session, attempt: Attempt, verdict: Verdict, *, is_of_old_qr: bool = False
) -> Refusal:
    """Refuse a code for what it is, and write that down.

    A code refused as "ahead" is burned: otherwise the hint would tell a thief which code works in a minute.
    """
    if verdict.kind == "clock_ahead" and verdict.step is not None:
        used_steps.burn_step(session, attempt.user_id, verdict.step)
    kind: Kind = "old_qr" if is_of_old_qr else _refused_kind(verdict)
    refusal = Refusal(kind, _steps(kind, verdict.offset), retry_in=verdict.retry_in or None)
    return _keep(session, attempt, refusal, verdict)


def last_refusal(
    session: Session, user_id: str, *, purpose: Purpose | None = None, since: datetime
) -> PastRefusal | None:
    """The person's latest refusal since then, for one purpose or any."""
    query = select(CodeRefusal).where(CodeRefusal.user_id == user_id, CodeRefusal.at >= since)
    if purpose is not None:
        query = query.where(CodeRefusal.purpose == purpose)
    row = session.scalars(query.order_by(CodeRefusal.at.desc()).limit(1)).first()
    return PastRefusal(_refusal(row), row.purpose, row.at) if row else None


def old_codes(session: Session, user_id: str, *, now: datetime) -> tuple[OldCode, ...]:
    """The codes refused as too old in the last quarter of an hour."""
    return tuple(_OLD_CODES.all(session, person=user_id, since=now - _SAME_TROUBLE))


def _keep(session: Session, attempt: Attempt, refusal: Refusal, verdict: Verdict) -> Refusal:
    """The row for page and chat, and the entry for the audit trail (ASVS 16.3.1)."""
    row = CodeRefusal(
        user_id=attempt.user_id,
        purpose=attempt.purpose,
        factor=attempt.factor,
        half_sign_in_id=attempt.half_sign_in_id,
        at=attempt.now,
        kind=refusal.kind,
        offset=verdict.offset,
        step=verdict.step,
        until=refusal.until,
    )
    session.add(row)
    details = {"purpose": attempt.purpose, "typed": attempt.factor}
    entries.record(
        session,
        "second_factor.refused",
        by=attempt.by,
        now=attempt.now,
        on=attempt.user_id,
        outcome=refusal.kind,
        details=details,
    )
    if attempt.purpose == "set_up":
        set_up_progress.moved(session, attempt.user_id, "code_refused", now=attempt.now)
    announce(session, f"person:{attempt.user_id}")
    return refusal


def _refused_kind(verdict: Verdict) -> Kind:
    return "wrong" if verdict.kind == "accepted" else verdict.kind


def _refusal(row: CodeRefusal) -> Refusal:
    factor = row.factor
    at_set_up = row.purpose == "set_up"
    steps = _steps(row.kind, row.offset)
    return Refusal(row.kind, steps, row.until, factor=factor, at_set_up=at_set_up)


def _steps(kind: str, offset: int | None) -> int:
    if kind == "expired":
        return max(0, -(offset or 0))
    return abs(offset or 0) if kind in {"clock_ahead", "clock_behind"} else 0

"""Enrollments: a person's TOTP factor from the first QR code to the end. At most one is live, one is pending.

Beginning again never touches the live factor: the new secret waits as pending until a code confirms it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Exists,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from core.audit import entries
from core.ground import alarms
from core.ground.actors import Actor
from core.ground.columns import one_of
from core.ground.db import Base, announce, changed, new_id
from core.ground.hot.statements import Query
from core.ground.sealing import CannotUnseal, KeyRing
from core.second_factor import recovery_tokens, set_up_progress
from core.second_factor.readable_secret import ALARM, open_secret, seal_secret
from core.second_factor.recovery_tokens import RecoveryToken

PENDING_FOR = timedelta(minutes=30)
NAMED_FOR = timedelta(hours=24)  # how long a superseded secret can explain "you scanned the old QR code"
LOCK_AFTER = 50  # failures in a row (NIST SP 800-63B-4 3.2.2 allows 100)
LOCKED = text("state = 'live' AND locked_at IS NOT NULL")
UNSAVED = text("state = 'live' AND tokens_acknowledged_at IS NULL")
EnrollmentState = Literal["pending", "live", "superseded", "retired"]


class Enrollment(Base):
    """One secret of one person. ``secret`` is sealed (AAD = purpose + person + enrollment) and wiped when retired."""

    __tablename__ = "enrollments"
    __table_args__ = (
        one_of("state", EnrollmentState),
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
        Index("ix_enrollments_locked", "user_id", sqlite_where=LOCKED, postgresql_where=LOCKED),
        Index("ix_enrollments_unsaved", "user_id", sqlite_where=UNSAVED, postgresql_where=UNSAVED),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    state: Mapped[EnrollmentState] = mapped_column(String(12))
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
    locked_at: Mapped[datetime | None]  # 50 failures: only a recovery token or a reset unlocks it
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(20))  # replaced | turned_off | started_again | …

    @property
    def is_locked(self) -> bool:
        """Whether 50 failures in a row have locked codes; a recovery token still works."""
        return self.locked_at is not None or self.failures_in_a_row >= LOCK_AFTER


@dataclass(frozen=True)
class EnrollmentView:
    """Where a person is with their second factor, as Settings, the guide and the staff see it.

    ``qr_issued``: a QR code was shown and not confirmed; it may have waited too long (``pending_expires_at`` is past).
    """

    state: Literal["none", "pending", "live"]
    since: datetime | None = None
    last_used_at: datetime | None = None
    tokens_left: int = 0
    tokens_acknowledged: bool = False
    locked: bool = False
    pending_expires_at: datetime | None = None
    qr_issued: bool = False


@dataclass(frozen=True)
class Pending:
    """The secret that waits for its first code, shown only to the session that began."""

    enrollment_id: str
    secret: bytes = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class PendingExpired:
    """The secret waited too long, or does not open any more: begin again, and tell the person to delete the old entry."""


def is_live_of(user_id: str | InstrumentedAttribute[str] | BindParameter[str]) -> ColumnElement[bool]:
    """The condition that an enrollment is this person's factor, the one that counts."""
    return and_(Enrollment.user_id == user_id, Enrollment.state == "live")


def has_live_factor(user_id: str | InstrumentedAttribute[str]) -> Exists:
    """The condition that this person has set a second factor up."""
    return exists().where(is_live_of(user_id))


class _Standing(NamedTuple):
    state: EnrollmentState
    id: str
    user_id: str
    secret: str | None
    session_id: str | None
    confirmed_at: datetime | None
    last_used_at: datetime | None
    tokens_acknowledged_at: datetime | None
    failures_in_a_row: int
    locked_at: datetime | None
    expires_at: datetime | None
    tokens_left: int


PERSON: BindParameter[str] = bindparam("person")
TOKENS_LEFT = (
    select(func.count())
    .where(RecoveryToken.user_id == Enrollment.user_id)
    .where(RecoveryToken.used_at.is_(None), RecoveryToken.replaced_at.is_(None))
    .scalar_subquery()
)
_STANDING = Query(
    select(*(getattr(Enrollment, name) for name in _Standing._fields if name != "tokens_left"), TOKENS_LEFT)
    .where(Enrollment.user_id == PERSON)
    .where(or_(Enrollment.state == "live", Enrollment.state == "pending")),
    _Standing,
)


def standing(session: Session, user_id: str, *, now: datetime) -> EnrollmentView:
    """Where the person stands. While a replacement waits, the live factor is what counts."""
    rows = {row.state: row for row in _STANDING.all(session, person=user_id)}
    live, waiting = rows.get("live"), rows.get("pending")
    expires_at = waiting.expires_at if waiting else None
    if live is None:
        state: Literal["none", "pending"] = "pending" if expires_at and expires_at > now else "none"
        return EnrollmentView(state, pending_expires_at=expires_at, qr_issued=waiting is not None)
    return EnrollmentView(
        state="live",
        since=live.confirmed_at,
        last_used_at=live.last_used_at,
        tokens_left=live.tokens_left,
        tokens_acknowledged=live.tokens_acknowledged_at is not None,
        locked=live.locked_at is not None or live.failures_in_a_row >= LOCK_AFTER,
        pending_expires_at=expires_at,
        qr_issued=waiting is not None,
    )


def pending(
    session: Session, keys: KeyRing, user_id: str, *, session_id: str | None, now: datetime
) -> Pending | PendingExpired | None:
    """The secret this session began with. Another session of the same person sees nothing (SECURITY: bound)."""
    row = {each.state: each for each in _STANDING.all(session, person=user_id)}.get("pending")
    if row is None or row.expires_at is None or row.session_id != session_id:
        return None
    if row.expires_at <= now:
        return PendingExpired()
    try:
        return Pending(row.id, open_secret(keys, row), row.expires_at)
    except CannotUnseal:
        return PendingExpired()  # it can be shown no more; the team is told when a code of it is tried


def acknowledge(session: Session, user_id: str, *, by: Actor, now: datetime) -> bool:
    """The person pressed "Ok, Got it!": their recovery tokens are saved. False when that was known already."""
    waiting = update(Enrollment).where(is_live_of(user_id), Enrollment.tokens_acknowledged_at.is_(None))
    if not changed(session, waiting.values(tokens_acknowledged_at=now)):
        return False
    entries.record(session, "recovery_tokens.acknowledged", by=by, now=now, on=user_id)
    set_up_progress.moved(session, user_id, "acknowledged", now=now)
    announce(session, f"person:{user_id}")
    return True


def add_pending(
    session: Session, keys: KeyRing, user_id: str, secret: bytes, *, session_id: str | None, now: datetime
) -> Enrollment:
    """A new secret that waits for its first code from this session, for 30 minutes."""
    row = Enrollment(
        id=(enrollment_id := new_id()),
        user_id=user_id,
        state="pending",
        secret=seal_secret(keys, user_id, enrollment_id, secret),
        session_id=session_id,
        created_at=now,
        expires_at=now + PENDING_FOR,
    )
    session.add(row)
    session.flush()
    return row


def make_live(session: Session, row: Enrollment, *, session_id: str | None, now: datetime) -> None:
    """The waiting secret becomes the factor. A live one must have been superseded before (unique index)."""
    row.state = "live"
    row.confirmed_at = row.last_used_at = now
    row.confirmed_session_id = session_id
    row.expires_at = None
    session.flush()


def supersede(
    session: Session, user_id: str, state: Literal["pending", "live"], *, why: str, now: datetime
) -> int:
    """Put another secret in its place; for a day the old one can still explain a code of the old entry."""
    current = update(Enrollment).where(Enrollment.user_id == user_id, Enrollment.state == state)
    if state == "live":
        alarms.end(session, f"{ALARM}:{user_id}")
    gone = {"state": "superseded", "expires_at": now + NAMED_FOR, "ended_at": now, "ended_why": why}
    return changed(session, current.values(gone))


def retire_all(session: Session, user_id: str, *, why: str, now: datetime) -> bool:
    """End the live factor and destroy every secret of the person; True when a factor was live."""
    alarms.end(session, f"{ALARM}:{user_id}")
    theirs = update(Enrollment).where(Enrollment.user_id == user_id)
    gone = {"state": "retired", "secret": None, "ended_at": now, "ended_why": why}
    was_live = changed(session, theirs.where(Enrollment.state == "live").values(gone)) == 1
    session.execute(theirs.where(Enrollment.state.in_(("pending", "superseded"))).values(gone))
    return was_live


def give_tokens(
    session: Session, keys: KeyRing, user_id: str, enrollment_id: str, *, now: datetime
) -> tuple[str, ...]:
    """A new set for the factor, not acknowledged yet; the old set stops working. Its texts exist only in the answer."""
    tokens = recovery_tokens.make_set()
    recovery_tokens.store_set(session, keys, user_id, enrollment_id, tokens, now=now)
    issued = update(Enrollment).where(Enrollment.id == enrollment_id)
    session.execute(issued.values(tokens_issued_at=now, tokens_acknowledged_at=None))
    return tuple(token.text for token in tokens)


def live_of(session: Session, user_id: str) -> Enrollment | None:
    """The person's live factor as this transaction sees it now."""
    return _newest(session, user_id, "live")


def pending_of(session: Session, user_id: str) -> Enrollment | None:
    """The secret that waits, from any session, also an expired one."""
    return _newest(session, user_id, "pending")


def superseded_of(session: Session, user_id: str, *, now: datetime) -> list[Enrollment]:
    """Earlier secrets that may still be in the person's phone; used only to explain a wrong code."""
    query = select(Enrollment).where(
        Enrollment.user_id == user_id, Enrollment.state == "superseded", Enrollment.expires_at > now
    )
    return [row for row in session.scalars(query) if row.secret is not None]


def _newest(session: Session, user_id: str, state: EnrollmentState) -> Enrollment | None:
    query = select(Enrollment).where(Enrollment.user_id == user_id, Enrollment.state == state)
    return session.scalars(query.execution_options(populate_existing=True)).first()

"""Sessions: rows keyed by the SHA-256 of a 256-bit token; idle and absolute limits; ended, then deleted by retention.

A session is only good while its person may sign in: a person who is disabled, works in no practice, or owes a
second factor that this session has not shown, is not signed in, even if the row is live.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, exists, or_, select, true, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import entries
from core.ground.actors import Actor, Factor
from core.ground.db import Base, announce, changed, new_id
from core.ground.random_tokens import new_token, token_hash
from core.people.users import Audience, StaffRole, User
from core.practices import practices
from core.practices.practices import Membership, Practice
from core.second_factor.enrollments import has_live_factor

IDLE = {"account": timedelta(minutes=30), "console": timedelta(minutes=15)}  # ASVS 7.3.1
ABSOLUTE = {"account": timedelta(hours=12), "console": timedelta(hours=8)}  # ASVS 7.3.2
SEEN_EVERY = timedelta(minutes=1)


class SessionRow(Base):
    """One signed-in browser. The token is new at password, second factor and step-up; the row stays the same."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_user_ended", "user_id", "ended_at"),)

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    audience: Mapped[Audience] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime]
    factor: Mapped[Factor] = mapped_column(String(20))
    factor_at: Mapped[datetime | None]
    ip: Mapped[str | None] = mapped_column(String(45))
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    practice_id: Mapped[str | None] = mapped_column(ForeignKey("practices.id"))  # the one the dashboard shows
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(30))


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in on this browser, with which proof, and until when if idle (``ends_at``)."""

    session_id: str
    user_id: str
    email: str
    name: str
    audience: Audience
    staff_role: StaffRole | None
    factor: Factor
    factor_at: datetime | None
    practice_id: str | None
    created_at: datetime
    last_seen_at: datetime
    ends_at: datetime

    def wants_touch(self, *, now: datetime) -> bool:
        """Whether :func:`touch` would write: at most once a minute, so that reading pages costs no write."""
        return now - self.last_seen_at >= SEEN_EVERY


@dataclass(frozen=True)
class SessionView:
    """One line of the list of signed-in sessions."""

    id: str
    is_current: bool
    started_at: datetime
    last_seen_at: datetime
    ip: str | None
    user_agent: str
    factor: Factor


def start(
    session: Session, user: User, *, factor: Factor, by: Actor, user_agent: str, now: datetime
) -> tuple[str, SignedIn]:
    """Sign a person in, with its audit entry; the caller has checked that nothing more is owed."""
    token = new_token()
    row = SessionRow(
        id=new_id(),
        token_sha256=token_hash(token),
        user_id=user.id,
        audience=user.audience,
        created_at=now,
        last_seen_at=now,
        factor=factor,
        factor_at=None if factor == "none" else now,
        ip=by.ip,
        user_agent=user_agent[:300],
        practice_id=_first_practice(session, user.id),
    )
    session.add(row)
    session.flush()
    by = Actor(user.id, by.channel, by.ip, row.id, factor, row.factor_at, by.request_id)
    entries.record(session, "sign_in.finished", by=by, now=now, on=user.id, details={"session": row.id})
    announce(session, f"person:{user.id}")
    return token, _signed_in(row, user)


def find(session: Session, token: str, *, audience: Audience, now: datetime) -> SignedIn | None:
    """The session of this cookie, if it still counts (ASVS 7.3, NIST 800-63B-4 5.2). Reads only."""
    found = session.execute(
        select(SessionRow, User)
        .join(User, User.id == SessionRow.user_id)
        .where(SessionRow.token_sha256 == token_hash(token), SessionRow.audience == audience)
        .where(_still_counts(audience, now=now), _may_be_signed_in())
    ).first()
    return _signed_in(found.SessionRow, found.User) if found else None


def touch(session: Session, session_id: str, *, now: datetime) -> bool:
    """Remember that the person was active; at most once a minute, and never for a session that is over."""
    seen = update(SessionRow).where(
        SessionRow.id == session_id,
        SessionRow.ended_at.is_(None),
        SessionRow.last_seen_at <= now - SEEN_EVERY,
    )
    return changed(session, seen.values(last_seen_at=now)) == 1


def renew_token(session: Session, session_id: str) -> str | None:
    """A new cookie for the same session, so that an older token stops working (ASVS 7.2.4)."""
    return _renew(session, session_id, {})


def prove(session: Session, session_id: str, *, factor: Factor, now: datetime) -> str | None:
    """Record that this session has just shown its factor; a new cookie, or None when the session is over."""
    return _renew(session, session_id, {"factor": factor, "factor_at": now})


def end(session: Session, session_id: str, *, why: str, by: Actor, now: datetime) -> bool:
    """Sign one session out; False when it was over already. Its live streams end with it."""
    return _end(session, SessionRow.id == session_id, why=why, by=by, now=now) == 1


def end_own(session: Session, user_id: str, session_id: str, *, why: str, by: Actor, now: datetime) -> bool:
    """Sign one session of this person out; False when it is over, or someone else's."""
    theirs = and_(SessionRow.user_id == user_id, SessionRow.id == session_id)
    return _end(session, theirs, why=why, by=by, now=now) == 1


def end_others(
    session: Session, user_id: str, *, keep: str | None, why: str, by: Actor, now: datetime
) -> int:
    """End every session of a person but the one to keep; how many ended (ASVS 7.4.3)."""
    others = SessionRow.id != keep if keep else true()
    return _end(session, and_(SessionRow.user_id == user_id, others), why=why, by=by, now=now)


def end_all(session: Session, user_id: str, *, why: str, by: Actor, now: datetime) -> int:
    """End every session of a person; how many ended."""
    return end_others(session, user_id, keep=None, why=why, by=by, now=now)


def listing(
    session: Session, user_id: str, *, current: str | None = None, now: datetime
) -> tuple[SessionView, ...]:
    """The sessions a person is signed in with, the latest used first (ASVS 7.5.2)."""
    rows = session.scalars(
        select(SessionRow)
        .join(User, User.id == SessionRow.user_id)
        .where(SessionRow.user_id == user_id, _may_be_signed_in())
        .where(or_(*(and_(SessionRow.audience == site, _still_counts(site, now=now)) for site in IDLE)))
        .order_by(SessionRow.last_seen_at.desc(), SessionRow.id)
    )
    return tuple(_view(row, current) for row in rows)


def choose_practice(session: Session, session_id: str, practice_id: str) -> bool:
    """Show another of the person's own practices; changes nothing about what the policy demands."""
    theirs = exists().where(
        Membership.user_id == SessionRow.user_id,
        Membership.practice_id == practice_id,
        practices.is_current(),
    )
    chosen = update(SessionRow).where(SessionRow.id == session_id, SessionRow.ended_at.is_(None), theirs)
    return changed(session, chosen.values(practice_id=practice_id)) == 1


def _still_counts(audience: str, *, now: datetime) -> ColumnElement[bool]:
    return and_(
        SessionRow.ended_at.is_(None),
        SessionRow.last_seen_at > now - IDLE[audience],
        SessionRow.created_at > now - ABSOLUTE[audience],
    )


def _may_be_signed_in() -> ColumnElement[bool]:
    """The sign-in policy again, as a condition: a race at sign-in or at set-up leaves no session it would refuse."""
    owes_none = and_(~has_live_factor(User.id), User.set_up_owed_since.is_(None))
    has_shown = or_(SessionRow.factor != "none", owes_none)
    member = and_(User.audience == "account", practices.works_somewhere(User.id), has_shown)
    staff = and_(User.audience == "console", SessionRow.factor != "none")
    return and_(User.disabled_at.is_(None), User.audience == SessionRow.audience, or_(member, staff))


def _end(session: Session, which: ColumnElement[bool], *, why: str, by: Actor, now: datetime) -> int:
    ended = session.execute(
        update(SessionRow)
        .where(which, SessionRow.ended_at.is_(None))
        .values(ended_at=now, ended_why=why)
        .returning(SessionRow.id, SessionRow.user_id)
        .execution_options(synchronize_session=False)
    ).all()
    for session_id, user_id in ended:
        details = {"session": session_id, "why": why}
        entries.record(session, "session.ended", by=by, now=now, on=user_id, details=details)
        announce(session, f"session:{session_id}")
        announce(session, f"person:{user_id}")
    return len(ended)


def _renew(session: Session, session_id: str, values: dict[str, Any]) -> str | None:
    token = new_token()
    live = update(SessionRow).where(SessionRow.id == session_id, SessionRow.ended_at.is_(None))
    return token if changed(session, live.values(token_sha256=token_hash(token), **values)) else None


def _first_practice(session: Session, user_id: str) -> str | None:
    """The practice of the last session if it is still the person's, else the first by name."""
    last_shown = (
        select(SessionRow.created_at)
        .where(SessionRow.user_id == user_id, SessionRow.practice_id == Membership.practice_id)
        .order_by(SessionRow.created_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return session.scalar(
        select(Membership.practice_id)
        .join(Practice, Practice.id == Membership.practice_id)
        .where(Membership.user_id == user_id, practices.is_current())
        .order_by(last_shown.desc().nulls_last(), Practice.name)
        .limit(1)
    )


def _signed_in(row: SessionRow, user: User) -> SignedIn:
    return SignedIn(
        session_id=row.id,
        user_id=user.id,
        email=user.email,
        name=user.name,
        audience=row.audience,
        staff_role=user.staff_role,
        factor=row.factor,
        factor_at=row.factor_at,
        practice_id=row.practice_id,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        ends_at=min(row.last_seen_at + IDLE[row.audience], row.created_at + ABSOLUTE[row.audience]),
    )


def _view(row: SessionRow, current: str | None) -> SessionView:
    return SessionView(
        id=row.id,
        is_current=row.id == current,
        started_at=row.created_at,
        last_seen_at=row.last_seen_at,
        ip=row.ip,
        user_agent=row.user_agent,
        factor=row.factor,
    )

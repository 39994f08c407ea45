"""Sessions: rows keyed by the SHA-256 of a 256-bit token; idle and absolute limits; ended, then deleted by retention.

A session is only good while its person may sign in: a person who is disabled, works in no practice, or owes a
second factor that this session has not shown, is not signed in, even if the row is live.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, or_, select, true, update
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor, Factor
from core.ground.db import UtcDateTime, announce, changed, new_id
from core.ground.hot.statements import Change, Query, insert_of, itself, table_of
from core.ground.random_tokens import new_token, token_hash
from core.people.users import Audience, Person, StaffRole, User
from core.practices import practices
from core.practices.policy import requires_factor
from core.practices.practices import Membership, Practice
from core.second_factor.enrollments import has_live_factor
from core.sessions.session_rows import ABSOLUTE, IDLE, SessionRow

SEEN_EVERY = timedelta(minutes=1)


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


_NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime())


def _still_counts(audience: Audience) -> ColumnElement[bool]:
    return and_(
        SessionRow.audience == audience,
        SessionRow.ended_at.is_(None),
        SessionRow.last_seen_at > bindparam(f"{audience}_seen"),
        SessionRow.created_at > bindparam(f"{audience}_begun"),
    )


def _may_be_signed_in() -> ColumnElement[bool]:
    """The sign-in policy again, as a condition: a race at sign-in or at set-up leaves no session it would refuse."""
    is_required = requires_factor(User.id, now=_NOW)
    owes_none = and_(~has_live_factor(User.id), User.set_up_owed_since.is_(None), ~is_required)
    has_shown = or_(SessionRow.factor != "none", owes_none)
    member = and_(User.audience == "account", practices.works_somewhere(User.id), has_shown)
    staff = and_(User.audience == "console", SessionRow.factor != "none")
    return and_(User.disabled_at.is_(None), User.audience == SessionRow.audience, or_(member, staff))


def _found(audience: Audience) -> Query[SignedIn]:
    """The session of a token, with its person and what the policy demands, in one reading."""
    return Query(
        select(
            SessionRow.id,
            User.id,
            User.email,
            User.name,
            User.audience,
            User.staff_role,
            SessionRow.factor,
            SessionRow.factor_at,
            SessionRow.practice_id,
            SessionRow.created_at,
            SessionRow.last_seen_at,
        )
        .join(User, User.id == SessionRow.user_id)
        .where(SessionRow.token_sha256 == bindparam("token"), _still_counts(audience), _may_be_signed_in()),
        _signed_in,
    )


def _signed_in(*columns: Any) -> SignedIn:
    """The columns in the order of the class; the end follows from the last two and the site."""
    audience, begun, seen = columns[4], columns[9], columns[10]
    ends_at = min(seen + IDLE[audience], begun + ABSOLUTE[audience])
    return SignedIn(*(*columns, ends_at))


def _last_shown(person: BindParameter[str]) -> Any:
    """When the person's last session that showed a membership's practice began."""
    return (
        select(SessionRow.created_at)
        .where(SessionRow.user_id == person, SessionRow.practice_id == Membership.practice_id)
        .order_by(SessionRow.created_at.desc())
        .limit(1)
        .scalar_subquery()
    )


_PERSON: BindParameter[str] = bindparam("person")
_START = insert_of(SessionRow, but=("ended_at", "ended_why"))
_FIND: Mapping[Audience, Query[SignedIn]] = {"account": _found("account"), "console": _found("console")}
_TOUCH = Change(
    update(table_of(SessionRow))
    .where(SessionRow.id == bindparam("session_id"), SessionRow.ended_at.is_(None))
    .where(SessionRow.last_seen_at <= bindparam("before"))
    .values(last_seen_at=bindparam("now"))
)
_END = Query(
    update(table_of(SessionRow))
    .where(SessionRow.id == bindparam("session_id"), SessionRow.ended_at.is_(None))
    .values(ended_at=bindparam("now"), ended_why=bindparam("why"))
    .returning(SessionRow.id, SessionRow.user_id),
    lambda *columns: columns,
)
_LISTING = Query(
    select(
        SessionRow.id,
        SessionRow.created_at,
        SessionRow.last_seen_at,
        SessionRow.ip,
        SessionRow.user_agent,
        SessionRow.factor,
    )
    .join(User, User.id == SessionRow.user_id)
    .where(SessionRow.user_id == _PERSON, _may_be_signed_in())
    .where(or_(_still_counts("account"), _still_counts("console")))
    .order_by(SessionRow.last_seen_at.desc(), SessionRow.id),
    lambda *columns: columns,
)
# The practice of the last session if it is still the person's, else the first by name.
_FIRST_PRACTICE: Query[str] = Query(
    select(Membership.practice_id)
    .join(Practice, Practice.id == Membership.practice_id)
    .where(Membership.user_id == _PERSON, practices.is_current())
    .order_by(_last_shown(_PERSON).desc().nulls_last(), Practice.name)
    .limit(1),
    itself,
)


def start(
    session: Session, user: User | Person, *, factor: Factor, by: Actor, user_agent: str, now: datetime
) -> tuple[str, SignedIn]:
    """Sign a person in, with its audit entry; the caller has checked that nothing more is owed."""
    token, session_id = new_token(), new_id()
    factor_at = None if factor == "none" else now
    practice_id = _FIRST_PRACTICE.first(session, person=user.id)
    _START.run(
        session,
        id=session_id,
        token_sha256=token_hash(token),
        user_id=user.id,
        audience=user.audience,
        created_at=now,
        last_seen_at=now,
        factor=factor,
        factor_at=factor_at,
        ip=by.ip,
        user_agent=user_agent[:300],
        practice_id=practice_id,
    )
    by = Actor(user.id, by.channel, by.ip, session_id, factor, factor_at, by.request_id)
    entries.record(session, "sign_in.finished", by=by, now=now, on=user.id, details={"session": session_id})
    announce(session, f"person:{user.id}")
    who = (user.id, user.email, user.name, user.audience, user.staff_role)
    return token, _signed_in(session_id, *who, factor, factor_at, practice_id, now, now)


def find(session: Session, token: str, *, audience: Audience, now: datetime) -> SignedIn | None:
    """The session of this cookie, if it still counts (ASVS 7.3, NIST 800-63B-4 5.2). Reads only."""
    return _FIND[audience].first(session, token=token_hash(token), now=now, **_limits(audience, now=now))


def touch(session: Session, session_id: str, *, now: datetime) -> bool:
    """Remember that the person was active; at most once a minute, and never for a session that is over."""
    return _TOUCH.run(session, session_id=session_id, before=now - SEEN_EVERY, now=now) == 1


def renew_token(session: Session, session_id: str) -> str | None:
    """A new cookie for the same session, so that an older token stops working (ASVS 7.2.4)."""
    return _renew(session, session_id, {})


def prove(session: Session, session_id: str, *, factor: Factor, now: datetime) -> str | None:
    """Record that this session has just shown its factor; a new cookie, or None when the session is over."""
    return _renew(session, session_id, {"factor": factor, "factor_at": now})


def end(session: Session, session_id: str, *, why: str, by: Actor, now: datetime) -> bool:
    """Sign one session out; False when it was over already. Its live streams end with it."""
    ended = _END.all(session, session_id=session_id, why=why, now=now)
    return _ended(session, ended, why, by=by, now=now) == 1


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
    limits = _limits("account", now=now) | _limits("console", now=now)
    return tuple(
        SessionView(session_id, session_id == current, *rest)
        for session_id, *rest in _LISTING.all(session, person=user_id, now=now, **limits)
    )


def choose_practice(session: Session, session_id: str, practice_id: str) -> bool:
    """Show another of the person's own practices; changes nothing about what the policy demands."""
    theirs = exists().where(
        Membership.user_id == SessionRow.user_id,
        Membership.practice_id == practice_id,
        practices.is_current(),
    )
    chosen = update(SessionRow).where(SessionRow.id == session_id, SessionRow.ended_at.is_(None), theirs)
    return changed(session, chosen.values(practice_id=practice_id)) == 1


def _limits(audience: Audience, *, now: datetime) -> dict[str, datetime]:
    """The moments after which a session of this site was seen, and begun, if it still counts."""
    return {f"{audience}_seen": now - IDLE[audience], f"{audience}_begun": now - ABSOLUTE[audience]}


def _end(session: Session, which: ColumnElement[bool], *, why: str, by: Actor, now: datetime) -> int:
    ended = session.execute(
        update(SessionRow)
        .where(which, SessionRow.ended_at.is_(None))
        .values(ended_at=now, ended_why=why)
        .returning(SessionRow.id, SessionRow.user_id)
        .execution_options(synchronize_session=False)
    ).all()
    return _ended(session, ended, why, by=by, now=now)


def _ended(session: Session, ended: Sequence[Sequence[str]], why: str, *, by: Actor, now: datetime) -> int:
    """Let the audit trail and the live streams know; how many ended."""
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

"""Setting a second factor up: begin (a secret waits), confirm (password and a code of it), and moving to a new phone.

The live factor is never touched before the new one is confirmed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from core.audit import entries
from core.enrolling import factor_changes
from core.enrolling.factor_changes import BothProofs
from core.ground import outbox, throttle
from core.ground.actors import Actor
from core.ground.hashing import Busy
from core.ground.installation import Installation
from core.ground.outbox import NoticeKind
from core.ground.sealing import KeyRing
from core.passwords import password_proof
from core.passwords.password_proof import RightPassword
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.people import users
from core.people.users import User
from core.second_factor import attempts, enrollments, refusals, set_up_progress, totp
from core.second_factor.attempts import Proven
from core.second_factor.enrollments import Enrollment
from core.second_factor.recovery_tokens import HOW_MANY
from core.second_factor.refusals import Attempt, Refusal
from core.sessions import sessions
from core.sessions.person_facts import facts_of
from core.sessions.sign_in_policy import may_set_up


@dataclass(frozen=True)
class Begun:
    """A secret waits to be confirmed, for this session and 30 minutes."""

    enrollment_id: str
    secret: bytes = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class NotActivated:
    """None of the person's practices is activated (or the account is closed)."""


@dataclass(frozen=True)
class AlreadyLive:
    """There is a live factor: moving to a new phone asks for the password and a code first."""


@dataclass(frozen=True)
class NothingPending:
    """No secret of this session waits; ``already_live`` when an earlier press has confirmed it."""

    why: Literal["none", "expired", "already_live"]


@dataclass(frozen=True)
class Enabled:
    """The factor is live. ``tokens`` exist only here; ``session_token`` is the session's new cookie, if it is one."""

    enrollment_id: str
    tokens: tuple[str, ...] = field(repr=False)
    replaced: bool
    session_token: str | None = field(repr=False)
    concluded: Any = None  # what ``conclude`` gave back


def begin(
    session: Session, keys: KeyRing, user_id: str, *, by: Actor, now: datetime
) -> Begun | NotActivated | AlreadyLive:
    """Make a secret that waits for its first code, bound to ``by.session_id`` (a half sign-in's id for new staff).

    An older waiting secret is superseded; a live factor stays as it is.
    """
    users.locked(session, user_id)
    facts = facts_of(session, user_id, now=now)
    if facts.has_live_factor:
        return AlreadyLive()
    if not may_set_up(facts):
        return NotActivated()
    return _begin(session, keys, user_id, replaces=False, by=by, now=now)


def begin_replacement(
    installation: Installation,
    user_id: str,
    given: BothProofs,
    *,
    by: Actor,
    now: datetime,
) -> Begun | Refusal | WrongPassword | TooManyTries | Busy:
    """Begin on a new phone: password, and a current code or an unused recovery token."""
    return factor_changes.with_both_proofs(
        installation,
        user_id,
        given,
        for_what="enrollment.begun",
        by=by,
        now=now,
        then=lambda session: _begin(session, installation.keys, user_id, replaces=True, by=by, now=now),
    )


def confirm(
    installation: Installation,
    user_id: str,
    *,
    password: str | None,
    code: str,
    by: Actor,
    now: datetime,
    conclude: Callable[[Session, Proven], Any] | None = None,
) -> Enabled | Refusal | NothingPending | WrongPassword | TooManyTries | Busy:
    """Make the waiting secret live, by the current password and a code of it; ``conclude`` runs in the same commit.

    ``password`` is None only for new staff, whose half sign-in has just proved it.
    """
    normal = totp.read_code(code)
    if normal is None:
        return Refusal("malformed")
    waiting = installation.database.read(lambda session: _waiting(session, user_id, by=by, now=now))
    if isinstance(waiting, NothingPending):
        return waiting
    proof = _prove(installation, user_id, password, by=by, now=now)
    if not (proof is None or isinstance(proof, RightPassword)):
        return proof
    attempt = Attempt(user_id, "set_up", "totp", by, now)
    refusal = installation.database.transact(lambda session: _count(session, attempt))
    if refusal is not None:
        return refusal
    confirmation = _Confirmation(attempt, normal, proof, conclude)
    return installation.database.transact(lambda session: _conclude(session, installation, confirmation))


@dataclass(frozen=True)
class _Confirmation:
    attempt: Attempt
    code: str = field(repr=False)
    proof: RightPassword | None
    conclude: Callable[[Session, Proven], Any] | None


def _begin(
    session: Session, keys: KeyRing, user_id: str, *, replaces: bool, by: Actor, now: datetime
) -> Begun:
    enrollments.supersede(session, user_id, "pending", why="started_again", now=now)
    secret = totp.new_secret()
    row = enrollments.add_pending(session, keys, user_id, secret, session_id=by.session_id, now=now)
    details = {"replaces": replaces}
    entries.record(session, "enrollment.begun", by=by, now=now, on=user_id, details=details)
    set_up_progress.moved(session, user_id, "qr_issued", now=now)
    factor_changes.announce_change(session, user_id)
    return Begun(row.id, secret, now + enrollments.PENDING_FOR)


def _waiting(session: Session, user_id: str, *, by: Actor, now: datetime) -> Enrollment | NothingPending:
    """The secret that waits for this session, or why there is none."""
    row = enrollments.pending_of(session, user_id)
    if row is not None and row.session_id == by.session_id and row.expires_at is not None:
        return row if row.expires_at > now else NothingPending("expired")
    live = enrollments.live_of(session, user_id)
    is_ours = live is not None and live.confirmed_session_id == by.session_id
    return NothingPending("already_live" if is_ours else "none")


def _prove(
    installation: Installation, user_id: str, password: str | None, *, by: Actor, now: datetime
) -> RightPassword | WrongPassword | TooManyTries | Busy | None:
    if password is None:
        return None
    return password_proof.prove(
        installation, user_id, password, for_what="enrollment.confirmed", by=by, now=now
    )


def _count(session: Session, attempt: Attempt) -> Refusal | None:
    """Codes of a set-up have a budget of their own: trying a new phone must not block signing in."""
    taken = throttle.take(session, throttle.set_up_key(attempt.user_id), throttle.SET_UP, now=attempt.now)
    if isinstance(taken, throttle.Exhausted):
        return refusals.refuse(session, attempt, "too_many_tries", until=taken.until)
    return None


def _conclude(
    session: Session, installation: Installation, confirmation: _Confirmation
) -> Enabled | Refusal | NothingPending | WrongPassword:
    attempt, proof = confirmation.attempt, confirmation.proof
    users.locked(session, attempt.user_id)
    if proof is not None and not password_proof.still_holds(session, proof, now=attempt.now):
        return WrongPassword()
    row = _waiting(session, attempt.user_id, by=attempt.by, now=attempt.now)
    if isinstance(row, NothingPending):
        return row
    refusal = attempts.name_code(session, installation, attempt, row, confirmation.code)
    if refusal is not None:
        return refusal
    tokens = enrollments.give_tokens(session, installation.keys, attempt.user_id, row.id, now=attempt.now)
    replaced = _go_live(session, row, attempt)
    token = _prove_session(session, attempt)
    concluded = confirmation.conclude(session, Proven("totp", HOW_MANY)) if confirmation.conclude else None
    return Enabled(row.id, tokens, replaced, token, concluded)


def _go_live(session: Session, row: Enrollment, attempt: Attempt) -> bool:
    """Make the new factor live, retire the old one and revoke what relied on it; True = replaced."""
    user_id, by, now = attempt.user_id, attempt.by, attempt.now
    replaced = enrollments.supersede(session, user_id, "live", why="replaced", now=now) > 0
    enrollments.make_live(session, row, session_id=by.session_id, now=now)
    session.get_one(User, user_id).set_up_owed_since = None
    throttle.clear(session, throttle.set_up_key(user_id), now=now)
    factor_changes.shut_out(session, user_id, by=by, now=now)
    details = {"enrollment": row.id, "replaced": replaced}
    entries.record(session, "enrollment.confirmed", by=by, now=now, on=user_id, details=details)
    kind: NoticeKind = "enrollment_replaced" if replaced else "enrollment_enabled"
    outbox.tell(session, kind, via="mail", user_id=user_id, now=now)
    set_up_progress.moved(session, user_id, "enabled", now=now)
    return replaced


def _prove_session(session: Session, attempt: Attempt) -> str | None:
    """The session that confirmed has just shown its factor, so no one stays signed in without the factor they owe."""
    if attempt.by.session_id is None:
        return None
    return sessions.prove(session, attempt.by.session_id, factor="totp", now=attempt.now)

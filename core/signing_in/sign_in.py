"""Signing in: password first, then what the policy demands. A half sign-in is never a session.

Each step counts the attempt and commits, compares outside any transaction, and concludes in a second transaction
that looks at everything again: the facts may have changed since the password was read.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor, Factor
from core.ground.hashing import Busy, PasswordChecked
from core.ground.installation import Installation
from core.passwords import known_browsers, password_tries
from core.passwords.password_tries import GuessCounted, TooManyTries, WrongPassword
from core.people import users
from core.people.users import Audience, Person
from core.second_factor import attempts, recovery_tokens, totp
from core.second_factor.attempts import CountedAttempt, Proven, Typed
from core.second_factor.refusals import Attempt, Refusal
from core.sessions import half_sign_ins, sessions, sign_in_policy, trusted_browsers
from core.sessions.half_sign_ins import Half, HalfExpired
from core.sessions.person_facts import facts_of
from core.sessions.sessions import SignedIn


@dataclass(frozen=True)
class SignedInNow:
    """The session has begun. ``browser_token`` is set when this browser is new to the person's second factor.

    ``known_browser``, here and below, is the cookie of a browser that has just proved the password.
    """

    token: str
    signed_in: SignedIn
    next_path: str
    browser_token: str | None = None
    tokens_left: int | None = None  # after a second factor
    known_browser: str | None = field(default=None, repr=False)  # after a password alone


@dataclass(frozen=True)
class SecondFactorOwed:
    """The password is right; the half sign-in's cookie allows the token prompt and nothing else."""

    half_token: str
    known_browser: str = field(repr=False)


@dataclass(frozen=True)
class SetUpOwed:
    """The password is right; a staff member without a factor must set one up before anything else."""

    half_token: str
    known_browser: str = field(repr=False)


@dataclass(frozen=True)
class AccountClosed:
    """The password is right, but the account is disabled or works in no practice any more."""

    why: sign_in_policy.Closed


PasswordOutcome = (
    SignedInNow | SecondFactorOwed | SetUpOwed | WrongPassword | AccountClosed | TooManyTries | Busy
)


def with_password(
    installation: Installation,
    *,
    audience: Audience,
    email: str,
    password: str,
    next_path: str = "/",
    by: Actor,
    user_agent: str,
    now: datetime,
) -> PasswordOutcome:
    """The first step. Unknown people take the same path at the same cost, with the same answer."""
    attempt = _PasswordAttempt(
        audience, users.normal_email(email), half_sign_ins.local_path(next_path), by, user_agent, now
    )
    known = installation.database.transact(lambda session: _count_password(session, attempt))
    if isinstance(known, TooManyTries):
        return known
    verified = installation.hashing.verify(known.password_hash, password)
    if isinstance(verified, Busy):
        return verified
    return installation.database.transact(
        lambda session: _conclude_password(session, attempt, known, verified)
    )


def with_second_factor(
    installation: Installation,
    half_token: str,
    typed: Typed,
    *,
    audience: Audience,
    browser_token: str | None,
    by: Actor,
    user_agent: str,
    now: datetime,
) -> SignedInNow | Refusal | HalfExpired:
    """The second step. Concurrent requests for one half sign-in get one session."""
    counted = installation.database.transact(
        lambda session: _count_try(
            session, half_token, typed, browser_token, audience=audience, by=by, now=now
        )
    )
    if not isinstance(counted, _Counted):
        return counted
    half, browser_id = counted.half, counted.browser_id

    def conclude(session: Session, proven: Proven) -> SignedInNow | HalfExpired:
        return conclude_half(session, half, proven, browser_id, by=by, user_agent=user_agent, now=now)

    return attempts.finish(installation, counted.attempt, conclude)


def cancel(session: Session, half_token: str, *, audience: Audience, by: Actor, now: datetime) -> bool:
    """Cancel a half sign-in; False when there was none."""
    half = half_sign_ins.find(session, half_token, audience=audience, now=now)
    if half is None or not half_sign_ins.end(session, half.id, why="cancelled", now=now):
        return False
    entries.record(session, "sign_in.cancelled", by=by.for_user(half.user_id), now=now, on=half.user_id)
    return True


def conclude_half(
    session: Session,
    half: Half,
    proven: Proven,
    browser_id: str | None,
    *,
    by: Actor,
    user_agent: str,
    now: datetime,
) -> SignedInNow | HalfExpired:
    """Use the half sign-in up and begin the session, in the transaction that used the factor up."""
    user = users.held(session, half.user_id)
    if not half_sign_ins.end(session, half.id, why="signed_in", now=now):
        return HalfExpired()
    token, signed_in = _start(session, user, factor=proven.factor, by=by, user_agent=user_agent, now=now)
    browser_token = None if browser_id else trusted_browsers.trust(session, user.id, now=now)
    return SignedInNow(token, signed_in, half.next_path, browser_token, proven.tokens_left)


@dataclass(frozen=True)
class _PasswordAttempt:
    audience: Audience
    email: str
    next_path: str
    by: Actor
    user_agent: str
    now: datetime


@dataclass(frozen=True)
class _Account:
    user_id: str | None
    password_hash: str | None
    guess: GuessCounted


def _count_password(session: Session, attempt: _PasswordAttempt) -> _Account | TooManyTries:
    """Count first, then read what to compare with."""
    guess = password_tries.count(
        session, attempt.email, audience=attempt.audience, by=attempt.by, now=attempt.now
    )
    if isinstance(guess, TooManyTries):
        return guess
    known = users.for_password(session, attempt.email, audience=attempt.audience)
    return _Account(known.user_id, known.hash, guess) if known else _Account(None, None, guess)


def _conclude_password(
    session: Session, attempt: _PasswordAttempt, known: _Account, verified: PasswordChecked
) -> SignedInNow | SecondFactorOwed | SetUpOwed | WrongPassword | AccountClosed:
    user = users.held(session, known.user_id) if known.user_id else None
    if user is None or not verified.ok or user.password_hash != known.password_hash:
        _record(session, attempt, known.user_id, outcome="wrong")
        return WrongPassword()
    password_tries.forgive(session, known.guess, now=attempt.now)
    if verified.rehash:
        users.rehash(session, user.id, verified.rehash)
    return _go_on(session, user, attempt)


def _go_on(
    session: Session, user: Person, attempt: _PasswordAttempt
) -> SignedInNow | SecondFactorOwed | SetUpOwed | AccountClosed:
    """What the policy demands after a right password."""
    facts = facts_of(session, user.id, now=attempt.now)
    demand = sign_in_policy.demand(facts)
    match demand:
        case "session":
            return _sign_in(session, user, attempt)
        case "second_factor":
            return SecondFactorOwed(*_owe(session, user, attempt, outcome=demand))
        case "set_up":
            return SetUpOwed(*_owe(session, user, attempt, outcome=demand))
        case "nothing":
            why = sign_in_policy.closed(facts) or "disabled"
            _record(session, attempt, user.id, outcome=why)
            return AccountClosed(why)
        case _:
            assert_never(demand)


def _owe(session: Session, user: Person, attempt: _PasswordAttempt, *, outcome: str) -> tuple[str, str]:
    """The cookies of the half sign-in and of the browser."""
    _record(session, attempt, user.id, outcome=f"owes_{outcome}")
    half_token = half_sign_ins.start(session, user.id, next_path=attempt.next_path, now=attempt.now)
    return half_token, _remember(session, user, attempt)


def _remember(session: Session, user: Person, attempt: _PasswordAttempt) -> str:
    return known_browsers.remember(session, user.id, attempt.by.known_browser, now=attempt.now)


def _record(session: Session, attempt: _PasswordAttempt, user_id: str | None, *, outcome: str) -> None:
    """The address as typed is not recorded: people type passwords into the wrong field (ASVS 16.2.5)."""
    by = attempt.by.for_user(user_id) if user_id and outcome != "wrong" else attempt.by
    entries.record(session, "sign_in.password", by=by, now=attempt.now, on=user_id, outcome=outcome)


def _sign_in(session: Session, user: Person, attempt: _PasswordAttempt) -> SignedInNow:
    token, signed_in = _start(
        session, user, factor="none", by=attempt.by, user_agent=attempt.user_agent, now=attempt.now
    )
    return SignedInNow(token, signed_in, attempt.next_path, known_browser=_remember(session, user, attempt))


def _start(
    session: Session, user: Person, *, factor: Factor, by: Actor, user_agent: str, now: datetime
) -> tuple[str, SignedIn]:
    """A new session ends the one this browser had: an older cookie stops working (ASVS 7.2.4)."""
    if by.session_id:
        sessions.end(session, by.session_id, why="signed_in_again", by=by, now=now)
    return sessions.start(session, user, factor=factor, by=by, user_agent=user_agent, now=now)


@dataclass(frozen=True)
class _Counted:
    half: Half
    browser_id: str | None
    attempt: CountedAttempt


def _count_try(
    session: Session,
    half_token: str,
    typed: Typed,
    browser_token: str | None,
    *,
    audience: Audience,
    by: Actor,
    now: datetime,
) -> _Counted | Refusal | HalfExpired:
    """Count it on the half sign-in and on the person. Input that is not a code is not a guess and costs no try."""
    half = half_sign_ins.find(session, half_token, audience=audience, now=now)
    if half is None:
        return HalfExpired()
    read = totp.read_code if typed.kind == "totp" else recovery_tokens.read_token
    if read(typed.text) is None:
        return Refusal("malformed", factor=typed.kind)
    if expired := half_sign_ins.count_try(session, half, now=now):
        return expired
    browser_id = trusted_browsers.browser_id(session, browser_token, half.user_id)
    attempt = Attempt(half.user_id, "sign_in", typed.kind, by.for_user(half.user_id), now, half.id)
    counted = attempts.count(session, attempt, typed, trusted_browser_id=browser_id)
    return counted if isinstance(counted, Refusal) else _Counted(half, browser_id, counted)

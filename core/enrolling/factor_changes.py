"""Changing a live factor: turn it off, new recovery tokens, and what each change of a factor revokes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import outbox
from core.ground.actors import Actor
from core.ground.db import announce, changed
from core.ground.hashing import Busy
from core.ground.installation import Installation
from core.ground.sealing import KeyRing
from core.passwords import password_proof
from core.passwords.password_proof import RightPassword
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.people.users import User
from core.practices import practices
from core.second_factor import attempts, enrollments, recovery_tokens
from core.second_factor.attempts import Proven, Typed
from core.second_factor.enrollments import Enrollment
from core.second_factor.refusals import Refusal
from core.sessions import half_sign_ins, sessions, trusted_browsers

R = TypeVar("R")
AGAIN_FOR = timedelta(minutes=15)
Proofs = Refusal | WrongPassword | TooManyTries | Busy


@dataclass(frozen=True)
class TurnedOff:
    """The factor is gone, with its recovery tokens; signing in asks for the password only."""


@dataclass(frozen=True)
class Mandatory:
    """Staff cannot be without a second factor."""


@dataclass(frozen=True)
class NewTokens:
    """A new set, shown once; the old set no longer works."""

    tokens: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class NeedsProof:
    """This session may not ask again without proof: password, and a code or recovery token."""


@dataclass(frozen=True)
class BothProofs:
    """What a change of the factor asks for: the current password, and a code or recovery token."""

    password: str = field(repr=False)
    typed: Typed
    browser_token: str | None = field(default=None, repr=False)


def turn_off(
    installation: Installation,
    user_id: str,
    given: BothProofs,
    *,
    by: Actor,
    now: datetime,
) -> TurnedOff | Mandatory | Proofs:
    """End one's own factor, by password and second factor (NIST SP 800-63B-4 4.4, ASVS 7.5.1)."""
    if installation.database.read(lambda session: session.get_one(User, user_id).audience) == "console":
        return Mandatory()

    def then(session: Session) -> TurnedOff:
        retire(session, user_id, why="turned_off", by=by, now=now)
        return TurnedOff()

    return with_both_proofs(
        installation,
        user_id,
        given,
        for_what="enrollment.turned_off",
        by=by,
        now=now,
        then=then,
    )


def new_tokens(
    installation: Installation,
    user_id: str,
    given: BothProofs,
    *,
    by: Actor,
    now: datetime,
) -> NewTokens | Proofs:
    """A new set of recovery tokens, by password and second factor; the old set stops working."""
    return with_both_proofs(
        installation,
        user_id,
        given,
        for_what="recovery_tokens.issued",
        by=by,
        now=now,
        then=lambda session: _issue(session, installation.keys, user_id, how="proof", by=by, now=now),
    )


def tokens_again(
    installation: Installation, user_id: str, *, by: Actor, now: datetime
) -> NewTokens | NeedsProof:
    """Once more without proof: only for the session that enabled, not acknowledged, within 15 minutes, one time."""
    if not installation.database.read(lambda session: _may_ask_again(session, user_id, by=by, now=now)):
        return NeedsProof()

    def conclude(session: Session) -> NewTokens | NeedsProof:
        if not _ask_again(session, user_id, by=by, now=now):
            return NeedsProof()
        return _issue(session, installation.keys, user_id, how="again", by=by, now=now)

    return installation.database.transact(conclude)


def with_both_proofs(
    installation: Installation,
    user_id: str,
    given: BothProofs,
    *,
    for_what: str,
    by: Actor,
    now: datetime,
    then: Callable[[Session], R],
) -> R | Proofs:
    """Check the password, then the second factor, and run ``then`` in the same commit.

    A browser that has shown the factor before has its own budget; otherwise a stranger who knows the password could
    use up the tries and keep the owner from revoking access.
    """
    proof = password_proof.prove(installation, user_id, given.password, for_what=for_what, by=by, now=now)
    if not isinstance(proof, RightPassword):
        return proof
    browser_id = installation.database.read(
        lambda session: trusted_browsers.browser_id(session, given.browser_token, user_id)
    )

    def conclude(session: Session, _: Proven) -> R | WrongPassword:
        return then(session) if password_proof.still_holds(session, proof, now=now) else WrongPassword()

    return attempts.check(
        installation,
        user_id,
        given.typed,
        purpose="proof",
        by=by,
        trusted_browser_id=browser_id,
        now=now,
        conclude=conclude,
    )


def retire(
    session: Session, user_id: str, *, why: Literal["turned_off", "reset"], by: Actor, now: datetime
) -> bool:
    """End a person's factor with everything that hangs on it; False when none was live.

    The counter of used steps stays: it must hold for the next factor too.
    """
    if not enrollments.retire_all(session, user_id, why=why, now=now):
        return False
    recovery_tokens.drop_set(session, user_id, now=now)
    shut_out(session, user_id, by=by, now=now)
    entries.record(session, f"enrollment.{why}", by=by, now=now, on=user_id)
    if why == "turned_off":  # a reset is told with its request, and says how to set up again
        outbox.tell(session, "enrollment_turned_off", via="mail", user_id=user_id, now=now)
    return True


def shut_out(session: Session, user_id: str, *, by: Actor, now: datetime) -> None:
    """What rested on the old factor ends: other sessions, half sign-ins, trusted browsers (ASVS 7.4.3)."""
    keep = by.session_id if by.user_id == user_id else None
    sessions.end_others(session, user_id, keep=keep, why="second_factor_changed", by=by, now=now)
    half_sign_ins.end_all(session, user_id, why="factor_changed", keep=keep, now=now)
    trusted_browsers.revoke_all(session, user_id, now=now)
    announce_change(session, user_id)


def announce_change(session: Session, user_id: str) -> None:
    """Wake the screens that show this person, or count who in their practices has set 2FA up."""
    announce(session, f"person:{user_id}")
    for practice in practices.practices_of(session, user_id):
        announce(session, f"practice:{practice.id}")


def _issue(session: Session, keys: KeyRing, user_id: str, *, how: str, by: Actor, now: datetime) -> NewTokens:
    live = enrollments.live_of(session, user_id)
    if live is None:
        raise LookupError("a factor that was live in this transaction is gone")
    tokens = enrollments.give_tokens(session, keys, user_id, live.id, now=now)
    entries.record(session, "recovery_tokens.issued", by=by, now=now, on=user_id, details={"how": how})
    outbox.tell(session, "recovery_tokens_issued", via="mail", user_id=user_id, now=now)
    announce_change(session, user_id)
    return NewTokens(tokens)


def _may_ask_again(session: Session, user_id: str, *, by: Actor, now: datetime) -> bool:
    live = enrollments.live_of(session, user_id)
    return (
        live is not None
        and live.confirmed_at is not None
        and live.tokens_acknowledged_at is None
        and live.confirmed_session_id is not None
        and live.confirmed_session_id == by.session_id
        and live.tokens_issued_at == live.confirmed_at
        and now - live.confirmed_at <= AGAIN_FOR
    )


def _ask_again(session: Session, user_id: str, *, by: Actor, now: datetime) -> bool:
    """A guarded UPDATE: a set issued after the first one leaves nothing to ask for."""
    first = update(Enrollment).where(
        enrollments.is_live_of(user_id),
        Enrollment.confirmed_session_id == by.session_id,
        Enrollment.tokens_acknowledged_at.is_(None),
        Enrollment.tokens_issued_at == Enrollment.confirmed_at,
        Enrollment.confirmed_at >= now - AGAIN_FOR,
    )
    return changed(session, first.values(tokens_issued_at=now)) == 1

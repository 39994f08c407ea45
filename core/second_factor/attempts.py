"""Checking a second factor: a TOTP code or a recovery token, for every purpose, in one place.

Count, then check, then conclude: the attempt is committed before anything is compared, and the use of the code and
its effect commit together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, TypeVar

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import outbox, throttle
from core.ground.actors import Actor
from core.ground.db import announce
from core.ground.hashing import Busy, PasswordChecked
from core.ground.installation import Installation
from core.people import users
from core.second_factor import (
    enrollments,
    live_factor,
    recovery_tokens,
    refusals,
    totp,
    used_steps,
    wrong_code_notice,
)
from core.second_factor.code_verdicts import CodeHistory, Verdict, judge
from core.second_factor.enrollments import LOCK_AFTER, Enrollment
from core.second_factor.live_factor import LiveFactor
from core.second_factor.readable_secret import Sealed, readable_secret
from core.second_factor.recovery_tokens import SelectedToken
from core.second_factor.refusals import Attempt, Refusal, SecondFactor

R = TypeVar("R")
NEVER = 2**31 - 1  # more failures in a row than anyone will have


@dataclass(frozen=True)
class Typed:
    """What the person typed, and into which of the two fields."""

    kind: SecondFactor
    text: str = field(repr=False)


@dataclass(frozen=True)
class Proven:
    """The second factor is proved; ``tokens_left`` is what remains after this use."""

    factor: SecondFactor
    tokens_left: int


@dataclass(frozen=True)
class Burned:
    """The pasted token was valid and is now revoked; a new set should be offered."""

    tokens_left: int


@dataclass(frozen=True)
class CountedAttempt:
    """An attempt that is counted on ``budget`` and not compared yet. ``held``: the token that its number selects."""

    attempt: Attempt
    budget: str
    normal: str = field(repr=False)  # six digits, or a token's normal form
    held: SelectedToken | None

    @property
    def is_code(self) -> bool:
        """Whether six digits were typed, and not a recovery token."""
        return self.attempt.factor == "totp"


def check(
    installation: Installation,
    user_id: str,
    typed: Typed,
    *,
    purpose: Literal["sign_in", "step_up", "proof"],
    by: Actor,
    trusted_browser_id: str | None = None,
    now: datetime,
    conclude: Callable[[Session, Proven], R],
) -> R | Refusal:
    """Check once, use up, and run ``conclude`` in the same transaction (ASVS 6.5.1, 6.6.3; NIST 3.1.4.2, 3.2.2)."""
    attempt = Attempt(user_id, purpose, typed.kind, by, now)
    counted = installation.database.transact(
        lambda session: count(session, attempt, typed, trusted_browser_id=trusted_browser_id)
    )
    return counted if isinstance(counted, Refusal) else finish(installation, counted, conclude)


def count(
    session: Session, attempt: Attempt, typed: Typed, *, trusted_browser_id: str | None = None
) -> CountedAttempt | Refusal:
    """The first transaction: count the attempt, and read the hash that a recovery token is compared with.

    Commit it before anything is compared. What is no code is not counted.
    """
    normal = _read(typed)
    if not normal:
        return Refusal("malformed", factor=typed.kind)
    budget = throttle.second_factor_key(attempt.user_id, trusted_browser_id)
    held = _count(session, attempt, budget, normal)
    return held if isinstance(held, Refusal) else CountedAttempt(attempt, budget, normal, held)


def finish(
    installation: Installation, counted: CountedAttempt, conclude: Callable[[Session, Proven], R]
) -> R | Refusal:
    """Compare, and in the second transaction use up what was right and run ``conclude``.

    ``conclude`` runs only when the factor is right; if it raises, the use is rolled back, the count is not.
    """
    verified = _verify(installation, counted)
    if isinstance(verified, Busy):
        return Refusal("busy", retry_in=verified.retry_after, factor=counted.attempt.factor)
    is_right = verified.ok if verified else False

    def use_up(session: Session) -> R | Refusal:
        used = _use(session, installation, counted, is_right=is_right)
        return used if isinstance(used, Refusal) else conclude(session, _accept(session, counted, used))

    return installation.database.transact(use_up)


def burn(
    installation: Installation, user_id: str, text: str, *, by: Actor, now: datetime
) -> Burned | Refusal:
    """Revoke a recovery token that was pasted where others may read it; a wrong one counts as an attempt.

    It grants nothing: it resets neither the lock nor the budgets.
    """
    attempt, typed = Attempt(user_id, "chat", "recovery_token", by, now), Typed("recovery_token", text)
    counted = installation.database.transact(lambda session: count(session, attempt, typed))
    if isinstance(counted, Refusal):
        return counted
    verified = _verify(installation, counted)
    if isinstance(verified, Busy):
        return Refusal("busy", retry_in=verified.retry_after, factor="recovery_token")
    is_right = verified.ok if verified else False
    return installation.database.transact(
        lambda session: _burn(session, attempt, counted.held, is_right=is_right)
    )


def name_code(
    session: Session, installation: Installation, attempt: Attempt, row: Sealed, code: str
) -> Refusal | None:
    """Judge a code by the secret of ``row``; None when it is accepted, and its step is used up then."""
    secret = readable_secret(session, installation.keys, row, now=attempt.now)
    window = installation.settings.totp_window
    if secret is None:
        return refusals.refuse(session, attempt, "unreadable")
    history = CodeHistory(
        used_steps.last_step(session, attempt.user_id),
        used_steps.burned_steps(session, attempt.user_id),
        refusals.old_codes(session, attempt.user_id, now=attempt.now),
    )
    verdict = judge(secret, code, history, now=attempt.now, window=window)
    match verdict:
        case Verdict("accepted", int(step)) if used_steps.advance(session, attempt.user_id, step):
            return None
        case Verdict("accepted"):  # another request was first; users.locked() makes this very unlikely
            verdict = replace(verdict, kind="already_used", retry_in=totp.seconds_left(attempt.now))
        case Verdict("wrong") if _is_of_old_qr(session, installation, attempt, code):
            return refusals.refuse_code(session, attempt, verdict, is_of_old_qr=True)
        case _:
            pass
    return refusals.refuse_code(session, attempt, verdict)


def _read(typed: Typed) -> str | None:
    if typed.kind == "totp":
        return totp.read_code(typed.text)
    token = recovery_tokens.read_token(typed.text)
    return token[1] if token else None


def _count(session: Session, attempt: Attempt, budget: str, normal: str) -> SelectedToken | Refusal | None:
    is_code = attempt.factor == "totp"
    live = live_factor.factor_of(session, attempt.user_id)
    if live is None:
        return refusals.refuse(session, attempt, "no_factor")
    if is_code and live.is_locked:
        return refusals.refuse(session, attempt, "locked")
    taken = throttle.take(session, budget, throttle.SECOND_FACTOR, now=attempt.now)
    if isinstance(taken, throttle.Exhausted):
        return refusals.refuse(session, attempt, "too_many_tries", until=taken.until)
    # Towards the 50 in a row, which a success resets. That limit stops codes, not recovery tokens.
    if not live_factor.count_failure(session, attempt.user_id, below=LOCK_AFTER if is_code else NEVER):
        return refusals.refuse(session, attempt, "locked")
    return None if is_code else recovery_tokens.find(session, attempt.user_id, int(normal[:2]))


def _verify(installation: Installation, counted: CountedAttempt) -> PasswordChecked | Busy | None:
    """Compare a recovery token outside the transactions; an unknown number costs the same (ASVS 6.3.8)."""
    if counted.is_code:
        return None
    user_id, held = counted.attempt.user_id, counted.held
    return recovery_tokens.verify(installation.keys, installation.hashing, user_id, held, counted.normal)


def _use(
    session: Session, installation: Installation, counted: CountedAttempt, *, is_right: bool
) -> LiveFactor | Refusal:
    """The second transaction: use the code or token up, or name what is wrong with it."""
    attempt = counted.attempt
    users.held(session, attempt.user_id)
    live = live_factor.factor_of(session, attempt.user_id)
    if live is None:
        return refusals.refuse(session, attempt, "no_factor")
    if counted.is_code and live.locked_at is not None:
        return refusals.refuse(session, attempt, "locked")
    if counted.is_code:
        refusal = name_code(session, installation, attempt, live, counted.normal)
    else:
        refusal = _use_token(session, attempt, counted.held, is_right=is_right)
    if refusal:
        wrong_code_notice.tell_owner(session, attempt)
    if refusal and live.is_locked and live.locked_at is None:
        _lock(session, attempt)
    return refusal or live


def _use_token(
    session: Session, attempt: Attempt, held: SelectedToken | None, *, is_right: bool
) -> Refusal | None:
    if held is None or not is_right:
        return refusals.refuse(session, attempt, "wrong")
    if recovery_tokens.use(session, held.id, now=attempt.now):
        return None
    return refusals.refuse(session, attempt, "already_used")


def _burn(
    session: Session, attempt: Attempt, held: SelectedToken | None, *, is_right: bool
) -> Burned | Refusal:
    users.locked(session, attempt.user_id)
    refusal = _use_token(session, attempt, held, is_right=is_right)
    if refusal is not None:
        return refusal
    left = recovery_tokens.tokens_left(session, attempt.user_id)
    facts = {"tokens_left": left}
    entries.record(
        session, "recovery_token.burned", by=attempt.by, now=attempt.now, on=attempt.user_id, details=facts
    )
    outbox.tell(
        session, "recovery_token_burned", via="mail", user_id=attempt.user_id, data=facts, now=attempt.now
    )
    announce(session, f"person:{attempt.user_id}")
    return Burned(left)


def _lock(session: Session, attempt: Attempt) -> None:
    """50 failures in a row: codes are refused until a recovery token or a reset; the factor stays owed."""
    live = update(Enrollment).where(enrollments.is_live_of(attempt.user_id))
    session.execute(live.values(locked_at=attempt.now))
    entries.record(session, "second_factor.locked", by=attempt.by, now=attempt.now, on=attempt.user_id)
    outbox.tell(session, "second_factor_locked", via="mail", user_id=attempt.user_id, now=attempt.now)


def _accept(session: Session, counted: CountedAttempt, live: LiveFactor) -> Proven:
    """Clear the failures, and tell the owner when a recovery token was used (NIST SP 800-63B-4 4.2.1.1)."""
    attempt = counted.attempt
    left = live.tokens_left if counted.is_code else recovery_tokens.tokens_left(session, attempt.user_id)
    proven = Proven(attempt.factor, left)
    locked_at = live.locked_at if counted.is_code else None
    live_factor.was_right(session, attempt.user_id, locked_at=locked_at, now=attempt.now)
    throttle.clear(session, counted.budget, now=attempt.now)
    _record_use(session, attempt, proven)
    announce(session, f"person:{attempt.user_id}")
    return proven


def _record_use(session: Session, attempt: Attempt, proven: Proven) -> None:
    by = replace(attempt.by, factor=attempt.factor, factor_at=attempt.now)
    facts = {"purpose": attempt.purpose, "tokens_left": proven.tokens_left}
    action = "second_factor.accepted" if attempt.factor == "totp" else "recovery_token.used"
    entries.record(session, action, by=by, now=attempt.now, on=attempt.user_id, details=facts)
    if attempt.factor == "recovery_token":
        user_id = attempt.user_id
        outbox.tell(session, "recovery_token_used", via="mail", user_id=user_id, data=facts, now=attempt.now)


def _is_of_old_qr(session: Session, installation: Installation, attempt: Attempt, code: str) -> bool:
    """Whether the code belongs to a secret that another has replaced, or is about to: the phone's old entry."""
    old = enrollments.superseded_of(session, attempt.user_id, now=attempt.now)
    live = enrollments.live_of(session, attempt.user_id) if attempt.purpose == "set_up" else None
    rows = (*old, *([live] if live else []))
    secrets = [readable_secret(session, installation.keys, row, now=attempt.now) for row in rows]
    return any(totp.match(secret, code, now=attempt.now, probe=1) for secret in secrets if secret)

"""A sign-in that owes a set-up: the password is right, the factor is set up, and only then a session begins.

Staff at their first sign-in, and the person who's factor was reset. A member shows the mailed link too: after a reset the
password is all that a thief would need.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.enrolling import set_up
from core.enrolling.set_up import Enabled, NothingPending
from core.ground.actors import Actor
from core.ground.hashing import Busy
from core.ground.installation import Installation
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.people.users import Audience
from core.second_factor import totp
from core.second_factor.attempts import Proven
from core.second_factor.enrollments import Enrollment
from core.second_factor.refusals import Refusal
from core.sessions import half_sign_ins
from core.sessions.half_sign_ins import Half, HalfExpired
from core.signing_in import sign_in
from core.signing_in.sign_in import SignedInNow


@dataclass(frozen=True)
class SetUpFinished:
    """The factor is live and the session has begun. ``tokens`` exist only in this answer."""

    signed_in_now: SignedInNow
    enrollment_id: str
    tokens: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class MailOwed:
    """The link that was mailed after the reset has not been used in this sign-in."""


def finish_set_up(
    installation: Installation,
    half_token: str,
    code: str,
    *,
    by: Actor,
    user_agent: str,
    now: datetime,
) -> SetUpFinished | Refusal | NothingPending | HalfExpired | MailOwed | Busy:
    """Confirm the waiting secret of this half sign-in and sign in with it, in one commit.

    The secret was begun by :func:`core.enrolling.set_up.begin` with the half sign-in's id as ``by.session_id``.
    """
    half = installation.database.transact(
        lambda session: _count_try(session, half_token, code, by=by, now=now)
    )
    if not isinstance(half, Half):
        return half
    by = replace(by, user_id=half.user_id, session_id=half.id)

    def conclude(session: Session, proven: Proven) -> SignedInNow:
        done = sign_in.conclude_half(session, half, proven, None, by=by, user_agent=user_agent, now=now)
        if isinstance(done, HalfExpired):
            raise _HalfGone
        _hand_on(session, half.id, done.signed_in.session_id)
        return done

    try:
        outcome = set_up.confirm(
            installation, half.user_id, password=None, code=code, by=by, now=now, conclude=conclude
        )
    except _HalfGone:
        return HalfExpired()
    return _finished(outcome)


class _HalfGone(Exception):
    """The half sign-in was ended while its code was checked: the factor must not go live either."""


def _count_try(
    session: Session, half_token: str, code: str, *, by: Actor, now: datetime
) -> Half | Refusal | HalfExpired | MailOwed:
    audience: Audience = "account" if by.channel == "account" else "console"
    half = half_sign_ins.find(session, half_token, audience=audience, now=now)
    if half is None:
        return HalfExpired()
    if audience == "account" and not half.mail_proven:
        return MailOwed()
    if totp.read_code(code) is None:
        return Refusal("malformed")
    return half_sign_ins.count_try(session, half, now=now) or half


def _hand_on(session: Session, half_id: str, session_id: str) -> None:
    """The new session is the one that may ask once more for its recovery tokens."""
    confirmed = update(Enrollment).where(Enrollment.confirmed_session_id == half_id)
    session.execute(confirmed.values(confirmed_session_id=session_id))


def _finished(
    outcome: Enabled | Refusal | NothingPending | WrongPassword | TooManyTries | Busy,
) -> SetUpFinished | Refusal | NothingPending | Busy:
    match outcome:
        case Enabled(concluded=SignedInNow() as signed_in_now):
            return SetUpFinished(signed_in_now, outcome.enrollment_id, outcome.tokens)
        case Refusal() | NothingPending() | Busy():
            return outcome
        case Enabled() | WrongPassword() | TooManyTries():
            raise AssertionError(
                f"no password was asked for, and the session begins with the factor: {outcome}"
            )
        case _:
            assert_never(outcome)

"""Guesses at a password are counted before they are checked: per site and address, wherever it is typed.

A browser that proved this password before has a budget of its own. A right password gives its guess back to the budget
of the network address, for a clinic of hundreds may stand behind one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.ground import throttle
from core.ground.actors import Actor
from core.ground.throttle import PASSWORD_PER_IP, PASSWORD_PER_PERSON, Exhausted, Limits
from core.passwords import known_browsers
from core.people.users import Audience, normal_email


@dataclass(frozen=True)
class WrongPassword:
    """Not let in: wrong password, no such person, or no password yet. One answer at one cost (ASVS 6.3.8)."""


@dataclass(frozen=True)
class TooManyTries:
    """Nothing was checked; the next try may be made at ``until``."""

    until: datetime


@dataclass(frozen=True)
class GuessCounted:
    """One guess, counted on ``budget`` and, by ``network_attempt_id``, on that of its network address."""

    budget: str
    network_attempt_id: str | None


def count(
    session: Session, email: str, *, audience: Audience, by: Actor, now: datetime
) -> GuessCounted | TooManyTries:
    """Count one guess at the password of ``email``, known or not. Commit before checking (ASVS 6.3.1)."""
    browser = known_browsers.digest_of(session, by.known_browser, email, audience)
    budget = _key(email, audience) + (f":{browser}" if browser else "")
    budgets: dict[str, Limits] = {budget: PASSWORD_PER_PERSON}
    if by.ip:
        budgets[throttle.network_key(f"password_ip:{audience}", by.ip)] = PASSWORD_PER_IP
    taken = [throttle.take(session, key, limits, now=now) for key, limits in budgets.items()]
    until = [one.until for one in taken if isinstance(one, Exhausted)]
    if until:
        return TooManyTries(max(until))
    counted = [one.attempt_id for one in taken[1:] if not isinstance(one, Exhausted)]
    return GuessCounted(budget, counted[0] if counted else None)


def forgive(session: Session, guess: GuessCounted, *, now: datetime) -> None:
    """The password was right: clear the guesses of its budget, and this one from that of the network address."""
    throttle.clear(session, guess.budget, now=now)
    if guess.network_attempt_id is not None:
        throttle.give_back(session, guess.network_attempt_id, now=now)


def forgive_all(session: Session, email: str, *, audience: Audience, now: datetime) -> None:
    """The person has a new password: the wait after guesses at the old one is over."""
    throttle.clear(session, _key(email, audience), now=now)


def _key(email: str, audience: Audience) -> str:
    """Hashed, for an address may be longer than a key."""
    return f"password:{audience}:{hashlib.sha256(normal_email(email).encode()).hexdigest()}"

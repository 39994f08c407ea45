"""Guesses at a password are counted before they are checked, on one budget per address, on every page."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.ground import throttle
from core.ground.throttle import PASSWORD_PER_IP, PASSWORD_PER_PERSON, Exhausted, Limits
from core.people.users import normal_email


@dataclass(frozen=True)
class WrongPassword:
    """Not let in: wrong password, no such person, or no password yet. One answer at one cost (ASVS 6.3.8)."""


@dataclass(frozen=True)
class TooManyTries:
    """Nothing was checked; the next try may be made at ``until``."""

    until: datetime


def count(session: Session, email: str, *, ip: str | None, now: datetime) -> TooManyTries | None:
    """Count one guess at the password of ``email``, known or not. Commit before checking (ASVS 6.3.1)."""
    budgets: dict[str, Limits] = {_key(email): PASSWORD_PER_PERSON}
    if ip:
        budgets[throttle.network_key("password_ip", ip)] = PASSWORD_PER_IP
    taken = [throttle.take(session, key, limits, now=now) for key, limits in budgets.items()]
    until = [one.until for one in taken if isinstance(one, Exhausted)]
    return TooManyTries(max(until)) if until else None


def forgive(session: Session, email: str, *, now: datetime) -> None:
    """A right password clears the person's guesses; those of the network address stay counted."""
    throttle.clear(session, _key(email), now=now)


def _key(email: str) -> str:
    """Hashed, because an address may be longer than a key."""
    return f"password:{hashlib.sha256(normal_email(email).encode()).hexdigest()}"

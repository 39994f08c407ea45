"""The current password, asked again before the second factor may change (ASVS 6.2.3, 7.5.1)."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor
from core.ground.hashing import Busy
from core.ground.installation import Installation
from core.passwords import password_tries
from core.passwords.password_tries import GuessCounted, TooManyTries, WrongPassword
from core.people import users
from core.people.users import User


@dataclass(frozen=True)
class RightPassword:
    """The password was right when checked; :func:`still_holds` tells whether it has changed since."""

    user_id: str
    hash: str = field(repr=False)
    guess: GuessCounted = field(repr=False)


def prove(
    installation: Installation, user_id: str, password: str, *, for_what: str, by: Actor, now: datetime
) -> RightPassword | WrongPassword | TooManyTries | Busy:
    """Count the guess on the budget of sign-in, compare in the pool, and record a wrong one as ``for_what``."""
    known = installation.database.transact(lambda session: _count(session, user_id, by=by, now=now))
    if isinstance(known, TooManyTries):
        return known
    known_hash, guess = known
    verified = installation.hashing.verify(known_hash, password)
    if isinstance(verified, Busy):
        return verified
    if verified.ok and known_hash is not None:
        return RightPassword(user_id, known_hash, guess)
    installation.database.transact(
        lambda session: entries.record(
            session, for_what, by=by, now=now, on=user_id, outcome="wrong_password"
        )
    )
    return WrongPassword()


def still_holds(session: Session, proof: RightPassword, *, now: datetime) -> bool:
    """Whether the password is the one that was proved; locks the person's row and clears the wrong guesses."""
    user = users.locked(session, proof.user_id)
    if user.password_hash != proof.hash:
        return False
    password_tries.forgive(session, proof.guess, now=now)
    return True


def _count(
    session: Session, user_id: str, *, by: Actor, now: datetime
) -> tuple[str | None, GuessCounted] | TooManyTries:
    user = session.get_one(User, user_id)
    audience = user.audience
    guess = password_tries.count(session, user.email, audience=audience, by=by, now=now)
    return guess if isinstance(guess, TooManyTries) else (user.password_hash, guess)

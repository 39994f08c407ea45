"""Setting a password: by a mailed link or in Settings. It neither changes the second factor nor signs anyone in."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import hashing, outbox, throttle
from core.ground.actors import Actor
from core.ground.hashing import Busy, PasswordChecked
from core.ground.installation import Installation
from core.ground.throttle import Exhausted, Limit, Limits
from core.passwords import known_browsers, password_tries
from core.passwords.password_tries import GuessCounted, TooManyTries, WrongPassword
from core.people import one_time_links, users
from core.people.one_time_links import OneTimeLinkView
from core.people.users import User
from core.practices import practices
from core.sessions import half_sign_ins, sessions

RESET_PER_ASKER = (Limit(20, timedelta(hours=1)), Limit(40, timedelta(days=1)))  # a network address
RESET_PER_OWNER = (Limit(1, timedelta(minutes=5)),)  # no daily limit: a stranger would use it up


@dataclass(frozen=True)
class PasswordSet:
    """The new password is set; the person signs in with it as usual, with the second factor."""

    user_id: str
    email: str


@dataclass(frozen=True)
class PasswordChanged:
    """Changed by the signed-in person. ``token`` is the new cookie of their session, None if that is over."""

    token: str | None


@dataclass(frozen=True)
class LinkUnusable:
    """Used, expired, replaced by a newer password, for the other site, or invalid: one answer for all."""


@dataclass(frozen=True)
class BadPassword:
    """The new password cannot be taken; ``why`` is a sentence for the person. Nothing was used up."""

    why: str


def send_first_link(session: Session, user_id: str, *, by: Actor, now: datetime) -> str:
    """Mail a new person the link that sets their first password; returns the link's id."""
    user = session.get_one(User, user_id)
    is_staff = user.audience == "console"
    purpose: Literal["staff_invitation", "set_password"] = "staff_invitation" if is_staff else "set_password"
    link_id = one_time_links.issue(session, purpose, user_id, now=now)
    entries.record(session, "password.link_sent", by=by, now=now, on=user_id, details={"purpose": purpose})
    outbox.tell(session, purpose, via="mail", user_id=user_id, data={"link_id": link_id}, now=now)
    return link_id


def ask_reset(session: Session, email: str, *, by: Actor, now: datetime) -> None:
    """Mail a reset link, if this site has such a person. The person who asks learns nothing (ASVS 6.3.8).

    One mail per address in 5 minutes: nobody's inbox is flooded by a stranger. A colleague who never followed the
    invitation gets a new one: it opens no more than the first, and goes to the same address.
    """
    if not _may_ask(session, email, by=by, now=now):
        return
    is_staff = by.channel == "console"
    user = users.find_by_email(session, email, audience="console" if is_staff else "account")
    if user is None or user.disabled_at is not None:
        entries.record(session, "password.reset_asked", by=by, now=now, outcome="unknown")
        return
    entries.record(session, "password.reset_asked", by=by, now=now, on=user.id)
    if is_staff and user.password_hash is None:
        send_first_link(session, user.id, by=by, now=now)
        return
    link_id = one_time_links.issue(session, "reset_password", user.id, now=now)
    outbox.tell(session, "reset_password", via="mail", user_id=user.id, data={"link_id": link_id}, now=now)


def set_by_link(
    installation: Installation, link: str, new_password: str, *, by: Actor, now: datetime
) -> PasswordSet | LinkUnusable | BadPassword | Busy:
    """Set the password behind a mailed link, on the site that is its person's (``by.channel``).

    A bad password leaves the link as it was; of several good ones posted together, one is set.
    """
    seen = installation.database.read(lambda session: _look(session, installation, link, by=by, now=now))
    if seen is None:
        return LinkUnusable()
    view, practices = seen
    why = hashing.problem_with(new_password, email=view.email, name=view.name, practices=practices)
    if why is not None:
        return BadPassword(why)
    hashed = installation.hashing.hash(new_password)
    if isinstance(hashed, Busy):
        return hashed
    return installation.database.transact(
        lambda session: _conclude_link(session, installation, link, view, hashed, by=by, now=now)
    )


def change(
    installation: Installation, user_id: str, *, current: str, new: str, by: Actor, now: datetime
) -> PasswordChanged | WrongPassword | BadPassword | TooManyTries | Busy:
    """Change one's own password. Guesses at the current one count on the same budget as sign-in (ASVS 6.3.1)."""
    known = installation.database.transact(lambda session: _count(session, user_id, by=by, now=now))
    if isinstance(known, TooManyTries):
        return known
    verified = installation.hashing.verify(known.password_hash, current)
    if isinstance(verified, Busy):
        return verified
    why = _problem(known, current, new) if verified.ok else None
    if why is not None:
        return BadPassword(why)
    hashed = installation.hashing.hash(new) if verified.ok else ""
    if isinstance(hashed, Busy):
        return hashed
    return installation.database.transact(
        lambda session: _conclude_change(session, known, verified, hashed, by=by, now=now)
    )


@dataclass(frozen=True)
class _Owner:
    user_id: str
    email: str
    name: str
    password_hash: str | None
    guess: GuessCounted
    practices: tuple[str, ...]


def _may_ask(session: Session, email: str, *, by: Actor, now: datetime) -> bool:
    """The asker's budget first: an ask that is refused for its asker must not hold up the owner's own."""
    owner = hashlib.sha256(users.normal_email(email).encode()).hexdigest()
    keys: dict[str, Limits] = {}
    if by.ip:
        keys[throttle.network_key("reset_ip", by.ip)] = RESET_PER_ASKER
    keys[f"reset:{owner}"] = RESET_PER_OWNER
    return all(
        not isinstance(throttle.take(session, key, limits, now=now), Exhausted)
        for key, limits in keys.items()
    )


def _look(
    session: Session, installation: Installation, link: str, *, by: Actor, now: datetime
) -> tuple[OneTimeLinkView, tuple[str, ...]] | None:
    view = one_time_links.look(session, installation.keys, link, now=now)
    if view is None or view.audience != by.channel:
        return None
    return view, _practice_names(session, view.user_id)


def _conclude_link(
    session: Session,
    installation: Installation,
    link: str,
    view: OneTimeLinkView,
    hashed: str,
    *,
    by: Actor,
    now: datetime,
) -> PasswordSet | LinkUnusable:
    user = users.locked(session, view.user_id)
    if one_time_links.consume(session, installation.keys, link, now=now) is None:
        return LinkUnusable()
    _set(session, user, hashed, how=view.purpose, keep=None, by=by.for_user(user.id), now=now)
    return PasswordSet(user.id, user.email)


def _count(session: Session, user_id: str, *, by: Actor, now: datetime) -> _Owner | TooManyTries:
    user = session.get_one(User, user_id)
    audience = user.audience
    guess = password_tries.count(session, user.email, audience=audience, by=by, now=now)
    if isinstance(guess, TooManyTries):
        return guess
    names = _practice_names(session, user_id)
    return _Owner(user.id, user.email, user.name, user.password_hash, guess, names)


def _problem(known: _Owner, current: str, new: str) -> str | None:
    if hashing.normal(current) == hashing.normal(new):
        return "This is the password you have now. Choose a new one."
    return hashing.problem_with(new, email=known.email, name=known.name, practices=known.practices)


def _conclude_change(
    session: Session, known: _Owner, verified: PasswordChecked, hashed: str, *, by: Actor, now: datetime
) -> PasswordChanged | WrongPassword:
    user = users.locked(session, known.user_id)
    if not verified.ok or user.password_hash != known.password_hash:
        entries.record(session, "password.changed", by=by, now=now, on=user.id, outcome="wrong")
        return WrongPassword()
    password_tries.forgive(session, known.guess, now=now)
    _set(session, user, hashed, how="settings", keep=by.session_id, by=by, now=now)
    return PasswordChanged(sessions.renew_token(session, by.session_id) if by.session_id else None)


def _set(
    session: Session, user: User, hashed: str, *, how: str, keep: str | None, by: Actor, now: datetime
) -> None:
    """Store the password and end the sessions and links that the old one allowed (ASVS 7.4.3)."""
    had_one = user.password_hash is not None
    user.password_hash = hashed
    user.password_changed_at = now
    password_tries.forgive_all(session, user.email, audience=user.audience, now=now)
    known_browsers.forget(session, user.id, but=by.known_browser if keep else None)
    half_sign_ins.end_all(session, user.id, why="password_changed", now=now)
    one_time_links.revoke_all(session, user.id, now=now)
    sessions.end_others(session, user.id, keep=keep, why="password_changed", by=by, now=now)
    entries.record(session, "password.changed", by=by, now=now, on=user.id, details={"how": how})
    if had_one:
        outbox.tell(session, "password_changed", via="mail", user_id=user.id, data={"how": how}, now=now)


def _practice_names(session: Session, user_id: str) -> tuple[str, ...]:
    return tuple(practice.name for practice in practices.practices_of(session, user_id))

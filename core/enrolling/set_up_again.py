"""After a reset a member sets up again with two proofs: the password, and a single-use link mailed to their address.

Without the link, a thief with the password would only have to wait for the end of a reset and be first.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import outbox, throttle
from core.ground.actors import Actor
from core.ground.sealing import KeyRing
from core.ground.throttle import Exhausted, Limit
from core.people import one_time_links
from core.people.users import User
from core.sessions import half_sign_ins
from core.sessions.half_sign_ins import HalfExpired

PER_PERSON = (Limit(3, timedelta(minutes=15)), Limit(10, timedelta(days=1)))


@dataclass(frozen=True)
class LinkSent:
    """It is on its way; it works once, for 3 days."""


@dataclass(frozen=True)
class LinkRecentlySent:
    """Three mails in a quarter of an hour are enough; the next at ``until``."""

    until: datetime


@dataclass(frozen=True)
class MailProven:
    """This half sign-in may set up now."""


@dataclass(frozen=True)
class LinkNotYours:
    """Used, expired, or of another person than the one whose password was given: all the same answer."""


def send_link(session: Session, user_id: str, *, by: Actor, now: datetime) -> LinkSent | LinkRecentlySent:
    """Mail the link; nobody's inbox is flooded by someone who has the password."""
    taken = throttle.take(session, f"set_up_again:{user_id}", PER_PERSON, now=now)
    if isinstance(taken, Exhausted):
        return LinkRecentlySent(taken.until)
    link_id = one_time_links.issue(session, "set_up_again", user_id, now=now)
    entries.record(session, "set_up_again.link_sent", by=by, now=now, on=user_id)
    outbox.tell(session, "set_up_again", via="mail", user_id=user_id, data={"link_id": link_id}, now=now)
    return LinkSent()


def use_link(
    session: Session, keys: KeyRing, half_token: str, link: str, *, by: Actor, now: datetime
) -> MailProven | LinkNotYours | HalfExpired:
    """Use the link up for the half sign-in of the same person. A link that fits nobody stays unused."""
    half = half_sign_ins.find(session, half_token, audience="account", now=now)
    if half is None or not half.set_up:
        return HalfExpired()
    session.get(User, half.user_id, with_for_update=True)
    seen = one_time_links.look(session, keys, link, purposes=one_time_links.SET_UP_AGAIN, now=now)
    if seen is None or seen.user_id != half.user_id:
        return LinkNotYours()
    if one_time_links.consume(session, keys, link, purposes=one_time_links.SET_UP_AGAIN, now=now) is None:
        return LinkNotYours()
    if not half_sign_ins.prove_mail(session, half, now=now):
        return HalfExpired()
    entries.record(
        session, "set_up_again.mail_proven", by=by.for_user(half.user_id), now=now, on=half.user_id
    )
    return MailProven()

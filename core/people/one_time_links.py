"""Single-use links: a first or a forgotten password, a staff invitation, "That was not me", set-up after a reset.

The secret of a link is an HMAC over its row's id, so the database never holds what opens it: the mailer derives
it when it writes the mail. GET shows the page, POST consumes (a mail scanner must not use the link up).
"""

import base64
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, changed, new_id
from core.ground.sealing import KeyRing, UnknownKey
from core.people.users import Audience, User

Purpose = Literal["set_password", "reset_password", "staff_invitation", "not_my_reset", "set_up_again"]
SETS_PASSWORD: tuple[Purpose, ...] = ("set_password", "reset_password", "staff_invitation")
NOT_ME: tuple[Purpose, ...] = ("not_my_reset",)
SET_UP_AGAIN: tuple[Purpose, ...] = ("set_up_again",)

LIFETIME: dict[Purpose, timedelta] = {
    "set_password": timedelta(days=7),
    "reset_password": timedelta(minutes=30),
    "staff_invitation": timedelta(days=3),
    "not_my_reset": timedelta(days=31),  # at least as long as a reset may wait
    "set_up_again": timedelta(days=3),
}


class OneTimeLink(Base):
    """One mailed link; ``used_at`` is set by the guarded UPDATE that consumes it."""

    __tablename__ = "one_time_links"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    purpose: Mapped[Purpose] = mapped_column(String(20))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


@dataclass(frozen=True)
class OneTimeLinkView:
    """What the page behind a good link may show."""

    purpose: Purpose
    user_id: str
    email: str
    name: str
    audience: Audience
    expires_at: datetime


def issue(
    session: Session, purpose: Purpose, user_id: str, *, now: datetime, ttl: timedelta | None = None
) -> str:
    """A new link; returns its id, never the secret (see :func:`token_of`).

    Older links stay good: a stranger's reset request must not break a link the person is waiting for.
    """
    row = OneTimeLink(
        id=new_id(),
        purpose=purpose,
        user_id=user_id,
        created_at=now,
        expires_at=now + (ttl or LIFETIME[purpose]),
    )
    session.add(row)
    session.flush()
    return row.id


def token_of(keys: KeyRing, link_id: str) -> str:
    """What the mail's address carries: the row, the key's name, and an HMAC-SHA256 that only our keys make."""
    return f"{link_id}.{keys.active.kid}.{_mac(keys, keys.active.kid, link_id)}"


def look(
    session: Session,
    keys: KeyRing,
    token: str,
    *,
    purposes: Collection[Purpose] = SETS_PASSWORD,
    now: datetime,
) -> OneTimeLinkView | None:
    """Whose link this is, while it can be used for one of ``purposes``. Uses nothing up.

    A link for one thing opens no other: "That was not me" must never set a password.
    """
    link_id = _read(keys, token)
    found = session.execute(
        select(OneTimeLink, User)
        .join(User, User.id == OneTimeLink.user_id)
        .where(OneTimeLink.id == link_id, OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None))
        .where(OneTimeLink.purpose.in_(purposes), OneTimeLink.expires_at > now, User.disabled_at.is_(None))
    ).first()
    if found is None:
        return None
    link, user = found.OneTimeLink, found.User
    return OneTimeLinkView(
        purpose=link.purpose,
        user_id=user.id,
        email=user.email,
        name=user.name,
        audience=user.audience,
        expires_at=link.expires_at,
    )


def consume(
    session: Session,
    keys: KeyRing,
    token: str,
    *,
    purposes: Collection[Purpose] = SETS_PASSWORD,
    now: datetime,
) -> str | None:
    """Use the link up; the person's id for exactly one of many who post it, None for all others (ASVS 6.4.1)."""
    view = look(session, keys, token, purposes=purposes, now=now)
    unused = update(OneTimeLink).where(
        OneTimeLink.id == _read(keys, token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.revoked_at.is_(None),
        OneTimeLink.expires_at > now,
    )
    return view.user_id if view and changed(session, unused.values(used_at=now)) else None


def revoke_all(session: Session, user_id: str, *, now: datetime) -> int:
    """Kill a person's open links: a changed password must not be changed back by an older mail.

    "That was not me" stays: the person who stole a password must not take the owner's way to stop a reset by changing it.
    """
    still_open = update(OneTimeLink).where(
        OneTimeLink.user_id == user_id,
        OneTimeLink.purpose != "not_my_reset",
        OneTimeLink.used_at.is_(None),
        OneTimeLink.revoked_at.is_(None),
    )
    return changed(session, still_open.values(revoked_at=now))


def _read(keys: KeyRing, token: str) -> str | None:
    """The row's id, if one of our keys made this token; compared in constant time."""
    link_id, _, rest = token.partition(".")
    kid, _, mac = rest.rpartition(".")
    try:
        expected = _mac(keys, kid, link_id)
    except UnknownKey:
        return None
    return link_id if hmac.compare_digest(mac.encode(), expected.encode()) else None


def _mac(keys: KeyRing, kid: str, link_id: str) -> str:
    digest = hmac.new(keys.sub_key("one_time_link", kid), link_id.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

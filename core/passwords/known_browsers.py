"""Browsers on which a person has proved their password: a budget of guesses of their own, no other privilege.

Without it ten wrong guesses of a stranger would shut the owner out of a browser they use every day (ASVS 6.1.1, 6.3.1).
"""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, exists, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, changed, insert_or_ignore
from core.ground.random_tokens import new_token, token_hash
from core.people.users import Audience, User, normal_email

KEPT = timedelta(days=400)  # since the last right password; browsers keep a cookie no longer


class KnownBrowser(Base):
    """One browser and one person: the random token in its cookie may name several people who share a desk."""

    __tablename__ = "known_browsers"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    proved_at: Mapped[datetime] = mapped_column(index=True)


def digest_of(session: Session, token: str | None, email: str, audience: Audience) -> str | None:
    """The digest of ``token`` if this person proved their present password on that browser, else None."""
    if not token:
        return None
    return session.scalar(
        select(KnownBrowser.token_sha256)
        .join(User, User.id == KnownBrowser.user_id)
        .where(
            KnownBrowser.token_sha256 == token_hash(token),
            User.email == normal_email(email),
            User.audience == audience,
        )
    )


def remember(session: Session, user_id: str, token: str | None, *, now: datetime) -> str:
    """Note that the password was right on this browser; returns the token for its cookie.

    A token that is not ours is replaced: nobody may choose what another browser is known by.
    """
    is_ours = token and session.scalar(select(exists().where(KnownBrowser.token_sha256 == token_hash(token))))
    kept = token if token and is_ours else new_token()
    row = {"token_sha256": token_hash(kept), "user_id": user_id}
    if not insert_or_ignore(session, KnownBrowser, row | {"proved_at": now}):
        mine = update(KnownBrowser).filter_by(**row)
        session.execute(mine.values(proved_at=now))
    return kept


def forget(session: Session, user_id: str, *, but: str | None = None) -> int:
    """The password has changed: only the browser that changed it (its token is ``but``) still knows it."""
    theirs = delete(KnownBrowser).where(KnownBrowser.user_id == user_id)
    others = theirs.where(KnownBrowser.token_sha256 != token_hash(but)) if but else theirs
    return changed(session, others)

"""Browsers on which a person has proved their password: a budget of guesses of their own, no other privilege.

Without it ten wrong guesses of a stranger would shut the owner out of a browser they use every day (ASVS 6.1.1, 6.3.1).
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, changed
from core.ground.hot.statements import Query, Upsert, itself
from core.ground.random_tokens import new_token, token_hash
from core.people.users import Audience, User, normal_email

KEPT = timedelta(days=400)  # since the last right password; browsers keep a cookie no longer


class KnownBrowser(Base):
    """One browser and one person: the random token in its cookie may name several people who share a desk."""

    __tablename__ = "known_browsers"

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    proved_at: Mapped[datetime] = mapped_column(index=True)


def _remembered(insert: Any) -> Any:
    values: dict[str, Any] = {name: bindparam(name) for name in ("token_sha256", "user_id", "proved_at")}
    row = insert.values(values)
    again = row.on_conflict_do_update(
        index_elements=["token_sha256", "user_id"], set_={"proved_at": row.excluded.proved_at}
    )
    return again.returning(KnownBrowser.proved_at)


_REMEMBER: Upsert[datetime] = Upsert(_remembered, KnownBrowser, itself)
_IS_OURS: Query[str] = Query(
    select(KnownBrowser.token_sha256).where(KnownBrowser.token_sha256 == bindparam("token")).limit(1), itself
)
_DIGEST: Query[str] = Query(
    select(KnownBrowser.token_sha256)
    .join(User, User.id == KnownBrowser.user_id)
    .where(
        KnownBrowser.token_sha256 == bindparam("token"),
        User.email == bindparam("email"),
        User.audience == bindparam("site"),
    ),
    itself,
)


def digest_of(session: Session, token: str | None, email: str, audience: Audience) -> str | None:
    """The digest of ``token`` if this person proved their present password on that browser, else None."""
    if not token:
        return None
    return _DIGEST.first(session, token=token_hash(token), email=normal_email(email), site=audience)


def remember(session: Session, user_id: str, token: str | None, *, now: datetime) -> str:
    """Note that the password was right on this browser; returns the token for its cookie.

    A token that is not ours is replaced: nobody may choose what another browser is known by.
    """
    is_ours = token and _IS_OURS.first(session, token=token_hash(token))
    kept = token if token and is_ours else new_token()
    _REMEMBER.first(session, token_sha256=token_hash(kept), user_id=user_id, proved_at=now)
    return kept


def forget(session: Session, user_id: str, *, but: str | None = None) -> int:
    """The password has changed: only the browser that changed it (its token is ``but``) still knows it."""
    theirs = delete(KnownBrowser).where(KnownBrowser.user_id == user_id)
    others = theirs.where(KnownBrowser.token_sha256 != token_hash(but)) if but else theirs
    return changed(session, others)

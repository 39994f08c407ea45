"""Browsers that completed the second factor for a person: an attempt budget of their own, no other privilege."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, changed, new_id
from core.ground.hot.statements import Query, insert_of, itself
from core.ground.random_tokens import new_token, token_hash


class TrustedBrowser(Base):
    """A random id in one browser's cookie; ``revoked_at`` is set when the factor changes or is reset."""

    __tablename__ = "trusted_browsers"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


_TRUST = insert_of(TrustedBrowser, but=("revoked_at",))
_ID: Query[str] = Query(
    select(TrustedBrowser.id).where(
        TrustedBrowser.token_sha256 == bindparam("token"),
        TrustedBrowser.user_id == bindparam("user_id"),
        TrustedBrowser.revoked_at.is_(None),
    ),
    itself,
)


def trust(session: Session, user_id: str, *, now: datetime) -> str:
    """Remember a browser that completed the second factor; returns the token for its cookie."""
    token = new_token()
    _TRUST.run(session, id=new_id(), token_sha256=token_hash(token), user_id=user_id, created_at=now)
    return token


def browser_id(session: Session, token: str | None, user_id: str) -> str | None:
    """The id of this person's trusted browser, the key of its own budget: a stranger cannot lock the victim out."""
    if not token:
        return None
    return _ID.first(session, token=token_hash(token), user_id=user_id)


def revoke_all(session: Session, user_id: str, *, now: datetime) -> int:
    """Forget every trusted browser: a remembered browser must not outlive the factor it showed."""
    known = update(TrustedBrowser).where(
        TrustedBrowser.user_id == user_id, TrustedBrowser.revoked_at.is_(None)
    )
    return changed(session, known.values(revoked_at=now))

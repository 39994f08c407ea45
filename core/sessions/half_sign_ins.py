"""A half sign-in: a right password that still owes its second factor. Its own row and cookie, never a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ForeignKey, Integer, String, and_, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, changed, new_id
from core.ground.random_tokens import new_token, token_hash
from core.people.users import Audience, User
from core.second_factor.enrollments import has_live_factor

LIFETIME = timedelta(minutes=5)
TRIES = 5


class HalfSignIn(Base):
    """A right password that still owes its second factor: 5 minutes, 5 tries, its own cookie."""

    __tablename__ = "half_sign_ins"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None] = mapped_column(String(20))  # signed_in | cancelled | password_changed | …
    next_path: Mapped[str] = mapped_column(String(500), default="/")
    mail_proven_at: Mapped[datetime | None]  # after a reset: the mailed link was opened beside the password


@dataclass(frozen=True)
class Half:
    """A half sign-in that still counts. ``set_up``: it owes a factor that its person does not have (staff, a reset).

    ``mail_proven``: its person has opened the mailed link too, which a member's set-up after a reset asks for.
    """

    id: str
    user_id: str
    email: str
    tries_left: int
    expires_at: datetime
    set_up: bool
    next_path: str
    mail_proven: bool = False


@dataclass(frozen=True)
class HalfExpired:
    """The half sign-in no longer counts: start again with the password."""

    why: Literal["over", "too_many_tries"] = "over"


def start(session: Session, user_id: str, *, next_path: str, now: datetime) -> str:
    """Remember the right password for 5 minutes; returns the token for the half sign-in's own cookie."""
    token = new_token()
    session.add(
        HalfSignIn(
            token_sha256=token_hash(token),
            user_id=user_id,
            created_at=now,
            expires_at=now + LIFETIME,
            next_path=local_path(next_path),
        )
    )
    return token


def find(session: Session, token: str, *, audience: Audience, now: datetime) -> Half | None:
    """The half sign-in of this cookie while it counts; with no tries left it is found, but takes none."""
    has_factor = has_live_factor(User.id)
    owes_one = or_(User.audience == "console", User.set_up_owed_since.is_not(None))
    found = session.execute(
        select(HalfSignIn, User.email, and_(owes_one, ~has_factor).label("set_up"))
        .join(User, User.id == HalfSignIn.user_id)
        .where(HalfSignIn.token_sha256 == token_hash(token), HalfSignIn.ended_at.is_(None))
        .where(HalfSignIn.expires_at > now, User.audience == audience, User.disabled_at.is_(None))
    ).first()
    if found is None:
        return None
    row: HalfSignIn = found.HalfSignIn
    return Half(
        id=row.id,
        user_id=row.user_id,
        email=found.email,
        tries_left=max(TRIES - row.tries, 0),
        expires_at=row.expires_at,
        set_up=bool(found.set_up),
        next_path=row.next_path,
        mail_proven=row.mail_proven_at is not None,
    )


def count_try(session: Session, half: Half, *, now: datetime) -> HalfExpired | None:
    """Count a try before it is checked, and refuse the sixth. Tries already counted may still conclude."""
    counted = update(HalfSignIn).where(
        HalfSignIn.id == half.id,
        HalfSignIn.ended_at.is_(None),
        HalfSignIn.expires_at > now,
        HalfSignIn.tries < TRIES,
    )
    is_counted = changed(session, counted.values(tries=HalfSignIn.tries + 1))
    return None if is_counted else HalfExpired("too_many_tries")


def prove_mail(session: Session, half: Half, *, now: datetime) -> bool:
    """Its person has used the mailed link; False when it is over already."""
    open_one = update(HalfSignIn).where(HalfSignIn.id == half.id, HalfSignIn.ended_at.is_(None))
    return changed(session, open_one.values(mail_proven_at=now)) == 1


def end(session: Session, half_id: str, *, why: str, now: datetime) -> bool:
    """Use it up: of concurrent requests one gets True and may start the session."""
    open_one = update(HalfSignIn).where(HalfSignIn.id == half_id, HalfSignIn.ended_at.is_(None))
    return changed(session, open_one.values(ended_at=now, ended_why=why)) == 1


def end_all(session: Session, user_id: str, *, why: str, now: datetime, keep: str | None = None) -> int:
    """End a person's half sign-ins: their proof is no longer valid. ``keep``: one that is concluding now."""
    theirs = update(HalfSignIn).where(HalfSignIn.user_id == user_id, HalfSignIn.ended_at.is_(None))
    others = theirs.where(HalfSignIn.id != keep) if keep else theirs
    return changed(session, others.values(ended_at=now, ended_why=why))


def local_path(text: str) -> str:
    """A path of our own site or ``/``: ``next=`` must not lead to another host (ASVS 1.2.2, open redirect)."""
    fits = text.startswith("/") and not text.startswith(("//", "/\\")) and len(text) <= 500  # noqa: PLR2004  the column
    return text if fits and text.isprintable() and "\\" not in text else "/"

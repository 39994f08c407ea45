"""A half sign-in: a right password that still owes its second factor. Its own row and cookie, never a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BindParameter, ForeignKey, Integer, String, and_, bindparam, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, UtcDateTime, changed, new_id
from core.ground.hot.statements import Change, Query, insert_of, table_of
from core.ground.random_tokens import new_token, token_hash
from core.people.users import Audience, User
from core.practices.policy import requires_factor
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
    mail_proven_at: Mapped[datetime | None]  # of a member: the mailed link was opened beside the password


@dataclass(frozen=True)
class Half:
    """A half sign-in that still counts. ``set_up``: it owes a factor that its person does not have.

    That is staff at their first sign-in, a member after a reset, and one of a practice that requires a factor.
    ``mail_proven``: its person has opened the mailed link too, which a member's set-up at sign-in asks for.
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


def _half(*columns: Any) -> Half:
    half_id, user_id, email, tries, expires_at, set_up, next_path, mail_proven_at = columns
    return Half(
        id=half_id,
        user_id=user_id,
        email=email,
        tries_left=max(TRIES - tries, 0),
        expires_at=expires_at,
        set_up=bool(set_up),
        next_path=next_path,
        mail_proven=mail_proven_at is not None,
    )


_NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime())
_IS_REQUIRED = requires_factor(User.id, now=_NOW)
_OWES_ONE = or_(User.audience == "console", User.set_up_owed_since.is_not(None), _IS_REQUIRED)
_IS_OPEN = and_(HalfSignIn.id == bindparam("half"), HalfSignIn.ended_at.is_(None))
_START = insert_of(HalfSignIn, but=("ended_at", "ended_why", "mail_proven_at"))
_FIND = Query(
    select(
        HalfSignIn.id,
        HalfSignIn.user_id,
        User.email,
        HalfSignIn.tries,
        HalfSignIn.expires_at,
        and_(_OWES_ONE, ~has_live_factor(User.id)),
        HalfSignIn.next_path,
        HalfSignIn.mail_proven_at,
    )
    .join(User, User.id == HalfSignIn.user_id)
    .where(HalfSignIn.token_sha256 == bindparam("token"), HalfSignIn.ended_at.is_(None))
    .where(HalfSignIn.expires_at > _NOW, User.audience == bindparam("site"))
    .where(User.disabled_at.is_(None)),
    _half,
)
_COUNT = Change(
    update(table_of(HalfSignIn))
    .where(_IS_OPEN, HalfSignIn.expires_at > bindparam("now"), HalfSignIn.tries < TRIES)
    .values(tries=HalfSignIn.tries + 1)
)
_END = Change(
    update(table_of(HalfSignIn)).where(_IS_OPEN).values(ended_at=bindparam("now"), ended_why=bindparam("why"))
)


def start(session: Session, user_id: str, *, next_path: str, now: datetime) -> str:
    """Remember the right password for 5 minutes; returns the token for the half sign-in's own cookie."""
    token = new_token()
    _START.run(
        session,
        id=new_id(),
        token_sha256=token_hash(token),
        user_id=user_id,
        created_at=now,
        expires_at=now + LIFETIME,
        tries=0,
        next_path=local_path(next_path),
    )
    return token


def find(session: Session, token: str, *, audience: Audience, now: datetime) -> Half | None:
    """The half sign-in of this cookie while it counts; with no tries left it is found, but takes none."""
    return _FIND.first(session, token=token_hash(token), site=audience, now=now)


def count_try(session: Session, half: Half, *, now: datetime) -> HalfExpired | None:
    """Count a try before it is checked, and refuse the sixth. Tries already counted may still conclude."""
    return None if _COUNT.run(session, half=half.id, now=now) else HalfExpired("too_many_tries")


def prove_mail(session: Session, half: Half, *, now: datetime) -> bool:
    """Its person has used the mailed link; False when it is over already."""
    open_one = update(HalfSignIn).where(HalfSignIn.id == half.id, HalfSignIn.ended_at.is_(None))
    return changed(session, open_one.values(mail_proven_at=now)) == 1


def end(session: Session, half_id: str, *, why: str, now: datetime) -> bool:
    """Use it up: of concurrent requests one gets True and may start the session."""
    return _END.run(session, half=half_id, now=now, why=why) == 1


def end_all(session: Session, user_id: str, *, why: str, now: datetime, keep: str | None = None) -> int:
    """End a person's half sign-ins: their proof is no longer valid. ``keep``: one that is concluding now."""
    theirs = update(HalfSignIn).where(HalfSignIn.user_id == user_id, HalfSignIn.ended_at.is_(None))
    others = theirs.where(HalfSignIn.id != keep) if keep else theirs
    return changed(session, others.values(ended_at=now, ended_why=why))


def local_path(text: str) -> str:
    """A path of our own site or ``/``: ``next=`` must not lead to another host (ASVS 1.2.2, open redirect)."""
    fits = text.startswith("/") and not text.startswith(("//", "/\\")) and len(text) <= 500  # noqa: PLR2004  the column
    return text if fits and text.isprintable() and "\\" not in text else "/"

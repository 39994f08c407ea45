"""People who can sign in: members of practices on the account site, ThoroughCare's staff on the console."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, String, bindparam, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import entries
from core.ground.actors import Actor
from core.ground.columns import one_of
from core.ground.db import Base, insert_or_ignore, new_id
from core.ground.hot.statements import Change, Query, table_of
from core.people import name_words

Audience = Literal["account", "console"]
StaffRole = Literal["agent", "supervisor", "auditor"]

LONGEST_EMAIL = 254  # RFC 5321 4.5.3.1.3, without the angle brackets
LONGEST_LOCAL_PART = 64  # RFC 5321 4.5.3.1.1
DOT_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"  # RFC 5322 3.2.3, in lower case
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"  # RFC 1034 3.5
MAILABLE = re.compile(rf"(?P<local>{DOT_ATOM}(?:\.{DOT_ATOM})*)@{LABEL}(?:\.{LABEL})+")


class User(Base):
    """A person. The e-mail (stored in lower case) is the account name; ``password_hash`` is argon2id or nothing yet."""

    __tablename__ = "users"
    __table_args__ = (
        one_of("audience", Audience),
        CheckConstraint("(audience = 'console') = (staff_role IS NOT NULL)", name="staff_role"),
        Index("ix_users_audience_name", "audience", "name", "id"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    audience: Mapped[Audience] = mapped_column(String(10))
    staff_role: Mapped[StaffRole | None] = mapped_column(String(10))
    password_hash: Mapped[str | None] = mapped_column(String(300))
    password_changed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    set_up_owed_since: Mapped[
        datetime | None
    ]  # a reset: the password alone signs in no more until a factor is set up
    guide_opted_out_at: Mapped[datetime | None]  # "do not offer me the set-up guide again"


@dataclass(frozen=True)
class Person:
    """A person as sign-in sees them, in one reading."""

    id: str
    email: str
    name: str
    audience: Audience
    staff_role: StaffRole | None
    password_hash: str | None = field(repr=False)


@dataclass(frozen=True)
class KnownPassword:
    """Whose password it would be, and the hash a typed one is compared with."""

    user_id: str
    hash: str | None = field(repr=False)


@dataclass(frozen=True)
class EmailTaken:
    """The address is taken; an address names one account, member or staff, never both."""

    user_id: str
    audience: str


_FOR_PASSWORD = Query(
    select(User.id, User.password_hash).where(
        User.email == bindparam("email"), User.audience == bindparam("site")
    ),
    KnownPassword,
)
_HELD = Query(
    select(User.id, User.email, User.name, User.audience, User.staff_role, User.password_hash)
    .where(User.id == bindparam("person"))
    .with_for_update(),
    Person,
)
_REHASH = Change(
    update(table_of(User)).where(User.id == bindparam("person")).values(password_hash=bindparam("hashed"))
)


def normal_email(text: str) -> str:
    """The one form of an address that is stored and searched for: NFKC, no outer spaces, lower case."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def looks_like_email(text: str) -> bool:
    """Whether every mail server takes it (RFC 5321, ASCII); only the mailed link proves that mail arrives."""
    email = normal_email(text)
    found = MAILABLE.fullmatch(email) if len(email) <= LONGEST_EMAIL else None
    return found is not None and len(found["local"]) <= LONGEST_LOCAL_PART


def find_by_email(session: Session, email: str, *, audience: Audience | None = None) -> User | None:
    """The person with this address; with ``audience``, only if that site is theirs."""
    query = select(User).where(User.email == normal_email(email))
    return session.scalar(query if audience is None else query.where(User.audience == audience))


def for_password(session: Session, email: str, *, audience: Audience) -> KnownPassword | None:
    """What a typed password is compared with, if this site has such a person."""
    return _FOR_PASSWORD.first(session, email=normal_email(email), site=audience)


def held(session: Session, user_id: str) -> Person:
    """The person, read now and locked until this transaction ends, like :func:`locked`; for looking only."""
    person = _HELD.first(session, person=user_id)
    if person is None:
        raise LookupError("there is no such person")
    return person


def rehash(session: Session, user_id: str, password_hash: str) -> None:
    """The same password at the cost that is set now."""
    _REHASH.run(session, person=user_id, hashed=password_hash)


def locked(session: Session, user_id: str) -> User:
    """The person, re-read and locked until this transaction ends.

    Sign-in and changes of a password or account lock this row, so that each sees the other's result.
    """
    return session.scalars(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def add_member(session: Session, *, email: str, name: str, by: Actor, now: datetime) -> User | EmailTaken:
    """A new person of the account site, without a password until they follow the mailed link."""
    return _add(session, email, name, audience="account", role=None, by=by, now=now)


def add_staff(
    session: Session, *, email: str, name: str, role: StaffRole, by: Actor, now: datetime
) -> User | EmailTaken:
    """A new person of the console, without a password until they follow the mailed invitation."""
    return _add(session, email, name, audience="console", role=role, by=by, now=now)


def opt_out_of_guide(session: Session, user_id: str, *, by: Actor, now: datetime) -> None:
    """The person does not want the set-up guide offered again; they may still ask for it."""
    person = locked(session, user_id)
    if person.guide_opted_out_at is None:
        person.guide_opted_out_at = now
        entries.record(session, "user.guide_opted_out", by=by, now=now, on=user_id)


def _add(
    session: Session,
    email: str,
    name: str,
    *,
    audience: Audience,
    role: StaffRole | None,
    by: Actor,
    now: datetime,
) -> User | EmailTaken:
    values = {"id": new_id(), "email": normal_email(email), "name": name.strip(), "audience": audience}
    if not insert_or_ignore(session, User, values | {"staff_role": role, "created_at": now}):
        taken = session.scalars(select(User).where(User.email == values["email"])).one()
        return EmailTaken(taken.id, taken.audience)
    name_words.keep(session, values["id"], values["name"], values["email"])
    details = {"audience": audience} | ({"role": role} if role else {})
    entries.record(session, "user.added", by=by, now=now, on=values["id"], details=details)
    return session.get_one(User, values["id"])

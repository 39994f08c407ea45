"""Practices, the groups they belong to, and who works in them with which role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Exists,
    ForeignKey,
    Index,
    String,
    and_,
    bindparam,
    exists,
    select,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from core.audit import entries
from core.ground import outbox
from core.ground.actors import Actor
from core.ground.columns import one_of
from core.ground.db import Base, announce, changed, insert_or_ignore, new_id
from core.ground.hot.statements import Query
from core.people.users import User

Role = Literal["admin", "member"]
DEFAULT_TIME_ZONE = "America/New_York"


class Group(Base):
    """A customer with several practices."""

    __tablename__ = "groups"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class Practice(Base):
    """One place of work. ``activated_at`` set means: its members may set 2FA up, and the group rule looks here."""

    __tablename__ = "practices"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    group_id: Mapped[str | None] = mapped_column(ForeignKey("groups.id"), index=True)
    time_zone: Mapped[str] = mapped_column(String(64), default=DEFAULT_TIME_ZONE)
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    activated_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    deactivated_at: Mapped[datetime | None]
    required_from: Mapped[datetime | None]  # from then on nobody of it signs in without a second factor
    finished_told_at: Mapped[datetime | None]  # its admins were told that everyone has set 2FA up


class Membership(Base):
    """A person in a practice with a role there; ``ended_at`` set means they no longer work in it."""

    __tablename__ = "memberships"
    __table_args__ = (
        one_of("role", Role),
        Index("ix_memberships_practice", "practice_id", "role", "ended_at"),
    )

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practices.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(String(10))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


@dataclass(frozen=True)
class PracticeView:
    """A practice as one of its people sees it; ``role`` is theirs."""

    id: str
    name: str
    role: Role
    activated_at: datetime | None
    group_name: str | None
    time_zone: str


@dataclass(frozen=True)
class PersonView:
    """A person by name and address."""

    id: str
    name: str
    email: str


def is_current(membership: type[Membership] = Membership) -> ColumnElement[bool]:
    """The condition that a membership has not ended."""
    return membership.ended_at.is_(None)


def is_current_person() -> ColumnElement[bool]:
    """The condition that a user has this membership now and that their account is not disabled."""
    return and_(User.id == Membership.user_id, is_current(), User.disabled_at.is_(None))


def works_in(practice_id: str | InstrumentedAttribute[str] | BindParameter[str]) -> ColumnElement[bool]:
    """The condition that a user works in this practice now."""
    return and_(Membership.practice_id == practice_id, is_current_person())


def works_somewhere(user_id: InstrumentedAttribute[str]) -> Exists:
    """The condition that a user works in some practice now, even if their account is disabled."""
    return exists().where(Membership.user_id == user_id, is_current())


_MINE = Query(
    select(Practice.id, Practice.name, Membership.role, Practice.activated_at, Group.name, Practice.time_zone)
    .join(Membership, Membership.practice_id == Practice.id)
    .outerjoin(Group, Group.id == Practice.group_id)
    .where(Membership.user_id == bindparam("person"), is_current())
    .order_by(Practice.name),
    PracticeView,
)
_ADMINS = Query(
    select(User.id, User.name, User.email)
    .where(works_in(bindparam("place")), Membership.role == "admin")
    .order_by(User.name, User.id),
    PersonView,
)


def practices_of(session: Session, user_id: str) -> tuple[PracticeView, ...]:
    """Where this person works now, by name."""
    return tuple(_MINE.all(session, person=user_id))


def first_time_zone(mine: Sequence[PracticeView], *, otherwise: str = DEFAULT_TIME_ZONE) -> str:
    """The time zone in which a person is told times: that of their first practice."""
    return mine[0].time_zone if mine else otherwise


def admins_of(session: Session, practice_id: str) -> tuple[PersonView, ...]:
    """Who may ask for this practice, by name: current admins whose account is not disabled."""
    return tuple(_ADMINS.all(session, place=practice_id))


def role_in(session: Session, user_id: str, practice_id: str, *, hold: bool = False) -> Role | None:
    """The person's role there now; None for strangers, former and disabled people.

    ``hold`` locks it until this transaction ends: a decision must not race with the end of a membership.
    """
    mine = (
        select(Membership)
        .where(works_in(practice_id), Membership.user_id == user_id)
        .execution_options(populate_existing=True)
    )
    membership = session.scalar(mine.with_for_update(read=True, of=Membership) if hold else mine)
    return membership.role if membership else None


def locked(session: Session, practice_id: str) -> Practice | None:
    """The practice, re-read and locked until this transaction ends; requests and decisions lock this row."""
    return session.get(Practice, practice_id, with_for_update={"key_share": True}, populate_existing=True)


def activate(session: Session, practice: Practice, *, by: Actor, now: datetime) -> None:
    """Switch 2FA on for a practice; each of its people gets a mail and the offer of the guide. Idempotent."""
    if practice.activated_at is not None:
        return
    practice.activated_at = now
    practice.activated_by = by.user_id
    practice.deactivated_at = practice.finished_told_at = None
    entries.record(session, "practice.activated", by=by, now=now, on=practice.id, practice=practice.id)
    wants_guide = and_(works_in(practice.id), User.guide_opted_out_at.is_(None))
    for user in session.scalars(select(User).where(wants_guide)):
        offer_guide(session, user.id, practice, now=now)
        data = {"practice": practice.name}
        outbox.tell(session, "practice_activated", via="mail", now=now, user_id=user.id, data=data)
    announce(session, f"practice:{practice.id}")


def offer_guide(session: Session, user_id: str, practice: Practice, *, now: datetime) -> None:
    """Let the bot offer the set-up guide; once for each activation, also for people who join later."""
    outbox.tell(
        session,
        "guide_offered",
        via="conversation",
        now=now,
        user_id=user_id,
        data={"practice_id": practice.id, "practice": practice.name},
        once=f"guide_offered:{user_id}:{practice.id}:{practice.activated_at}",
    )
    announce(session, f"person:{user_id}")


def add_practice(
    session: Session, name: str, *, by: Actor, now: datetime, group: str | None = None, time_zone: str
) -> Practice:
    """The practice of this name, created when there is none; an existing one keeps its group and time zone."""
    practice = {"id": new_id(), "name": name, "group_id": _group_id(session, group), "time_zone": time_zone}
    if insert_or_ignore(session, Practice, practice | {"created_at": now}):
        entries.record(session, "practice.added", by=by, now=now, on=practice["id"], practice=practice["id"])
    return session.scalars(select(Practice).where(Practice.name == name)).one()


def add_membership(
    session: Session, user_id: str, practice_id: str, role: Role, *, by: Actor, now: datetime
) -> bool:
    """Let a person work in a practice with this role; False when it is so already."""
    if role_in(session, user_id, practice_id) == role:
        return False
    place = {"user_id": user_id, "practice_id": practice_id, "role": role, "created_at": now}
    if not insert_or_ignore(session, Membership, place):
        mine = update(Membership).where(Membership.user_id == user_id, Membership.practice_id == practice_id)
        session.execute(mine.values(role=role, ended_at=None))
    details = {"role": role}
    entries.record(
        session, "membership.set", by=by, now=now, on=user_id, practice=practice_id, details=details
    )
    practice = session.get_one(Practice, practice_id)
    if practice.activated_at is not None:
        offer_guide(session, user_id, practice, now=now)
    announce(session, f"practice:{practice_id}")
    return True


def end_membership(session: Session, user_id: str, practice_id: str, *, by: Actor, now: datetime) -> bool:
    """The person no longer works there. Their factor stays: it is theirs, and asked everywhere (group rule)."""
    mine = update(Membership).where(
        Membership.user_id == user_id, Membership.practice_id == practice_id, is_current()
    )
    if changed(session, mine.values(ended_at=now)) == 0:
        return False
    entries.record(session, "membership.ended", by=by, now=now, on=user_id, practice=practice_id)
    announce(session, f"practice:{practice_id}")
    announce(session, f"person:{user_id}")
    return True


def _group_id(session: Session, name: str | None) -> str | None:
    if not name:
        return None
    insert_or_ignore(session, Group, {"id": new_id(), "name": name})
    return session.scalars(select(Group.id).where(Group.name == name)).one()

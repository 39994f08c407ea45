"""A role in the team changes by two people: one supervisor proposes, another one approves, both with a fresh code.

A proposal never changes: the person who wants another role rejects it and proposes again. It dies after 7 days.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, select, text, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from core.audit import entries
from core.ground.actors import Actor
from core.ground.columns import one_of
from core.ground.db import Base, announce, changed, insert_or_ignore, new_id
from core.people.staff_rights import NotAllowed, StepUpNeeded, staff_role
from core.people.users import StaffRole, User
from core.team import staff

ChangeState = Literal["open", "approved", "rejected"]
LASTS = timedelta(days=7)


class RoleChange(Base):
    """One proposal. At most one per person is open; the database holds that."""

    __tablename__ = "staff_role_changes"
    __table_args__ = (
        one_of("state", ChangeState),
        Index(
            "uq_staff_role_changes_open_user",
            "user_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    from_role: Mapped[StaffRole] = mapped_column(String(10))
    to_role: Mapped[StaffRole] = mapped_column(String(10))
    state: Mapped[ChangeState] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Proposed:
    """The role is as it was; another supervisor has to agree."""

    change_id: str


@dataclass(frozen=True)
class RoleChanged:
    """It counts from the person's next click."""


@dataclass(frozen=True)
class RoleRejected:
    """The proposal is over and nothing has changed."""


@dataclass(frozen=True)
class NotOpenAnyMore:
    """Someone decided before, or the 7 days are over."""


@dataclass(frozen=True)
class RoleChangeView:
    """An open proposal as the Staff page shows it."""

    id: str
    user_id: str
    name: str
    from_role: StaffRole
    to_role: StaffRole
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime


Refused = NotAllowed | StepUpNeeded


def propose(
    session: Session, user_id: str, role: StaffRole, *, by: Actor, now: datetime
) -> Proposed | Refused:
    """Say which role a colleague should have. One open proposal per person: a second one waits for the first."""
    if by.channel != "console":
        return NotAllowed("Two supervisors give a role, in the console.")
    user = staff.held_for_change(session, user_id, by, now=now)
    if not isinstance(user, User):
        return user
    if user.staff_role == role:
        return NotAllowed("That is the role they have now.")
    _let_go(session, user_id, now=now)
    change_id, roles = new_id(), {"from_role": user.staff_role, "to_role": role}
    filed = {"id": change_id, "user_id": user_id, "state": "open", "proposed_by": by.user_id}
    if not insert_or_ignore(session, RoleChange, filed | roles | {"proposed_at": now}):
        return NotAllowed("A change of this role waits already. Decide that one first.")
    details = {"change": change_id, "from": user.staff_role, "to": role}
    entries.record(session, "staff.role_proposed", by=by, now=now, on=user_id, details=details)
    announce(session, "team")
    return Proposed(change_id)


def approve(
    session: Session, change_id: str, *, by: Actor, now: datetime
) -> RoleChanged | NotOpenAnyMore | Refused:
    """Give the proposed role. Refuses the proposer and the person it is about (SECURITY decision 6).

    The person who approves is a supervisor and stays one, so the last one cannot go this way.
    """
    if by.channel != "console":
        return NotAllowed("Two supervisors give a role, in the console.")
    change = session.get(RoleChange, change_id, populate_existing=True)
    if change is None:
        return NotOpenAnyMore()
    user = staff.held_for_change(session, change.user_id, by, now=now)
    if not isinstance(user, User):
        return _refuse(session, change, user, by=by, now=now)
    if by.user_id == change.proposed_by:
        return _refuse(session, change, NotAllowed("Another supervisor has to agree to it."), by=by, now=now)
    if staff_role(session, change.proposed_by) != "supervisor":
        return NotAllowed("The proposer is not a supervisor any more. Reject it, and propose it anew.")
    if user.staff_role != change.from_role or not _decide(session, change, "approved", by=by, now=now):
        return NotOpenAnyMore()
    user.staff_role = change.to_role
    details = {"change": change.id, "from": change.from_role, "to": change.to_role}
    details["proposed_by"] = change.proposed_by
    entries.record(session, "user.role_changed", by=by, now=now, on=user.id, details=details)
    announce(session, "team")
    announce(session, f"person:{user.id}")
    return RoleChanged()


def reject(
    session: Session, change_id: str, *, by: Actor, now: datetime
) -> RoleRejected | NotOpenAnyMore | Refused:
    """End a proposal without effect; its proposer may, too."""
    refused = staff.may_manage(session, by, now=now)
    if refused is not None:
        return refused
    change = session.get(RoleChange, change_id, populate_existing=True)
    if change is None or not _decide(session, change, "rejected", by=by, now=now):
        return NotOpenAnyMore()
    details = {"change": change.id, "from": change.from_role, "to": change.to_role}
    entries.record(session, "staff.role_rejected", by=by, now=now, on=change.user_id, details=details)
    announce(session, "team")
    return RoleRejected()


def waiting(session: Session, *, now: datetime) -> tuple[RoleChangeView, ...]:
    """The open proposals, the oldest first."""
    proposer = aliased(User)
    rows = session.execute(
        select(RoleChange, User.name, proposer.name.label("proposer"))
        .join(User, User.id == RoleChange.user_id)
        .join(proposer, proposer.id == RoleChange.proposed_by)
        .where(RoleChange.state == "open", RoleChange.proposed_at > now - LASTS)
        .order_by(RoleChange.proposed_at, RoleChange.id)
    )
    return tuple(
        RoleChangeView(
            id=row.RoleChange.id,
            user_id=row.RoleChange.user_id,
            name=row.name,
            from_role=row.RoleChange.from_role,
            to_role=row.RoleChange.to_role,
            proposed_by=row.RoleChange.proposed_by,
            proposed_by_name=row.proposer,
            proposed_at=row.RoleChange.proposed_at,
        )
        for row in rows
    )


def _decide(session: Session, change: RoleChange, state: ChangeState, *, by: Actor, now: datetime) -> bool:
    """The one guarded UPDATE: of two who decide at the same moment, one does."""
    still = update(RoleChange).where(
        RoleChange.id == change.id, RoleChange.state == "open", RoleChange.proposed_at > now - LASTS
    )
    return changed(session, still.values(state=state, decided_by=by.user_id, decided_at=now)) == 1


def _let_go(session: Session, user_id: str, *, now: datetime) -> None:
    """A proposal that is too old makes room for the next."""
    old = update(RoleChange).where(
        RoleChange.user_id == user_id, RoleChange.state == "open", RoleChange.proposed_at <= now - LASTS
    )
    session.execute(old.values(state="rejected", decided_at=now))


def _refuse(session: Session, change: RoleChange, why: Refused, *, by: Actor, now: datetime) -> Refused:
    """Someone who may not tried to approve: the trail says so. A code that is only too old is no such try."""
    if isinstance(why, NotAllowed):
        details = {"change": change.id, "why": why.why}
        entries.record(
            session,
            "staff.role_approval_refused",
            by=by,
            now=now,
            on=change.user_id,
            outcome="refused",
            details=details,
        )
    return why

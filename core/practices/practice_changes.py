"""What lowers or raises the rule of a practice takes two people: one proposes, another of the team approves.

``deactivate``  one of the team proposes it with a reason, a different one approves
``optional``    the same way it ends that a second factor is required there
``require``     an admin of the practice asks for it from a date on, one of the team approves

A proposal never changes: for another date or reason it is ended and proposed again. So an approval is always one of
exactly what was read.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select, text, update
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from core.audit import entries
from core.ground import outbox
from core.ground.actors import Actor
from core.ground.columns import one_of
from core.ground.db import Base, announce, changed, insert_or_ignore, new_id
from core.ground.outbox import NoticeKind
from core.people.staff_rights import NotAllowed
from core.people.users import User
from core.practices.practices import Practice

ChangeKind = Literal["deactivate", "require", "optional"]
ChangeState = Literal["open", "approved", "rejected"]
LASTS = timedelta(days=7)


class PracticeChange(Base):
    """One proposal. At most one of each kind is open per practice; the database holds that, and the two people."""

    __tablename__ = "practice_changes"
    __table_args__ = (
        one_of("kind", ChangeKind),
        one_of("state", ChangeState),
        CheckConstraint("state <> 'approved' OR decided_by <> proposed_by", name="two_people"),
        Index(
            "uq_practice_changes_open",
            "practice_id",
            "kind",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_practice_changes_practice", "practice_id", "proposed_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practices.id"))
    kind: Mapped[ChangeKind] = mapped_column(String(10))
    required_from: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[ChangeState] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]


@dataclass(frozen=True)
class ChangeProposed:
    """Nothing has changed yet; another person has to agree."""

    change_id: str


@dataclass(frozen=True)
class ChangeView:
    """A proposal as the page of the practice shows it."""

    id: str
    kind: ChangeKind
    required_from: datetime | None
    reason: str
    state: ChangeState
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime
    decided_by_name: str | None
    decided_at: datetime | None


def file_change(
    session: Session,
    practice: Practice,
    kind: ChangeKind,
    *,
    reason: str,
    required_from: datetime | None = None,
    by: Actor,
    now: datetime,
) -> ChangeProposed | NotAllowed:
    """Write a proposal down, with its audit entry. The caller has checked who asks and holds the practice."""
    _let_go(session, practice.id, now=now)
    filed = {
        "id": (change_id := new_id()),
        "practice_id": practice.id,
        "kind": kind,
        "required_from": required_from,
        "reason": reason.strip(),
        "state": "open",
        "proposed_by": by.person_id,
        "proposed_at": now,
        "expires_at": required_from or now + LASTS,
    }
    if not insert_or_ignore(session, PracticeChange, filed):
        return NotAllowed("Such a change waits already. Decide that one first.")
    change = session.get_one(PracticeChange, change_id)
    note_change(session, change, f"practice.{kind}_proposed", by=by, now=now)
    _tell_team(session, change_id, "practice_change_proposed", now=now)
    return ChangeProposed(change_id)


def open_change(session: Session, change_id: str, *, now: datetime) -> PracticeChange | None:
    """The proposal as it stands now, if it can still be decided."""
    change = session.get(PracticeChange, change_id, populate_existing=True)
    return change if change is not None and change.state == "open" and change.expires_at > now else None


def decide_change(
    session: Session, change: PracticeChange, state: ChangeState, *, by: Actor, now: datetime
) -> bool:
    """The one guarded UPDATE: of two who decide at the same moment, one does."""
    still = update(PracticeChange).where(
        PracticeChange.id == change.id, PracticeChange.state == "open", PracticeChange.expires_at > now
    )
    if changed(session, still.values(state=state, decided_by=by.user_id, decided_at=now)) != 1:
        return False
    _tell_team(session, change.id, "practice_change_decided", now=now)
    return True


def note_change(
    session: Session, change: PracticeChange, action: str, *, by: Actor, now: datetime, **more: str
) -> None:
    """Record what happens to a proposal, and wake the pages of its practice."""
    outcome = more.pop("outcome", "done")
    entries.record(
        session,
        action,
        by=by,
        now=now,
        on=change.practice_id,
        practice=change.practice_id,
        outcome=outcome,
        details=_details(change) | more,
    )
    announce(session, f"practice:{change.practice_id}")
    announce(session, "requests")  # it waits on the same page of the console


def changes_of(session: Session, practice_id: str) -> tuple[ChangeView, ...]:
    """The latest proposals about one practice, the newest first."""
    proposer, decider = aliased(User), aliased(User)
    rows = session.execute(
        select(PracticeChange, proposer.name.label("proposer"), decider.name.label("decider"))
        .join(proposer, proposer.id == PracticeChange.proposed_by)
        .outerjoin(decider, decider.id == PracticeChange.decided_by)
        .where(PracticeChange.practice_id == practice_id)
        .order_by(PracticeChange.proposed_at.desc(), PracticeChange.id)
        .limit(25)
    )
    return tuple(_view(row.PracticeChange, row.proposer, row.decider) for row in rows)


def _view(change: PracticeChange, proposer: str, decider: str | None) -> ChangeView:
    return ChangeView(
        id=change.id,
        kind=change.kind,
        required_from=change.required_from,
        reason=change.reason,
        state=change.state,
        proposed_by=change.proposed_by,
        proposed_by_name=proposer,
        proposed_at=change.proposed_at,
        decided_by_name=decider,
        decided_at=change.decided_at,
    )


def _tell_team(session: Session, change_id: str, kind: NoticeKind, *, now: datetime) -> None:
    outbox.tell(session, kind, via="staff_channel", now=now, data={"change_id": change_id})


def _details(change: PracticeChange) -> dict[str, Any]:
    known = {"change": change.id, "proposed_by": change.proposed_by}
    known |= {"reason": change.reason} if change.reason else {}
    return known | ({"from": change.required_from.isoformat()} if change.required_from else {})


def _let_go(session: Session, practice_id: str, *, now: datetime) -> None:
    """A proposal that is too old makes room for the next."""
    old = update(PracticeChange).where(
        PracticeChange.practice_id == practice_id,
        PracticeChange.state == "open",
        PracticeChange.expires_at <= now,
    )
    session.execute(old.values(state="rejected", decided_at=now))

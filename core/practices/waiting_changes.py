"""Changes of practices that wait for the team, wherever they were proposed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from core.people.users import User
from core.practices.practice_changes import ChangeKind, ChangeState, PracticeChange
from core.practices.practices import Practice

MOST = 50  # shown at once; the next ones follow when these are decided


@dataclass(frozen=True)
class ChangeLine:
    """A proposal in one line: where, what, who and since when."""

    id: str
    practice_id: str
    practice_name: str
    kind: ChangeKind
    state: ChangeState
    proposed_by_name: str
    proposed_at: datetime
    decided_by_name: str | None
    decided_at: datetime | None


def waiting(session: Session, *, now: datetime) -> tuple[ChangeLine, ...]:
    """What can be decided now, the oldest first."""
    oldest = _lines().where(_waits(now)).order_by(PracticeChange.proposed_at, PracticeChange.id)
    return tuple(ChangeLine(*row) for row in session.execute(oldest.limit(MOST)))


def waiting_count(session: Session, *, now: datetime) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).select_from(PracticeChange).where(_waits(now))) or 0


def change_line(session: Session, change_id: str) -> ChangeLine | None:
    """One proposal, decided or not; None when there is none of this id."""
    found = session.execute(_lines().where(PracticeChange.id == change_id)).first()
    return ChangeLine(*found) if found else None


def _waits(now: datetime) -> ColumnElement[bool]:
    return (PracticeChange.state == "open") & (PracticeChange.expires_at > now)


def _lines() -> Select[*tuple[Any, ...]]:
    proposer, decider = aliased(User), aliased(User)
    return (
        select(
            PracticeChange.id,
            Practice.id,
            Practice.name,
            PracticeChange.kind,
            PracticeChange.state,
            proposer.name,
            PracticeChange.proposed_at,
            decider.name,
            PracticeChange.decided_at,
        )
        .join(Practice, Practice.id == PracticeChange.practice_id)
        .join(proposer, proposer.id == PracticeChange.proposed_by)
        .outerjoin(decider, decider.id == PracticeChange.decided_by)
    )

"""The people of one practice, as their site admin may see them: who has set it up, and where the others are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from core.adoption import funnel, practice_list
from core.adoption.funnel import STAGES, Stage
from core.adoption.practice_list import PracticeAdoption
from core.audit.entries import AuditEntry
from core.ground.paging import Page, cursor, cut, key_of
from core.people.users import User
from core.practices import practices
from core.practices.practices import Membership, Role, works_in
from core.second_factor.enrollments import Enrollment
from core.second_factor.set_up_progress import SetUpProgress

A_DAY = timedelta(days=1)
TeamFilter = Literal["all", "missing", "done"]


@dataclass(frozen=True)
class Colleague:
    """One person: how far they are, since when, and whether they asked not to be reminded."""

    name: str
    role: Role
    stage: Stage
    since: datetime | None
    is_opted_out: bool


@dataclass(frozen=True)
class Team:
    """A practice with its counts and one page of its people, by name."""

    practice: PracticeAdoption
    people: Page[Colleague]
    reminded_at: datetime | None

    def may_remind(self, *, now: datetime) -> bool:
        """Whether the button is of use: 2FA is on, someone is missing, and a day has passed."""
        is_due = self.reminded_at is None or now - self.reminded_at >= A_DAY
        return self.practice.activated_at is not None and self.practice.funnel.missing > 0 and is_due


def team(
    session: Session,
    practice_id: str,
    *,
    viewer_id: str,
    only: TeamFilter = "all",
    after: str | None = None,
    limit: int = 50,
) -> Team | None:
    """The page of this practice; None unless the viewer is an admin of it now (ASVS 8.2.2: no id tells them apart)."""
    if practices.role_in(session, viewer_id, practice_id) != "admin":
        return None
    found = practice_list.practice(session, practice_id)
    if found is None:
        return None
    query = _people(practice_id, only).limit(limit + 1)
    if (key := key_of(after, 2)) is not None:
        query = query.where(tuple_(User.name, User.id) > tuple_(*key))
    rows = session.execute(query).all()
    people = [_colleague(*row) for row in rows]
    reminded_at = _reminded_at(session, practice_id)
    return Team(found, cut(people, limit, [cursor(row.User.name, row.User.id) for row in rows]), reminded_at)


def _reminded_at(session: Session, practice_id: str) -> datetime | None:
    reminded = (AuditEntry.practice_id == practice_id, AuditEntry.action == "practice.reminded")
    return session.scalar(select(func.max(AuditEntry.at)).where(*reminded))


def _people(practice_id: str, only: TeamFilter) -> Select[*tuple[Any, ...]]:
    query = select(
        User, Membership.role, funnel.furthest_stage(), SetUpProgress.moved_at, Enrollment.confirmed_at
    )
    query = query.select_from(Membership).join(User, works_in(practice_id))
    query = funnel.with_progress(query).order_by(User.name, User.id)
    if only == "all":
        return query
    return query.where(Enrollment.id.is_(None) if only == "missing" else Enrollment.id.is_not(None))


def _colleague(
    user: User, role: Role, stage: int, moved_at: datetime | None, confirmed_at: datetime | None
) -> Colleague:
    return Colleague(
        name=user.name,
        role=role,
        stage=STAGES[stage],
        since=confirmed_at or (moved_at if stage else None),
        is_opted_out=user.guide_opted_out_at is not None,
    )

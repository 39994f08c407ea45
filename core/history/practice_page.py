"""Everything the team may know of one practice, in one reading: facts, people, requests, its rule and its history."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.paging import Page
from core.history import audit_views
from core.history.audit_views import EntryView, Filters
from core.people.users import User
from core.practices import members, policy, practice_changes
from core.practices.members import PracticeMember, PracticeRow
from core.practices.practice_changes import ChangeView
from core.practices.practices import Membership, Practice, is_current
from core.requests.request_states import ActivationRequest, RequestState
from core.requests.reset_states import ResetRequest, ResetState

SHOWN = 20  # requests and resets
MOST_MEMBERS = 100  # the list of Enrollments has the rest, page by page


@dataclass(frozen=True)
class PracticesRequest:
    """That its admins asked for activation, when, and what became of it."""

    id: str
    state: RequestState
    asked_at: datetime


@dataclass(frozen=True)
class PracticesReset:
    """A reset of one of its people."""

    id: str
    state: ResetState
    filed_at: datetime
    person_name: str


@dataclass(frozen=True)
class PracticePage:
    """What the team reads before it decides about the practice; no seed, hash or token is in it."""

    row: PracticeRow
    created_at: datetime
    deactivated_at: datetime | None
    required_from: datetime | None
    admins_without_factor: tuple[str, ...]
    people: tuple[PracticeMember, ...]
    changes: tuple[ChangeView, ...]
    requests: tuple[PracticesRequest, ...]
    resets: tuple[PracticesReset, ...]
    timeline: Page[EntryView]


def practice_page(session: Session, practice_id: str, *, after: str | None = None) -> PracticePage | None:
    """The page of a practice; None when there is none of this id."""
    practice, row = session.get(Practice, practice_id), members.practice_row(session, practice_id)
    if practice is None or row is None:
        return None
    return PracticePage(
        row=row,
        created_at=practice.created_at,
        deactivated_at=practice.deactivated_at,
        required_from=practice.required_from,
        admins_without_factor=policy.admins_without_factor(session, practice_id),
        people=members.members_of(session, practice_id, limit=MOST_MEMBERS),
        changes=practice_changes.changes_of(session, practice_id),
        requests=_requests(session, practice_id),
        resets=_resets(session, practice_id),
        timeline=audit_views.entries(session, Filters(practice_id=practice_id), after=after),
    )


def _requests(session: Session, practice_id: str) -> tuple[PracticesRequest, ...]:
    found = (
        select(ActivationRequest.id, ActivationRequest.state, ActivationRequest.asked_at)
        .where(ActivationRequest.practice_id == practice_id)
        .order_by(ActivationRequest.asked_at.desc(), ActivationRequest.id)
    )
    return tuple(PracticesRequest(*row) for row in session.execute(found.limit(SHOWN)))


def _resets(session: Session, practice_id: str) -> tuple[PracticesReset, ...]:
    found = (
        select(ResetRequest.id, ResetRequest.state, ResetRequest.filed_at, User.name)
        .join(User, User.id == ResetRequest.user_id)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.practice_id == practice_id, is_current())
        .order_by(ResetRequest.filed_at.desc(), ResetRequest.id)
    )
    return tuple(
        PracticesReset(row.id, cast("ResetState", row.state), row.filed_at, row.name)
        for row in session.execute(found.limit(SHOWN))
    )

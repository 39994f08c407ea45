"""Everything the team may know of one member's second factor, in one reading. No seed, hash or token is in it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.chat import inbox_views
from core.chat.conversations import Conversation
from core.ground.paging import Page
from core.history import audit_views
from core.history.audit_views import EntryView, Filters
from core.people.users import User
from core.practices import practices
from core.practices.practices import Practice, PracticeView
from core.requests import reset_views
from core.requests.request_states import ActivationRequest, Asker, RequestState
from core.requests.reset_views import ResetRow
from core.second_factor import enrollments
from core.second_factor.enrollments import Enrollment, EnrollmentView
from core.second_factor.refusals import CodeRefusal
from core.second_factor.set_up_progress import SetUpProgress
from core.sessions import sessions
from core.sessions.sessions import SessionView
from core.slack import slack_links
from core.slack.slack_links import SlackLinkView

SHOWN = 20  # of each list; the time line has pages


@dataclass(frozen=True)
class PastFactor:
    """One secret of the person's history, without the secret."""

    state: str
    begun_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None
    ended_why: str | None


@dataclass(frozen=True)
class FailedTry:
    """A code or token that was refused, and why. Never what was typed."""

    at: datetime
    purpose: str
    factor: str
    kind: str
    until: datetime | None


@dataclass(frozen=True)
class PersonsConversation:
    """A chat of theirs. ``may_open``: it was handed over to the team once, and only then the team reads it."""

    id: str
    kind: str
    last_at: datetime
    may_open: bool


@dataclass(frozen=True)
class PersonsRequest:
    """An activation request they stand behind."""

    id: str
    practice_name: str
    state: RequestState
    joined_at: datetime


@dataclass(frozen=True)
class MemberPage:
    """One member. ``failures_in_a_row`` count towards the lock at 50; ``owes_set_up``: a reset waits for its set-up."""

    id: str
    name: str
    email: str
    created_at: datetime
    disabled_at: datetime | None
    has_password: bool
    password_changed_at: datetime | None
    practices: tuple[PracticeView, ...]
    enrollment: EnrollmentView
    failures_in_a_row: int
    locked_at: datetime | None
    owes_set_up: bool
    step: str | None
    moved_at: datetime | None
    factors: tuple[PastFactor, ...]
    failed: tuple[FailedTry, ...]
    sessions: tuple[SessionView, ...]
    slack: tuple[SlackLinkView, ...]
    conversations: tuple[PersonsConversation, ...]
    requests: tuple[PersonsRequest, ...]
    resets: tuple[ResetRow, ...]
    timeline: Page[EntryView]


def member_page(
    session: Session, user_id: str, *, after: str | None = None, now: datetime
) -> MemberPage | None:
    """The page of a member; None for strangers and for the team, whose own page is another."""
    user = session.get(User, user_id) if user_id else None
    if user is None or user.audience != "account":
        return None
    live, progress = enrollments.live_of(session, user.id), session.get(SetUpProgress, user.id)
    return MemberPage(
        id=user.id,
        name=user.name,
        email=user.email,
        created_at=user.created_at,
        disabled_at=user.disabled_at,
        has_password=user.password_hash is not None,
        password_changed_at=user.password_changed_at,
        practices=practices.practices_of(session, user.id),
        enrollment=enrollments.standing(session, user.id, now=now),
        failures_in_a_row=live.failures_in_a_row if live else 0,
        locked_at=live.locked_at if live else None,
        owes_set_up=user.set_up_owed_since is not None,
        step=progress.step if progress else None,
        moved_at=progress.moved_at if progress else None,
        factors=_factors(session, user.id),
        failed=_failed(session, user.id),
        sessions=sessions.listing(session, user.id, now=now),
        slack=slack_links.links_of(session, user.id),
        conversations=_conversations(session, user.id),
        requests=_requests(session, user.id),
        resets=reset_views.resets_of(session, user.id),
        timeline=audit_views.entries(session, Filters(person_id=user.id), after=after),
    )


def _factors(session: Session, user_id: str) -> tuple[PastFactor, ...]:
    columns = (
        Enrollment.state,
        Enrollment.created_at,
        Enrollment.confirmed_at,
        Enrollment.ended_at,
        Enrollment.ended_why,
    )
    found = select(*columns).where(Enrollment.user_id == user_id).order_by(Enrollment.created_at.desc())
    return tuple(PastFactor(*row) for row in session.execute(found.limit(SHOWN)))


def _failed(session: Session, user_id: str) -> tuple[FailedTry, ...]:
    columns = (CodeRefusal.at, CodeRefusal.purpose, CodeRefusal.factor, CodeRefusal.kind, CodeRefusal.until)
    found = select(*columns).where(CodeRefusal.user_id == user_id).order_by(CodeRefusal.at.desc())
    return tuple(FailedTry(*row) for row in session.execute(found.limit(SHOWN)))


def _conversations(session: Session, user_id: str) -> tuple[PersonsConversation, ...]:
    found = select(Conversation).where(Conversation.user_id == user_id).order_by(Conversation.last_at.desc())
    return tuple(
        PersonsConversation(
            each.id, each.kind, each.last_at, may_open=inbox_views.row(session, each.id) is not None
        )
        for each in session.scalars(found.limit(SHOWN)).all()
    )


def _requests(session: Session, user_id: str) -> tuple[PersonsRequest, ...]:
    found = (
        select(ActivationRequest.id, ActivationRequest.state, ActivationRequest.practice_id, Asker.joined_at)
        .join(Asker, Asker.request_id == ActivationRequest.id)
        .where(Asker.user_id == user_id)
        .order_by(Asker.joined_at.desc())
    )
    return tuple(
        PersonsRequest(
            row.id, _practice_name(session, row.practice_id), cast("RequestState", row.state), row.joined_at
        )
        for row in session.execute(found.limit(SHOWN)).all()
    )


def _practice_name(session: Session, practice_id: str) -> str:
    return session.get_one(Practice, practice_id).name

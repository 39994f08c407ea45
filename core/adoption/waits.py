"""How long people wait: from a request to its decision, and from the approval to a person's set-up.

Both look at the latest ones only, so that years of them cost no more than a month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit.entries import AuditEntry
from core.practices.practices import Membership, Practice, is_current
from core.requests.request_states import ActivationRequest, RequestState
from core.second_factor.enrollments import Enrollment

LATEST = 500
DECIDED: tuple[RequestState, ...] = ("approved", "declined")


@dataclass(frozen=True)
class Wait:
    """The median of the latest ``count`` waits and the longest of them; None when there was none."""

    count: int
    median: timedelta | None
    longest: timedelta | None


def to_decision(session: Session, *, practice_id: str | None = None) -> Wait:
    """From the request to "approved" or "declined"."""
    query = select(ActivationRequest.asked_at, ActivationRequest.decided_at).where(
        ActivationRequest.state.in_(DECIDED)
    )
    if practice_id is not None:
        query = query.where(ActivationRequest.practice_id == practice_id)
    latest = query.order_by(ActivationRequest.asked_at.desc()).limit(LATEST)
    return _wait([(asked, decided) for asked, decided in session.execute(latest)])


def to_set_up(session: Session, *, practice_id: str | None = None) -> Wait:
    """From the approval for a practice to the set-up of a person who works there."""
    latest = (
        select(AuditEntry.subject_id, AuditEntry.at)
        .where(AuditEntry.action == "enrollment.confirmed")
        .order_by(AuditEntry.at.desc())
        .limit(LATEST)
        .subquery()
    )
    query = (
        select(func.min(Practice.activated_at), Enrollment.confirmed_at)
        .join(Membership, Membership.practice_id == Practice.id)
        .join(Enrollment, (Enrollment.user_id == Membership.user_id) & (Enrollment.state == "live"))
        .where(is_current(), Practice.activated_at <= Enrollment.confirmed_at)
        .group_by(Enrollment.user_id, Enrollment.confirmed_at)
    )
    if practice_id is not None:
        here = query.where(Practice.id == practice_id).order_by(Enrollment.confirmed_at.desc())
        return _wait([(on, done) for on, done in session.execute(here.limit(LATEST))])
    recent = query.where(Enrollment.user_id.in_(select(latest.c.subject_id)))
    return _wait([(on, done) for on, done in session.execute(recent)])


def _wait(spans: Sequence[tuple[datetime | None, datetime | None]]) -> Wait:
    waits = [end - begin for begin, end in spans if begin is not None and end is not None]
    if not waits:
        return Wait(0, None, None)
    middle = median([each.total_seconds() for each in waits])
    return Wait(len(waits), timedelta(seconds=middle), max(waits))

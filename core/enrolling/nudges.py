"""Unprompted messages: a reminder to people who stopped during set-up, and word to admins when all are done.

Each process checks every few minutes; a guarded UPDATE per person and per practice makes it happen once.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from core.ground import outbox
from core.ground.daytime import is_daytime, next_daytime
from core.ground.db import announce, changed
from core.people.users import User
from core.practices import practices
from core.practices.practices import Membership, Practice
from core.requests.request_states import ActivationRequest, Asker
from core.second_factor.enrollments import Enrollment, has_live_factor
from core.second_factor.set_up_progress import UNFINISHED, SetUpProgress

STOPPED_AFTER = timedelta(days=1)
AT_ONCE = 50  # people reminded in one transaction


def nudge_some(session: Session, *, now: datetime, limit: int = AT_ONCE) -> int:
    """Remind people who stopped a day ago, where it is daytime; returns how many. Each is reminded once."""
    nudged = 0
    for progress in session.scalars(_stopped(session, now=now).limit(limit)).all():
        nudged += _nudge(session, progress, now=now)
    return nudged


def is_unfinished(session: Session, user_id: str) -> bool:
    """Whether a reminder would still be true: no reminder for what was done, given up or refused meanwhile."""
    progress = session.get(SetUpProgress, user_id, populate_existing=True)
    if progress is None or progress.step not in UNFINISHED:
        return False
    waiting = select(SetUpProgress.user_id).where(SetUpProgress.user_id == user_id, *_still_wanted())
    return session.scalar(waiting) is not None


def tell_of_finished(session: Session, *, now: datetime) -> int:
    """Tell the admins who asked that everyone in their practice has set 2FA up; once for each activation."""
    told = 0
    for practice in session.scalars(_finished()).all():
        untold = update(Practice).where(Practice.id == practice.id, Practice.finished_told_at.is_(None))
        if changed(session, untold.values(finished_told_at=now)):
            _tell_admins(session, practice, now=now)
            told += 1
    return told


def reachable_at(session: Session, user_id: str, *, now: datetime) -> datetime:
    """When this person may get an unprompted message: ``now``, or the morning if it is night in one practice."""
    zones = {practice.time_zone for practice in practices.practices_of(session, user_id)}
    return max(next_daytime(now, zone) for zone in zones or {practices.DEFAULT_TIME_ZONE})


def _stopped(session: Session, *, now: datetime) -> Select[SetUpProgress]:
    return (
        select(SetUpProgress)
        .where(
            SetUpProgress.nudged_at.is_(None),
            SetUpProgress.moved_at <= now - STOPPED_AFTER,
            SetUpProgress.step.in_(UNFINISHED),
            *_still_wanted(),
            ~_works_in(Practice.time_zone.in_(list(_zones_at_night(session, now=now)))),
        )
        .order_by(SetUpProgress.moved_at, SetUpProgress.user_id)
    )


def _still_wanted() -> tuple[ColumnElement[bool], ...]:
    """The person may set it up and has not opted out; set-up is still open, or the tokens are not saved."""
    live = has_live_factor(SetUpProgress.user_id)
    unsaved = live.where(Enrollment.tokens_acknowledged_at.is_(None))
    wants = exists().where(
        User.id == SetUpProgress.user_id, User.disabled_at.is_(None), User.guide_opted_out_at.is_(None)
    )
    not_set_up = and_(~live, _works_in(Practice.activated_at.is_not(None)))
    return wants, or_(
        and_(SetUpProgress.step == "enabled", unsaved), and_(SetUpProgress.step != "enabled", not_set_up)
    )


def _works_in(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Membership.user_id == SetUpProgress.user_id,
        practices.is_current(),
        Practice.id == Membership.practice_id,
        *which,
    )


def _zones_at_night(session: Session, *, now: datetime) -> Iterator[str]:
    for zone in session.scalars(select(Practice.time_zone).distinct()):
        if not is_daytime(now, zone):
            yield zone


def _nudge(session: Session, progress: SetUpProgress, *, now: datetime) -> bool:
    mine = update(SetUpProgress).where(
        SetUpProgress.user_id == progress.user_id, SetUpProgress.nudged_at.is_(None)
    )
    if not changed(session, mine.values(nudged_at=now)):
        return False
    data = {"step": progress.step}
    for via in ("conversation", "mail"):
        outbox.tell(session, "guide_nudged", via=via, user_id=progress.user_id, data=data, now=now)
    announce(session, f"person:{progress.user_id}")
    return True


def _finished() -> Select[Practice]:
    """Activated practices with people in them, none of whom is without a live factor."""
    works_here = practices.works_in(Practice.id)
    live = has_live_factor(User.id).correlate(User)
    return select(Practice).where(
        Practice.activated_at.is_not(None),
        Practice.finished_told_at.is_(None),
        exists().where(works_here),
        ~exists().where(works_here, ~live),
    )


def _tell_admins(session: Session, practice: Practice, *, now: datetime) -> None:
    people = session.scalar(select(func.count(User.id)).where(practices.works_in(practice.id)))
    data = {"practice_id": practice.id, "practice": practice.name, "members": people}
    for user_id in _who_asked(session, practice.id):
        for via in ("conversation", "mail"):
            outbox.tell(session, "practice_finished", via=via, user_id=user_id, data=data, now=now)
        announce(session, f"person:{user_id}")


def _who_asked(session: Session, practice_id: str) -> list[str]:
    """The admins behind the approved request who are still admins; otherwise all current admins."""
    admins = {admin.id for admin in practices.admins_of(session, practice_id)}
    approved = (
        select(ActivationRequest.id)
        .where(ActivationRequest.practice_id == practice_id, ActivationRequest.state == "approved")
        .order_by(ActivationRequest.decided_at.desc())
        .limit(1)
    )
    askers = session.scalars(select(Asker.user_id).where(Asker.request_id == approved.scalar_subquery()))
    return sorted(admins.intersection(askers) or admins)

"""Who may propose, approve and end a change of a practice's rule, and what an approval does.

Staff need a 6-digit token that is at most 5 minutes old for each of it (SECURITY decision 6).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy.orm import Session

from core.ground import outbox
from core.ground.actors import Actor
from core.ground.outbox import NoticeKind
from core.ground.time_words import long_date
from core.people.staff_rights import DECIDERS, NotAllowed, StepUpNeeded, may_decide, staff_role
from core.practices import policy, practices
from core.practices.practice_changes import (
    ChangeKind,
    ChangeProposed,
    PracticeChange,
    decide_change,
    file_change,
    note_change,
    open_change,
)
from core.practices.practices import Practice

SOONEST = timedelta(days=7)  # its people need time, and so do the reminders
LATEST = timedelta(days=365)
NOT_ACTIVATED = NotAllowed("2FA is not activated in this practice.")
NOT_MANDATORY = NotAllowed("2FA is not mandatory in this practice.")


@dataclass(frozen=True)
class ChangeApproved:
    """It counts now."""

    kind: ChangeKind


@dataclass(frozen=True)
class ChangeRejected:
    """The proposal is over and nothing has changed."""


@dataclass(frozen=True)
class ChangeOver:
    """Someone decided before, or it was too old."""


ChangeRefused = NotAllowed | StepUpNeeded


def propose_deactivation(
    session: Session, practice_id: str, reason: str, *, by: Actor, now: datetime
) -> ChangeProposed | ChangeRefused:
    """Say in writing why 2FA should be off in a practice; a different colleague decides."""
    return _propose(session, practice_id, "deactivate", reason, by=by, now=now)


def propose_optional(
    session: Session, practice_id: str, reason: str, *, by: Actor, now: datetime
) -> ChangeProposed | ChangeRefused:
    """Say in writing why a practice should require no second factor any more; a different colleague decides."""
    return _propose(session, practice_id, "optional", reason, by=by, now=now)


def _propose(
    session: Session, practice_id: str, kind: ChangeKind, reason: str, *, by: Actor, now: datetime
) -> ChangeProposed | ChangeRefused:
    """What lowers security begins with a person of the team and a reason (SECURITY decision 6)."""
    if refused := may_decide(session, by, now=now):
        return refused
    practice = practices.locked(session, practice_id)
    if practice is None or practice.activated_at is None:
        return NOT_ACTIVATED
    if kind == "optional" and practice.required_from is None:
        return NOT_MANDATORY
    if not reason.strip():
        return NotAllowed("Please write the reason down first.")
    return file_change(session, practice, kind, reason=reason, by=by, now=now)


def ask_to_require(
    session: Session, practice_id: str, start: datetime, *, by: Actor, now: datetime
) -> ChangeProposed | NotAllowed:
    """An admin of the practice wants nobody of it to sign in without a second factor from ``start`` on."""
    practice = practices.locked(session, practice_id)
    if practice is None or practices.role_in(session, by.person_id, practice_id, hold=True) != "admin":
        return NotAllowed("Only an admin of the practice can ask for this.")
    if practice.activated_at is None:
        return NOT_ACTIVATED
    if not now + SOONEST <= start <= now + LATEST:
        return NotAllowed("Choose a date that is at least 7 days and at most a year away.")
    return file_change(session, practice, "require", reason="", required_from=start, by=by, now=now)


def approve_change(
    session: Session, change_id: str, *, by: Actor, now: datetime
) -> ChangeApproved | ChangeOver | ChangeRefused:
    """Agree to a proposal, as someone else than its proposer."""
    found = _held(session, change_id, by=by, now=now)
    if not isinstance(found, tuple):
        return found
    change, practice = found
    if (why := _objection(session, change, practice, by=by, now=now)) is not None:
        note_change(
            session, change, "practice.change_refused", by=by, now=now, outcome="refused", why=why.why
        )
        return why
    if not decide_change(session, change, "approved", by=by, now=now):
        return ChangeOver()
    _carry_out(session, change, practice, by=by, now=now)
    return ChangeApproved(change.kind)


def reject_change(
    session: Session, change_id: str, *, by: Actor, now: datetime
) -> ChangeRejected | ChangeOver | ChangeRefused:
    """End a proposal without effect; its proposer may, too."""
    found = _held(session, change_id, by=by, now=now)
    if not isinstance(found, tuple):
        return found
    change, practice = found
    if not decide_change(session, change, "rejected", by=by, now=now):
        return ChangeOver()
    note_change(session, change, f"practice.{change.kind}_rejected", by=by, now=now)
    if change.kind == "require":
        _tell_admins(session, practice, "practice_requirement_declined", now=now)
    return ChangeRejected()


def _held(
    session: Session, change_id: str, *, by: Actor, now: datetime
) -> tuple[PracticeChange, Practice] | ChangeOver | ChangeRefused:
    """The open proposal and its practice, both held, for someone who may decide now; or why not."""
    if refused := may_decide(session, by, now=now):
        return refused
    known = open_change(session, change_id, now=now)
    practice = practices.locked(session, known.practice_id) if known else None
    change = open_change(session, change_id, now=now)
    return (change, practice) if change and practice else ChangeOver()


def _objection(
    session: Session, change: PracticeChange, practice: Practice, *, by: Actor, now: datetime
) -> NotAllowed | None:
    if change.proposed_by == by.user_id:
        return NotAllowed("You proposed this. A different colleague has to approve it.")
    if practice.activated_at is None:
        return NOT_ACTIVATED
    match change.kind:
        case "optional" if practice.required_from is None:
            return NOT_MANDATORY
        case "deactivate" | "optional":
            is_decider = staff_role(session, change.proposed_by) in DECIDERS
            return None if is_decider else NotAllowed("Whoever proposed this may not decide any more.")
        case "require":
            return _objection_to_rule(session, change, now=now)
        case _:
            assert_never(change.kind)


def _objection_to_rule(session: Session, change: PracticeChange, *, now: datetime) -> NotAllowed | None:
    """The rule must be wanted by an admin still, and lock no admin out before there was time to set up."""
    if practices.role_in(session, change.proposed_by, change.practice_id, hold=True) != "admin":
        return NotAllowed("Whoever asked for this is no admin of the practice any more.")
    if change.expires_at - now >= SOONEST:
        return None
    names = policy.admins_without_factor(session, change.practice_id)
    if not names:
        return None
    return NotAllowed(
        f"The date is less than 7 days away, and these admins have no second factor yet: {', '.join(names)}. "
        "Ask them to set it up first, or ask the practice for a later date."
    )


def _carry_out(
    session: Session, change: PracticeChange, practice: Practice, *, by: Actor, now: datetime
) -> None:
    match change.kind:
        case "deactivate":
            practice.activated_at = practice.activated_by = practice.required_from = None
            practice.deactivated_at = now
            note_change(session, change, "practice.deactivated", by=by, now=now)
            _tell_admins(session, practice, "practice_deactivated", now=now)
        case "optional":
            practice.required_from = None
            note_change(session, change, "practice.optional", by=by, now=now)
            _tell_admins(session, practice, "practice_optional", now=now)
        case "require":
            practice.required_from = change.required_from
            note_change(session, change, "practice.required", by=by, now=now)
            _tell_admins(session, practice, "practice_required", now=now)
        case _:
            assert_never(change.kind)


def _tell_admins(session: Session, practice: Practice, kind: NoticeKind, *, now: datetime) -> None:
    data = {"practice": practice.name}
    if kind == "practice_required" and practice.required_from is not None:
        data["from_day"] = long_date(practice.required_from, zone=practice.time_zone)
    for admin in practices.admins_of(session, practice.id):
        outbox.tell(session, kind, via="mail", now=now, user_id=admin.id, data=data)

"""What the team decides about a reset: one proposes with evidence, another approves, and then it waits.

Help desks are talked into new factors by callers with stolen data (HC3 alert, April 2024), so no one person can do it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy.orm import Session

from core.ground import alarms, outbox
from core.ground.actors import Actor
from core.people.staff_rights import DECIDERS, NotAllowed, StepUpNeeded, may_act, staff_role
from core.practices import practices
from core.requests.request_states import BadText, text_problem
from core.requests.reset_requests import NoSuchReset, ResetOver, alarm_name, over
from core.requests.reset_states import (
    OPEN_RESETS,
    ResetRequest,
    close_reset,
    digest_of,
    locked_reset,
    move_reset,
    note_reset,
    tell_of_reset,
)

ABOUT_YOU = "This is about your own account. Two colleagues have to decide it."
OWN_PROPOSAL = "You proposed this. A different colleague has to approve it."


@dataclass(frozen=True)
class ResetEvidence:
    """Why the team believes it: all of it is shown to the approver, and none of it leaves the console."""

    identity: str  # how it was proven who asks
    called_back: str  # the call to a number that was on file before
    vouched_by: str | None = None  # the admin of a practice of theirs who says so


@dataclass(frozen=True)
class ResetProposed:
    """A different colleague must approve exactly this ``digest``."""

    reset_id: str
    digest: str


@dataclass(frozen=True)
class ResetApproved:
    """It happens at ``due_at`` unless someone stops it before."""

    reset_id: str
    due_at: datetime


@dataclass(frozen=True)
class ResetDeclined:
    """The person was told."""

    reset_id: str


@dataclass(frozen=True)
class ProposalChanged:
    """What was looked at is not what stands there now: look again."""


@dataclass(frozen=True)
class AlarmClosed:
    """Someone has looked into a frozen reset."""


ResetRefused: TypeAlias = NotAllowed | StepUpNeeded | NoSuchReset | ResetOver


def propose(
    session: Session, reset_id: str, evidence: ResetEvidence, *, by: Actor, now: datetime
) -> ResetProposed | BadText | ResetRefused:
    """Write the evidence down. Doing it again voids an approval that was given, and its waiting time."""
    match _open(session, reset_id, by=by, now=now):
        case ResetRequest() as reset:
            return _problem(session, reset, evidence) or _propose(session, reset, evidence, by=by, now=now)
        case refused:
            return refused


def approve_reset(
    session: Session, reset_id: str, *, digest: str, waiting: timedelta, by: Actor, now: datetime
) -> ResetApproved | ProposalChanged | ResetRefused:
    """Agree to the proposal with this ``digest``, as someone else than its proposer; ``waiting`` begins."""
    match _open(session, reset_id, by=by, now=now):
        case ResetRequest(proposed_by=proposer) if proposer == by.user_id:
            return NotAllowed(OWN_PROPOSAL)
        case ResetRequest() as reset:
            if reset.state != "proposed" or digest != reset.digest or digest_of(reset) != digest:
                return ProposalChanged()
            if staff_role(session, reset.proposed_by) not in DECIDERS:
                return NotAllowed("Whoever proposed this may not decide any more. Propose it again.")
            return _approve(session, reset, by=by, due_at=now + waiting, now=now)
        case refused:
            return refused


def decline_reset(
    session: Session, reset_id: str, reason: str, *, by: Actor, now: datetime
) -> ResetDeclined | BadText | ResetRefused:
    """End it without a reset, also in its waiting time. The reason stays with the team."""
    match _open(session, reset_id, by=by, now=now):
        case ResetRequest() as reset:
            if problem := text_problem(reason):
                return problem
            close_reset(session, reset, "declined", by=by, now=now, reason=reason.strip())
            return ResetDeclined(reset.id)
        case refused:
            return refused


def close_alarm(
    session: Session, reset_id: str, *, by: Actor, now: datetime
) -> AlarmClosed | NotAllowed | StepUpNeeded | NoSuchReset:
    """Someone has spoken with the person whose reset was frozen; the alarm ends, the reset stays frozen."""
    if refused := may_lower(session, by, now=now):
        return refused
    reset = locked_reset(session, reset_id)
    if reset is None or not alarms.end(session, alarm_name(reset_id)):
        return NoSuchReset()
    note_reset(session, reset, "reset.alarm_closed", by=by, now=now)
    return AlarmClosed()


def may_lower(session: Session, by: Actor, *, now: datetime) -> NotAllowed | StepUpNeeded | None:
    """Whether this person may take a part in lowering security now: a role, the console, and a 6-digit token.

    A recovery token signs staff in and decides nothing.
    """
    if refused := may_act(session, by):
        return refused
    return None if by.factor == "totp" and by.is_fresh(now=now) else StepUpNeeded()


def _open(session: Session, reset_id: str, *, by: Actor, now: datetime) -> ResetRequest | ResetRefused:
    """The reset, held and undecided, for someone who may decide it now; or why not."""
    if refused := may_lower(session, by, now=now):
        return refused
    reset = locked_reset(session, reset_id)
    if reset is None:
        return NoSuchReset()
    if reset.user_id == by.user_id:
        return NotAllowed(ABOUT_YOU)
    return reset if reset.state in OPEN_RESETS else over(session, reset)


def _problem(session: Session, reset: ResetRequest, evidence: ResetEvidence) -> BadText | None:
    if problem := text_problem(evidence.identity) or text_problem(evidence.called_back):
        return problem
    if evidence.vouched_by is None:
        return None
    theirs = practices.practices_of(session, reset.user_id)
    roles = {practices.role_in(session, evidence.vouched_by, practice.id) for practice in theirs}
    if evidence.vouched_by == reset.user_id or "admin" not in roles:
        return BadText("Choose an admin of a practice this person works in.")
    return None


def _propose(
    session: Session, reset: ResetRequest, evidence: ResetEvidence, *, by: Actor, now: datetime
) -> ResetProposed:
    proposal = {
        "identity": evidence.identity.strip(),
        "called_back": evidence.called_back.strip(),
        "vouched_by": evidence.vouched_by,
        "proposed_by": by.user_id,
        "proposed_at": now,
        "digest": None,
        "approved_by": None,
        "approved_at": None,
        "due_at": None,
    }
    move_reset(session, reset, "proposed", out_of=OPEN_RESETS, **proposal)
    reset.digest = digest_of(reset)
    session.flush()
    note_reset(session, reset, "reset.proposed", by=by, now=now)
    outbox.tell(session, "reset_proposed", via="staff_channel", now=now, data={"reset_id": reset.id})
    return ResetProposed(reset.id, reset.digest)


def _approve(
    session: Session, reset: ResetRequest, *, by: Actor, due_at: datetime, now: datetime
) -> ResetApproved | ResetOver:
    values = {"approved_by": by.user_id, "approved_at": now, "due_at": due_at}
    if not move_reset(session, reset, "approved", out_of=("proposed",), **values):
        return over(session, reset)
    note_reset(session, reset, "reset.approved", by=by, now=now)
    tell_of_reset(session, reset, "reset_approved", now=now)
    return ResetApproved(reset.id, due_at)

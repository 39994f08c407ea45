"""Resets whose waiting time is over: the factor ends with everything that rested on it, and set-up is owed.

Looked for every few minutes by each process; the guarded UPDATE of the state makes it happen once.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.enrolling import factor_changes, set_up_again
from core.ground.actors import SYSTEM
from core.people import users
from core.people.staff_rights import DECIDERS, staff_role
from core.requests.reset_requests import freeze_held
from core.requests.reset_states import ResetRequest, close_reset, digest_of, locked_reset
from core.second_factor import enrollments
from core.sessions import half_sign_ins, sessions, trusted_browsers

CHANGED = "What was approved is not what stands in the request any more."
LEFT = "One of the two who decided may not decide any more."
USED = "The factor was used after the reset was filed, so its owner still has it."


def carry_out_next(session: Session, *, now: datetime) -> bool:
    """Carry out the reset that is due the longest; False when none is. One transaction each, so call it again.

    The two people and the evidence are looked at once more: a disabled account, an edit, or a factor that someone has
    used since freezes it instead.
    """
    due = select(ResetRequest.id).where(ResetRequest.state == "approved", ResetRequest.due_at <= now)
    reset_id = session.scalar(due.order_by(ResetRequest.due_at, ResetRequest.id).limit(1))
    reset = locked_reset(session, reset_id) if reset_id else None
    if reset is None:
        return False
    if problem := _problem(session, reset):
        freeze_held(session, reset, by=SYSTEM, reason=problem, now=now)
    elif close_reset(session, reset, "done", by=SYSTEM, now=now, out_of=("approved",)):
        _end_factor(session, reset.user_id, now=now)
    return True


def _problem(session: Session, reset: ResetRequest) -> str | None:
    if reset.digest is None or digest_of(reset) != reset.digest or reset.proposed_by == reset.approved_by:
        return CHANGED
    live = enrollments.live_of(session, reset.user_id)
    if live is not None and live.last_used_at is not None and live.last_used_at > reset.filed_at:
        return USED
    both = (reset.proposed_by, reset.approved_by)
    return None if all(staff_role(session, each) in DECIDERS for each in both) else LEFT


def _end_factor(session: Session, user_id: str, *, now: datetime) -> None:
    """Factor, recovery tokens, sessions, half sign-ins and trusted browsers; the password alone opens nothing after."""
    users.locked(session, user_id).set_up_owed_since = now
    factor_changes.retire(session, user_id, why="reset", by=SYSTEM, now=now)
    sessions.end_all(session, user_id, why="reset", by=SYSTEM, now=now)
    half_sign_ins.end_all(session, user_id, why="reset", now=now)
    trusted_browsers.revoke_all(session, user_id, now=now)
    set_up_again.send_link(session, user_id, by=SYSTEM, now=now)

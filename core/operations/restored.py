"""An older copy of the database was put back: what was used, spent or ended since must not come back with it.

Nobody can know what happened after the copy was made, so the safe answer is taken for everybody: sign in again, with
the same phone, by a code that is newer than now; make new recovery tokens. The audit trail says that it happened.
"""

from datetime import datetime

from sqlalchemy import UpdateBase, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor
from core.ground.db import changed
from core.people.one_time_links import OneTimeLink
from core.second_factor import totp
from core.second_factor.enrollments import Enrollment
from core.second_factor.recovery_tokens import RecoveryToken
from core.second_factor.used_steps import TotpCounter
from core.sessions.half_sign_ins import HalfSignIn
from core.sessions.session_rows import SessionRow
from core.sessions.trusted_browsers import TrustedBrowser

AHEAD = 1  # the window accepts the next code too, so it may have been used already


def settle(session: Session, *, by: Actor, now: datetime) -> dict[str, int]:
    """Close what an older copy brings back; how many rows of each kind. Safe to run again.

    * Every code up to the next one counts as used (RFC 6238 5.2).
    * Recovery tokens end, because nobody knows which of them were spent; their owners are asked to make new ones.
    * Sessions, half sign-ins, remembered browsers and mailed links end.
    """
    _count_codes_as_used(session, totp.step_at(now) + AHEAD)
    done = {kind: changed(session, statement) for kind, statement in _endings(now).items()}
    session.execute(update(Enrollment).where(Enrollment.state == "live").values(tokens_acknowledged_at=None))
    entries.record(session, "database.restored", by=by, now=now, details=done)
    return done


def _count_codes_as_used(session: Session, step: int) -> None:
    """For everybody with a live factor. The counter only grows."""
    session.execute(delete(TotpCounter).where(TotpCounter.last_step < step))
    missing = (
        select(Enrollment.user_id, literal(step))
        .outerjoin(TotpCounter, TotpCounter.user_id == Enrollment.user_id)
        .where(Enrollment.state == "live", TotpCounter.user_id.is_(None))
    )
    session.execute(insert(TotpCounter).from_select(["user_id", "last_step"], missing))


def _endings(now: datetime) -> dict[str, UpdateBase]:
    why = "restored"
    return {
        "recovery_tokens": update(RecoveryToken)
        .where(RecoveryToken.replaced_at.is_(None))
        .values(replaced_at=now),
        "sessions": update(SessionRow)
        .where(SessionRow.ended_at.is_(None))
        .values(ended_at=now, ended_why=why),
        "half_sign_ins": update(HalfSignIn)
        .where(HalfSignIn.ended_at.is_(None))
        .values(ended_at=now, ended_why=why),
        "browsers": update(TrustedBrowser).where(TrustedBrowser.revoked_at.is_(None)).values(revoked_at=now),
        "links": update(OneTimeLink)
        .where(OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None))
        .values(revoked_at=now),
    }

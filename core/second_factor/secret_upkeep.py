"""Work on many secrets at once: destroy those past their time, and move the others to another key."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from core.ground.db import changed
from core.ground.sealing import CannotUnseal, KeyRing, reseal
from core.second_factor.enrollments import NAMED_FOR, Enrollment


@dataclass(frozen=True)
class Resealed:
    """A batch of secrets: how many moved, how many do not open under their key, and the last row that was looked at."""

    moved: int
    broken: int
    last_id: str | None  # None: there was none left to look at


def wipe_expired(session: Session, *, now: datetime) -> int:
    """Destroy secrets that can no longer explain anything; returns how many. To be run now and then."""
    over = update(Enrollment).where(
        Enrollment.secret.is_not(None),
        or_(
            and_(Enrollment.state == "superseded", Enrollment.expires_at <= now),
            and_(Enrollment.state == "pending", Enrollment.expires_at <= now - NAMED_FOR),
        ),
    )
    return changed(session, over.values(state="retired", secret=None, ended_at=now))


def reseal_some(session: Session, keys: KeyRing, *, after: str = "", limit: int = 200) -> Resealed:
    """Move up to ``limit`` secrets behind the row ``after`` to the active key.

    Each row is guarded by its old envelope, so that it can run while people sign in, stop anywhere and run again.
    """
    old = Enrollment.secret.not_like(f"v1.{keys.active.kid}.%")
    behind = select(Enrollment).where(Enrollment.secret.is_not(None), old, Enrollment.id > after)
    rows = session.scalars(behind.order_by(Enrollment.id).limit(limit)).all()
    outcomes = [_reseal(session, keys, row) for row in rows]
    return Resealed(outcomes.count(True), outcomes.count(None), rows[-1].id if rows else None)


def sealed_under(session: Session, kid: str) -> int:
    """How many secrets need the key of this name."""
    named = select(func.count()).select_from(Enrollment).where(Enrollment.secret.like(f"v1.{kid}.%"))
    return session.scalar(named) or 0


def _reseal(session: Session, keys: KeyRing, row: Enrollment) -> bool | None:
    """Whether it moved here; None when it does not open."""
    try:
        new = reseal(keys, row.secret or "", purpose="totp", bound_to=[row.user_id, row.id])
    except CannotUnseal:
        return None
    same = update(Enrollment).where(Enrollment.id == row.id, Enrollment.secret == row.secret)
    return changed(session, same.values(secret=new)) == 1

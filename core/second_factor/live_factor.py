"""The factor that counts, as each check of it reads and writes it: the hot statements of a second step."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from core.ground.hot.statements import Change, Query, table_of
from core.second_factor.enrollments import LOCK_AFTER, PERSON, TOKENS_LEFT, Enrollment, is_live_of


@dataclass(frozen=True)
class LiveFactor:
    """The factor that counts, as a check of it needs it."""

    id: str
    user_id: str
    secret: str | None = field(repr=False)
    failures_in_a_row: int
    locked_at: datetime | None
    tokens_left: int

    @property
    def is_locked(self) -> bool:
        """Whether 50 failures in a row have locked codes; a recovery token still works."""
        return self.locked_at is not None or self.failures_in_a_row >= LOCK_AFTER


_LIVE = Query(
    select(
        Enrollment.id,
        Enrollment.user_id,
        Enrollment.secret,
        Enrollment.failures_in_a_row,
        Enrollment.locked_at,
        TOKENS_LEFT,
    ).where(is_live_of(PERSON)),
    LiveFactor,
)
_COUNT_FAILURE = Change(
    update(table_of(Enrollment))
    .where(is_live_of(PERSON), Enrollment.failures_in_a_row < bindparam("most"))
    .values(failures_in_a_row=Enrollment.failures_in_a_row + 1)
)
_USED = Change(
    update(table_of(Enrollment))
    .where(is_live_of(PERSON))
    .values(last_used_at=bindparam("now"), failures_in_a_row=0, locked_at=bindparam("locked"))
)


def factor_of(session: Session, user_id: str) -> LiveFactor | None:
    """The person's live factor as this transaction sees it now; for looking only."""
    return _LIVE.first(session, person=user_id)


def count_failure(session: Session, user_id: str, *, below: int) -> bool:
    """Count a try before it is checked; False when ``below`` failures in a row have been counted already."""
    return _COUNT_FAILURE.run(session, person=user_id, most=below) == 1


def was_right(session: Session, user_id: str, *, locked_at: datetime | None, now: datetime) -> None:
    """The factor was shown: the failures in a row begin at 0. ``locked_at``: a code does not open a lock."""
    _USED.run(session, person=user_id, locked=locked_at, now=now)

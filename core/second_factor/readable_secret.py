"""Opening a sealed secret that may not open: a row moved to another person, or a key that is gone."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.ground import alarms
from core.ground.sealing import CannotUnseal, KeyRing
from core.second_factor.enrollments import ALARM, Enrollment, open_secret


def readable_secret(session: Session, keys: KeyRing, row: Enrollment, *, now: datetime) -> bytes | None:
    """The secret, or None and an alarm: it was sealed for another person or enrollment, or its key is gone.

    A row that was written past the product must not open an account (AAD), and someone has to look.
    """
    try:
        return open_secret(keys, row)
    except CannotUnseal:
        alarms.sound(session, f"{ALARM}:{row.user_id}", f"enrollment {row.id}", now=now)
        return None

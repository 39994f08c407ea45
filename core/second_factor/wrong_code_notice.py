"""Word to the owner of an account whose password is known to someone who has no second factor (ASVS 6.3.5)."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.ground import outbox, throttle
from core.ground.throttle import AttemptCounted, Limit
from core.second_factor.refusals import Attempt, CodeRefusal

TELLS_AT = 10  # wrong codes and recovery tokens after a right password, within a day
DAY = timedelta(days=1)
ONE_A_DAY = (Limit(1, DAY),)
NOT_CHECKED = ("too_many_tries", "locked", "no_factor", "busy", "unreadable")


def tell_owner(session: Session, what: Attempt) -> bool:
    """After the tenth wrong code at sign-in within a day: one mail with what to do, at most one a day."""
    if what.purpose != "sign_in":
        return False
    session.flush()
    wrong = select(func.count()).where(
        CodeRefusal.user_id == what.user_id,
        CodeRefusal.at > what.now - DAY,
        CodeRefusal.purpose == "sign_in",
        CodeRefusal.kind.not_in(NOT_CHECKED),
    )
    if (session.scalar(wrong) or 0) < TELLS_AT:
        return False
    told = throttle.take(session, f"wrong_codes_told:{what.user_id}", ONE_A_DAY, now=what.now)
    if not isinstance(told, AttemptCounted):
        return False
    return outbox.tell(session, "wrong_codes", via="mail", user_id=what.user_id, now=what.now)

"""What a turn knows of resets: one's own latest, and the open ones of the people one leads."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.engine.types.facts import ColleagueFacts, Language, ResetFacts
from core.ground.time_words import coming_moment
from core.requests import reset_views
from core.requests.reset_views import OpenReset


def reset_facts(
    session: Session,
    user_id: str,
    led: Sequence[ColleagueFacts] = (),
    *,
    zone: str,
    language: Language,
    now: datetime,
) -> tuple[ResetFacts, ...]:
    """One's own first. A person at the token prompt is told of their own only, by state and hour."""
    own = reset_views.latest_reset_of(session, user_id)
    others = [each.id for each in led if each.id != user_id]
    found = [*([own] if own else []), *reset_views.open_resets_of(session, others)]
    return tuple(_facts(each, user_id, zone=zone, language=language, now=now) for each in found)


def _facts(reset: OpenReset, user_id: str, *, zone: str, language: Language, now: datetime) -> ResetFacts:
    is_own = reset.person_id == user_id
    waits = reset.state == "approved" and reset.due_at is not None and reset.due_at > now
    due = coming_moment(reset.due_at, zone=zone, language=language, now=now) if waits and reset.due_at else ""
    return ResetFacts(
        id=reset.id,
        state=reset.state,
        due=due,
        person_id="" if is_own else reset.person_id,
        person="" if is_own else reset.person_name,
        mine=is_own or reset.filed_by == user_id,
    )

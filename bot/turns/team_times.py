"""When a team member answers, in words: how long it usually takes while the team is in, otherwise when it is back."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.engine.types.facts import Language, TeamFacts
from core.chat import hand_overs, office_hours
from core.chat.conversations import Conversation
from core.ground.time_words import about, coming_moment
from core.practices import practices


def team_times(
    session: Session, conversation: Conversation, *, language: Language, now: datetime
) -> TeamFacts:
    """What can be said about when the team answers. Times are those of the person's practice, otherwise the team's."""
    hours = office_hours.read(session)
    if not hours.is_open(now):
        works_in = practices.practices_of(session, conversation.user_id) if conversation.user_id else ()
        zone = practices.first_time_zone(works_in, otherwise=hours.time_zone)
        return TeamFacts(back=coming_moment(hours.next_opening(now), zone=zone, language=language, now=now))
    usual = hand_overs.usual_wait(session, counts=hours.is_open, now=now)
    return TeamFacts(usually=about(usual, language=language) if usual is not None else "")

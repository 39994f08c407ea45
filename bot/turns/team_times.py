"""When a person answers, in honest words: how long it usually takes while the team is in, else when it is back."""

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.engine.types.facts import Language, TeamFacts
from bot.engine.words import say
from core.chat import hand_overs, office_hours
from core.chat.conversations import Conversation
from core.practices import practices

WEEKDAYS = (
    ("Monday", "lunes"),
    ("Tuesday", "martes"),
    ("Wednesday", "miércoles"),
    ("Thursday", "jueves"),
    ("Friday", "viernes"),
    ("Saturday", "sábado"),
    ("Sunday", "domingo"),
)
FINE_UNTIL = 10  # minutes are told one by one up to here, then in fives
HOUR = 60


def team_times(
    session: Session, conversation: Conversation, *, language: Language, now: datetime
) -> TeamFacts:
    """What can be said about when somebody answers. Times are those of the person's practice, else of the team."""
    hours = office_hours.read(session)
    if not hours.is_open(now):
        zone = _zone(session, conversation) or hours.time_zone
        return TeamFacts(back=moment(hours.next_opening(now), zone=zone, language=language, now=now))
    usual = hand_overs.usual_wait(session, counts=hours.is_open, now=now)
    return TeamFacts(usually=wait(usual, language=language) if usual is not None else "")


def wait(usual: timedelta, *, language: Language) -> str:
    """About how long, rounded up: nobody minds an answer that comes sooner."""
    minutes = max(1, math.ceil(usual.total_seconds() / 60))
    if minutes > FINE_UNTIL:
        minutes = math.ceil(minutes / 5) * 5
    if minutes == 1:
        return say(language, "wait.minute")
    if minutes < HOUR:
        return say(language, "wait.minutes", count=minutes)
    hours = math.ceil(minutes / HOUR)
    return say(language, "wait.hour") if hours == 1 else say(language, "wait.hours", count=hours)


def moment(opening: datetime, *, zone: str, language: Language, now: datetime) -> str:
    """A coming moment as people say it, with its time zone: "tomorrow at 8:00 AM EST"."""
    local = opening.astimezone(ZoneInfo(zone))
    days = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    english, spanish = WEEKDAYS[local.weekday()]
    if language == "es":
        day = {0: "hoy", 1: "mañana"}.get(days, f"el {spanish}")
        article = "a la" if local.hour == 1 else "a las"
        return f"{day} {article} {local.hour}:{local:%M} {local:%Z}"
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {english}")
    return f"{day} at {local.hour % 12 or 12}:{local:%M} {local:%p} {local:%Z}"


def _zone(session: Session, conversation: Conversation) -> str | None:
    works_in = practices.practices_of(session, conversation.user_id) if conversation.user_id else ()
    return works_in[0].time_zone if works_in else None

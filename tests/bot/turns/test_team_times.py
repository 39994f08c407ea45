"""When a person answers: told from what happened, rounded up, in the reader's language and the practice's time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.engine.types.facts import Language, TeamFacts
from bot.turns.team_times import moment, team_times, wait
from core.chat import inbox
from core.chat.conversations import Conversation
from core.practices.practices import Practice
from tests.cast import MONDAY, Cast, after
from tests.core.chat.inbox_people import acts, ask_for_a_person, takes, visitor_asks

MORNING = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # nine o'clock in New York


@pytest.mark.parametrize(
    ("waited", "english", "spanish"),
    [
        (timedelta(seconds=5), "about a minute", "más o menos un minuto"),
        (timedelta(minutes=4, seconds=1), "about 5 minutes", "unos 5 minutos"),
        (timedelta(minutes=11), "about 15 minutes", "unos 15 minutos"),
        (timedelta(minutes=56), "about an hour", "más o menos una hora"),
        (timedelta(minutes=61), "about 2 hours", "unas 2 horas"),
    ],
)
def test_a_wait_is_rounded_up(waited: timedelta, english: str, spanish: str) -> None:
    assert wait(waited, language="en") == english
    assert wait(waited, language="es") == spanish


@pytest.mark.parametrize(
    ("language", "zone", "days", "said"),
    [
        ("en", "America/New_York", 0, "today at 8:00 AM EST"),
        ("en", "America/Chicago", 1, "tomorrow at 7:00 AM CST"),
        ("en", "America/New_York", 3, "on Thursday at 8:00 AM EST"),
        ("en", "America/New_York", 7, "on Monday at 8:00 AM EDT"),  # summer time begins in between
        ("es", "America/New_York", 1, "mañana a las 8:00 EST"),
        ("es", "Pacific/Honolulu", 3, "el jueves a las 3:00 HST"),
        ("es", "Asia/Tokyo", 0, "hoy a las 22:00 JST"),
    ],
)
def test_a_moment_is_said_as_people_say_it(language: Language, zone: str, days: int, said: str) -> None:
    opening = datetime(2026, 3, 2 + days, 12 if days == 7 else 13, 0, tzinfo=UTC)
    assert moment(opening, zone=zone, language=language, now=MONDAY) == said


def test_nothing_is_promised_while_too_few_were_answered(cast: Cast) -> None:
    chat = ask_for_a_person(cast)
    assert times(cast, chat, now=MORNING) == TeamFacts()


def test_what_is_usual_is_told_while_the_team_is_in(cast: Cast) -> None:
    for number in range(5):
        begun = MORNING + timedelta(hours=number)
        chat = ask_for_a_person(cast, now=begun)
        takes(cast, "Alex", chat, now=begun)
        acts(cast, "Alex", inbox.reply, chat, "Hello", now=begun + timedelta(minutes=3))
        acts(cast, "Alex", inbox.close, chat, now=begun + timedelta(minutes=3))
    chat = ask_for_a_person(cast, now=MORNING + timedelta(hours=6))
    assert times(cast, chat, now=MORNING + timedelta(hours=6)) == TeamFacts(usually="about 3 minutes")


def test_outside_its_hours_the_team_says_when_it_is_back_in_the_persons_own_time(cast: Cast) -> None:
    place = cast.practice("Lakeside").id
    chat, visitor = ask_for_a_person(cast), visitor_asks(cast)
    assert times(cast, chat).back == "today at 8:00 AM EST"
    move = update(Practice).where(Practice.id == place).values(time_zone="America/Denver")
    cast.do(lambda session: session.execute(move))
    assert times(cast, chat).back == "today at 6:00 AM MST"
    assert times(cast, visitor).back == "today at 8:00 AM EST"
    assert times(cast, chat, now=after(days=4, hours=14)).back == "on Monday at 6:00 AM MDT"


def times(cast: Cast, conversation_id: str, *, now: datetime = MONDAY) -> TeamFacts:
    def look(session: Session) -> TeamFacts:
        conversation = session.get_one(Conversation, conversation_id)
        return team_times(session, conversation, language="en", now=now)

    return cast.look(look)

"""When a person answers: told from what happened, in the practice's time."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.engine.types.facts import TeamFacts
from bot.turns.team_times import team_times
from core.chat import inbox
from core.chat.conversations import Conversation
from core.practices.practices import Practice
from tests.cast import MONDAY, Cast, after
from tests.core.chat.inbox_people import acts, ask_for_a_person, takes, visitor_asks

MORNING = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # nine o'clock in New York


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

"""A person of the team takes over and leaves: the bot keeps quiet meanwhile, and goes on where it stopped."""

import pytest

from bot.engine.types.events import Rated
from bot.engine.types.states import GuideStart, Idle
from bot.turns.turn import TurnTaken
from core.chat import feedback, inbox
from tests.bot.chats import Chat
from tests.bot.delivering import deliver_due
from tests.cast import MONDAY, Cast, after
from tests.core.chat.inbox_people import acts, takes


@pytest.fixture
def priya(cast: Cast) -> Chat:
    """In the middle of the set-up, and asking for a person."""
    cast.activate("Lakeside")
    chat = Chat(cast, "Priya")
    chat.say("set up 2fa for me")
    chat.say("I want to talk to a person")
    takes(cast, "Alex", chat.id)
    return chat


def told(chat: Chat) -> None:
    """What the outbox holds for conversations has been delivered."""
    deliver_due(chat.cast.installation, via="conversation", now=after(minutes=1))


def test_given_back_the_bot_goes_on_with_the_open_question(cast: Cast, priya: Chat) -> None:
    assert priya.say("are you there?") == []
    acts(cast, "Alex", inbox.give_back, priya.id)
    told(priya)
    *_, news, question = priya.texts()
    assert news == "This is the bot again: Alex gave the chat back to me."
    assert "phone" in question
    assert priya.state() == GuideStart()


def test_closed_the_bot_asks_whether_it_helped_and_the_answer_counts(cast: Cast, priya: Chat) -> None:
    acts(cast, "Alex", inbox.reply, priya.id, "All done.")
    acts(cast, "Alex", inbox.close, priya.id)
    told(priya)
    last = priya.messages()[-1]
    assert "Alex has closed this chat" in last.body["text"]
    assert last.body["ask_feedback"] is True
    assert priya.state() == Idle()
    assert isinstance(priya.turn(Rated(last.number, helpful=True)), TurnTaken)
    ratings = cast.look(lambda session: feedback.ratings(session, priya.id))
    assert ratings == {last.number: True}


def test_the_news_of_leaving_is_told_once(cast: Cast, priya: Chat) -> None:
    acts(cast, "Alex", inbox.close, priya.id)
    told(priya)
    count = len(priya.messages())
    deliver_due(cast.installation, via="conversation", now=MONDAY)
    assert len(priya.messages()) == count


def test_who_is_not_helped_is_offered_a_person_again_and_waits_anew(cast: Cast, priya: Chat) -> None:
    acts(cast, "Alex", inbox.close, priya.id)
    told(priya)
    priya.turn(Rated(priya.messages()[-1].number, helpful=False))
    priya.press("Talk to a person", now=after(minutes=2))
    row = priya.row()
    assert (row.floor, row.waiting_problem, row.taken_by) == ("waiting", "not_helpful", None)

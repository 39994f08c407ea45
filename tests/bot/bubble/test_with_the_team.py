"""What the bubble shows of the team: who answers, who writes, how far it has read; never a note, never a last name."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from core.chat import inbox, inbox_views
from tests.bot.bubble.listening import Live, wait_for
from tests.bot.bubble.site import BubbleSite, look, say
from tests.cast import MONDAY, Cast
from tests.core.chat.inbox_people import acts, ask_for_a_person, takes
from tests.parts.server import listen, serving

pytestmark = pytest.mark.databases("sqlite")  # who has the floor is decided in core, on both


@pytest.fixture
def live(cast: Cast) -> Iterator[Live]:
    site = BubbleSite(cast)
    with serving(site.app(), listen()) as url:
        yield Live(site, url)


def test_who_waits_is_told_when_the_team_is_back_and_then_who_answers(cast: Cast) -> None:
    site, chat = BubbleSite(cast), ask_for_a_person(cast)
    priya = site.signed_in("Priya")
    seen = look(priya)
    assert "It is back today at 8:00 AM EST." in seen["waiting_words"]
    assert seen["team_read_number"] == 0
    takes(cast, "Alex", chat)
    seen = look(priya)
    assert seen["waiting_words"] == "You are talking with Alex from ThoroughCare."
    assert seen["team_read_number"] == 1
    acts(cast, "Alex", inbox.close, chat)
    seen = look(priya)
    assert (seen["floor"], seen["waiting_words"], seen["team_read_number"]) == ("bot", None, 0)


@pytest.mark.parametrize(
    ("proven", "called"), [(None, "visitor"), ("Dana", "proven")], ids=["sign_in_screen", "token_prompt"]
)
def test_whoever_calls_from_the_sign_in_screen_or_at_the_token_prompt_is_answered(
    cast: Cast, proven: str | None, called: str
) -> None:
    site = BubbleSite(cast)
    caller = site.half(proven) if proven else site.client()
    say(caller, "I want to talk to a person")
    assert look(caller)["floor"] == "waiting"
    (waiting,) = cast.look(inbox_views.queue).rows
    assert (waiting.kind, waiting.person_name, waiting.practice_names) == (called, None, ())
    takes(cast, "Alex", waiting.id)
    acts(cast, "Alex", inbox.reply, waiting.id, "Good morning.")
    seen = look(caller)
    assert (seen["floor"], seen["messages"][-1]["body"]["text"]) == ("person", "Good morning.")
    assert seen["messages"][-1]["staff_name"] == "Alex"
    stranger = look(site.half(proven) if proven else site.client())
    assert (stranger["floor"], stranger["messages"]) == ("bot", [])  # the cookie opens it, nothing else
    said = seen["last_number"]
    say(caller, "thank you")
    assert look(caller)["last_number"] == said + 1  # the bot is silent


def test_notes_and_last_names_stay_in_the_team(cast: Cast) -> None:
    site, chat = BubbleSite(cast), ask_for_a_person(cast)
    takes(cast, "Alex", chat)
    acts(cast, "Alex", inbox.note, chat, "Difficult")
    acts(cast, "Alex", inbox.reply, chat, "Good morning.")
    acts(cast, "Sam", inbox.note, chat, "Very difficult")
    seen = look(site.signed_in("Priya"))
    assert [(each["author"], each["staff_name"]) for each in seen["messages"][1:]] == [("staff", "Alex")]
    assert "ifficult" not in str(seen)
    assert "Morgan" not in str(seen)
    assert seen["unread"] == 1


def test_live_the_reply_arrives_behind_a_note_and_typing_carries_the_first_name(live: Live) -> None:
    cast, priya = live.site.cast, live.member("Priya")
    chat = ask_for_a_person(cast)
    with live.listening(priya) as browser:
        wait_for(lambda: browser.numbers == [1])
        type_as(cast, "Alex", chat)  # has not taken it: nothing is seen
        takes(cast, "Alex", chat)
        wait_for(lambda: {"number": 1, "team_number": 1} in browser.of("read"))
        type_as(cast, "Alex", chat)
        wait_for(lambda: browser.of("typing") == [{"who": "staff", "name": "Alex"}])
        acts(cast, "Alex", inbox.note, chat, "Difficult")
        acts(cast, "Alex", inbox.reply, chat, "Good morning.", now=MONDAY + timedelta(minutes=1))
        wait_for(lambda: browser.numbers == [1, 3])
        assert browser.of("message")[1]["staff_name"] == "Alex"


def type_as(cast: Cast, name: str, chat: str) -> None:
    by = cast.actor(name)
    cast.do(lambda session: inbox.show_typing(session, chat, by=by))

"""The event stream over a real server: nothing lost, nothing doubled, and it ends with its session."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import select

from bot.bubble import app as bubble_app
from bot.bubble import places
from core.chat.conversations import Conversation
from core.ground import event_stream
from core.ground.db import DatabaseUnavailable, announce
from core.sessions import sessions
from core.sessions.session_rows import SessionRow
from tests.bot.bubble.listening import Listening, Live, wait_for
from tests.bot.bubble.site import HEADERS, BubbleSite
from tests.bot.delivering import deliver_due
from tests.cast import MONDAY, Cast
from tests.parts.server import listen, serving


@pytest.fixture
def live(cast: Cast) -> Iterator[Live]:
    site = BubbleSite(cast)
    with serving(site.app(), listen()) as url:
        yield Live(site, url)


def test_messages_arrive_live_with_their_numbers(live: Live) -> None:
    priya = live.member("Priya")
    live.say(priya, "what is two factor authentication?")
    with live.listening(priya) as browser:
        wait_for(lambda: len(browser.numbers) >= 2)
        before = len(browser.numbers)
        live.say(priya, "which app do I need?")
        wait_for(lambda: len(browser.numbers) >= before + 2)
        assert browser.numbers == list(range(1, len(browser.numbers) + 1))
        assert browser.status == 200
        for event, number, data in browser.frames:
            assert number == (str(data["number"]) if event == "message" else None)


def test_reconnecting_again_and_again_loses_nothing_and_doubles_nothing(live: Live) -> None:
    priya = live.member("Priya")
    live.add("Priya", "0")
    got: list[int] = []

    def write() -> None:
        for number in range(1, 30):
            live.add("Priya", f"{number}")

    writing = threading.Thread(target=write, daemon=True)
    writing.start()
    while len(got) < 30:
        with live.listening(priya, after=got[-1] if got else 0) as browser:
            before = len(got)
            wait_for(lambda seen=browser, had=before: len(seen.numbers) > 3 or had + len(seen.numbers) == 30)  # type: ignore[misc]  # bound per round
            taken = list(browser.numbers)
        got += taken
    writing.join()
    assert got == list(range(1, 31))


def test_a_person_of_the_team_answers_live(live: Live) -> None:
    priya = live.member("Priya")
    live.say(priya, "let me talk to a real person please")
    with live.listening(priya, after=2) as browser:
        wait_for(lambda: browser.of("floor"))
        assert browser.of("floor")[0]["floor"] == "waiting"
        live.add("Priya", "Hello, Alex here.", author="staff")
        wait_for(lambda: browser.of("message"))
        assert browser.of("message")[0]["staff_name"] == "Alex"


def test_a_note_of_the_team_is_not_sent(live: Live) -> None:
    priya = live.member("Priya")
    live.add("Priya", "one")
    with live.listening(priya) as browser:
        live.add("Priya", "a note", author="note")
        live.add("Priya", "three")
        wait_for(lambda: browser.numbers == [1, 3])


@pytest.mark.databases("sqlite")  # what ends a stream is the topic, which is proven on both
def test_a_stream_ends_with_its_session(live: Live) -> None:
    priya, other = live.member("Priya"), live.member("Priya")
    with live.listening(priya) as browser, live.listening(other) as still:
        ended = session_of(live, priya["session"])
        by = live.site.cast.actor("Priya")
        live.site.cast.do(lambda s: sessions.end(s, ended, why="signed_out", by=by, now=MONDAY))
        wait_for(lambda: browser.is_over)
        assert browser.of("gone") == [{}]
        assert not still.is_over


def session_of(live: Live, token: str) -> str:
    found = live.site.cast.look(lambda s: sessions.find(s, token, audience="account", now=MONDAY))
    assert found is not None
    return found.session_id


@pytest.mark.databases("sqlite")  # time is the site's, not the database's
def test_a_stream_does_not_outlive_an_idle_session_nor_prolong_it(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "PING_EVERY", 0.1)
    priya = live.member("Priya")
    with live.listening(priya) as browser:
        wait_for(lambda: browser.pings > 3)
        row = live.site.cast.one(
            select(SessionRow).where(SessionRow.user_id == live.site.cast.person("Priya").id)
        )
        assert row.last_seen_at == MONDAY
        live.site.now = MONDAY + timedelta(minutes=31)
        wait_for(lambda: browser.is_over)
        assert browser.of("gone") == [{}]


def test_a_first_conversation_that_begins_from_our_side_is_heard(live: Live) -> None:
    priya = live.member("Priya")
    with live.listening(priya) as browser:
        assert browser.frames == []
        live.site.cast.activate("Lakeside")
        by_day = MONDAY + timedelta(hours=8)  # an offer waits for the day
        deliver_due(live.site.cast.installation, via="conversation", now=by_day)
        wait_for(lambda: browser.numbers == [1])
        assert "guide you" in browser.of("message")[0]["body"]["text"]


def test_a_change_of_the_set_up_refreshes_the_card(live: Live) -> None:
    priya = live.member("Priya")
    with live.listening(priya) as browser:
        owner = live.site.cast.person("Priya").id
        live.site.cast.do(lambda s: announce(s, f"person:{owner}"))
        wait_for(lambda: browser.of("card"))
        assert browser.of("card")[0] == {"card": "set_up"}


def test_reading_on_one_screen_clears_the_badge_of_the_other(live: Live) -> None:
    priya = live.member("Priya")
    live.add("Priya", "one")
    with live.listening(priya, after=1) as browser:
        httpx2.post(f"{live.url}/chat/read", json={"number": 1}, cookies=priya, headers=HEADERS)
        wait_for(lambda: browser.of("read") == [{"number": 1, "team_number": 0}])


@pytest.mark.databases("sqlite")  # whose stream it is decides the cookie
def test_nobody_hears_the_conversation_of_another(live: Live) -> None:
    priya, tom = live.member("Priya"), live.member("Tom")
    with live.listening(tom) as browser:
        live.say(priya, "what is two factor authentication?")
        live.say(tom, "hello")
        wait_for(lambda: len(browser.numbers) == 2)
        assert "two factor" not in str(browser.of("message")[0])


@pytest.mark.databases("sqlite")  # counted in the process
def test_too_many_streams_of_one_person_are_refused(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bubble_app, "MOST_STREAMS", 2)
    priya = live.member("Priya")
    with live.listening(priya), live.listening(priya):
        answer = httpx2.get(f"{live.url}/chat/events", cookies=priya)
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "10"
    wait_for(lambda: _opens(live, priya))


def _opens(live: Live, cookies: dict[str, str]) -> bool:
    with live.listening(cookies) as browser:
        return browser.status == 200


@pytest.mark.databases("sqlite")  # a matter of the process
def test_streams_end_when_the_server_stops(cast: Cast) -> None:
    site = BubbleSite(cast)
    token, _ = cast.sign_in_as("Priya")
    started = time.monotonic()
    with serving(site.app(), listen()) as url:
        browser = Listening(url, {"session": token})
        threading.Thread(target=browser.run, daemon=True).start()
        wait_for(lambda: browser.pings > 0)
    wait_for(lambda: browser.is_over)
    assert time.monotonic() - started < 10
    assert cast.rows(select(Conversation)) == []


@pytest.mark.databases("sqlite")  # the outage is made by hand
def test_an_outage_ends_the_stream_without_a_trace(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    priya = live.member("Priya")
    live.add("Priya", "one")
    with live.listening(priya, after=1) as browser:

        def down(*_: object) -> object:
            raise DatabaseUnavailable("down")

        monkeypatch.setattr(places, "messages_after", down)
        live.add("Priya", "two")
        wait_for(lambda: browser.is_over)
        monkeypatch.undo()
    with live.listening(priya, after=1) as browser:
        wait_for(lambda: browser.numbers == [2])

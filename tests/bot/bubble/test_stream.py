"""The event stream over a real server: nothing lost, nothing doubled, and it ends with its session."""

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.bubble import app as bubble_app
from bot.bubble import stream
from bot.deliveries import deliver_due
from core import conversations, sessions
from core.conversations import Conversation
from core.db import announce
from core.sessions import SessionRow
from tests.bot.bubble.site import HEADERS, BubbleSite
from tests.cast import MONDAY, Cast
from tests.parts.server import listen, serving

SOON = 5.0  # seconds within which a live thing has arrived, also on a busy machine


@dataclass
class Listening:
    """A browser that listens, in a thread of its own."""

    url: str
    cookies: dict[str, str]
    after: int = 0
    status: int = 0
    frames: list[tuple[str, str | None, Any]] = field(default_factory=list)  # event, id, data
    pings: int = 0
    is_over: bool = False
    _hang_up: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Read until the server ends it or the browser hangs up."""
        headers = HEADERS | {"Last-Event-ID": str(self.after)}
        with (
            contextlib.suppress(httpx2.HTTPError),
            httpx2.Client(cookies=self.cookies, headers=headers, timeout=30) as client,
            client.stream("GET", f"{self.url}/chat/events") as answer,
        ):
            self.status = answer.status_code
            self._read(answer)
        self.is_over = True

    def hang_up(self) -> None:
        """Close the connection at the next thing that arrives."""
        self._hang_up.set()

    @property
    def numbers(self) -> list[int]:
        """The messages that arrived, in their order."""
        return [data["number"] for event, _, data in self.frames if event == "message"]

    def of(self, event: str) -> list[Any]:
        """What arrived under this name."""
        return [data for name, _, data in self.frames if name == event]

    def _read(self, answer: httpx2.Response) -> None:
        event, number = "", None
        for line in answer.iter_lines():
            if self._hang_up.is_set():
                return
            name, _, value = line.partition(": ")
            if name == "" and value == "ping":
                self.pings += 1
            if name == "id":
                number = value
            if name == "event":
                event = value
            if name == "data":
                self.frames.append((event, number, json.loads(value)))
                event, number = "", None


@dataclass
class Live:
    """The served site and its people."""

    site: BubbleSite
    url: str

    def member(self, name: str) -> dict[str, str]:
        """The cookies of a signed-in member."""
        token, _ = self.site.cast.sign_in_as(name)
        return {"session": token}

    def say(self, cookies: dict[str, str], text: str) -> httpx2.Response:
        """Post a message."""
        body = {"event_id": str(uuid.uuid4()), "text": text}
        return httpx2.post(f"{self.url}/chat/messages", json=body, cookies=cookies, headers=HEADERS)

    @contextlib.contextmanager
    def listening(self, cookies: dict[str, str], *, after: int = 0) -> Iterator[Listening]:
        """A browser that listens while the block runs."""
        browser = Listening(self.url, cookies, after)
        thread = threading.Thread(target=browser.run, daemon=True)
        thread.start()
        wait_for(lambda: browser.pings > 0 or browser.is_over)
        try:
            yield browser
        finally:
            browser.hang_up()
            self.stir()
            thread.join(SOON)

    def stir(self) -> None:
        """Something for every stream to say, so that a browser which hangs up notices."""
        cast = self.site.cast
        everybody = cast.rows(select(SessionRow.user_id))

        def stir(session: Session) -> None:
            for user_id in everybody:
                announce(session, f"person:{user_id}")

        cast.do(stir)

    def add(self, name: str, text: str, *, author: conversations.Author = "bot") -> None:
        """A line from us in somebody's conversation."""
        cast, owner = self.site.cast, self.site.cast.person(name).id
        staff = cast.person("Alex").id if author == "staff" else None

        def work(session: Any) -> None:
            conversation = conversations.of_member(session, owner, now=MONDAY)
            body = {"kind": "text", "text": text}
            conversations.add(session, conversation, author, body, now=MONDAY, staff_id=staff)

        cast.do(work)


@pytest.fixture
def live(cast: Cast) -> Iterator[Live]:
    site = BubbleSite(cast)
    with serving(site.app(), listen()) as url:
        yield Live(site, url)


def wait_for(what: Callable[[], object]) -> None:
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        if what():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


def test_messages_arrive_live_with_their_numbers(live: Live) -> None:
    priya = live.member("Priya")
    live.say(priya, "what is two factor authentication?")
    with live.listening(priya) as browser:
        wait_for(lambda: browser.numbers == [1, 2])
        live.say(priya, "which app do I need?")
        wait_for(lambda: len(browser.numbers) >= 5)
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
    monkeypatch.setattr(stream, "PING_EVERY", 0.1)
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
        while deliver_due(live.site.cast.installation, via="conversation", now=MONDAY):
            pass
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
        wait_for(lambda: browser.of("read") == [{"number": 1}])


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

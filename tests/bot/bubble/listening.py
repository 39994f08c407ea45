"""A browser that reads the bubble's stream, and a served site to read it from."""

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.chat import conversations
from core.ground.db import announce
from core.sessions.session_rows import SessionRow
from tests.bot.bubble.site import HEADERS, BubbleSite
from tests.cast import MONDAY

SOON = 5.0  # seconds within which a live thing has arrived, also on a busy machine


@dataclass
class Listening:
    """A browser that reads the stream, in a thread of its own."""

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
        """A browser that reads the stream while the block runs."""
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
        """A line from us in someone's conversation."""
        cast, owner = self.site.cast, self.site.cast.person(name).id
        staff = cast.person("Alex").id if author == "staff" else None

        def work(session: Any) -> None:
            conversation = conversations.of_member(session, owner, now=MONDAY)
            body = {"kind": "text", "text": text}
            conversations.add(session, conversation, author, body, now=MONDAY, staff_id=staff)

        cast.do(work)


def wait_for(what: Callable[[], object]) -> None:
    """Wait until it is so."""
    until = time.monotonic() + SOON
    while time.monotonic() < until:
        if what():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")

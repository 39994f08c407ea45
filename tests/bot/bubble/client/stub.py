"""A chat server without a product behind it: it speaks the bubble's wire, says what a test tells it, and can fail."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.bot.bubble.client.pages import Pages

Body = dict[str, Any]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TICK = 0.01  # seconds


def text(words: str) -> Body:
    """A plain message."""
    return {"kind": "text", "text": words}


def choices(words: str, *labels: str) -> Body:
    """A question with quick replies; each value is its label in snake case."""
    replies = [{"label": label, "value": label.lower().replace(" ", "_")} for label in labels]
    return {"kind": "choices", "text": words, "choices": replies}


def card(words: str, kind: str = "set_up") -> Body:
    """The place of a private card."""
    return {"kind": "card", "card": kind, "text": words}


@dataclass
class Stub:
    """One person's conversation. Tests change it from their own thread; the server's loop only reads along."""

    who: str = "member"
    name: str | None = "Dana Whitfield"
    csrf: str = "token-1"
    greeting: str = "Hi Dana. I am the help bot for two-factor authentication. What do you need?"
    floor: str = "bot"
    waiting_words: str | None = None
    read_number: int = 0
    messages: list[dict[str, Any]] = field(default_factory=list)
    answers: list[list[Body]] = field(
        default_factory=list
    )  # what the bot says to each of the next messages and ratings
    refusals: list[tuple[int, dict[str, Any]]] = field(
        default_factory=list
    )  # of the next messages and ratings
    posts: list[dict[str, Any]] = field(default_factory=list)  # every post that arrived, also those refused
    ratings: list[dict[str, Any]] = field(default_factory=list)
    typed: int = 0
    reads: list[int] = field(default_factory=list)
    looks: int = 0  # how often the whole conversation was read
    streams: list[int] = field(default_factory=list)  # after which message each stream began
    listening: int = 0
    is_down: bool = False  # nothing answers
    is_mute: bool = False  # the streams receive nothing
    holds_posts: bool = False  # posts wait
    holds_looks: bool = False  # so does the reading of the conversation
    frames: list[str] = field(default_factory=list)
    seen: dict[str, list[int]] = field(default_factory=dict)
    generation: int = 0  # of streams; a higher one ends those before
    pages: Pages = field(default_factory=Pages)

    def say(self, body: Body, *, author: str = "bot", live: bool = True, **more: Any) -> int:
        """Add a message; ``live=False`` loses it on the way to the streams."""
        number = self.last + 1
        at = more.pop("at", NOON + timedelta(seconds=number))
        staff = "Sam Rivera" if author == "staff" else None
        message = {"number": number, "author": author, "staff_name": staff, "body": body, "feedback": None}
        self.messages.append(message | {"at": at.isoformat().replace("+00:00", "Z")} | more)
        if live:
            self.tell("message", self.messages[-1], number)
        return number

    def tell(self, event: str, data: object, number: int | None = None) -> None:
        """Send an event to every open stream."""
        if self.is_mute:
            return
        head = "" if number is None else f"id: {number}\n"
        self.frames.append(f"{head}event: {event}\ndata: {json.dumps(data)}\n\n")

    def drop_streams(self) -> None:
        """Every open stream ends, as when the server restarts."""
        self.generation += 1

    def sign_out(self) -> None:
        """The session ends: from now on the browser is a stranger."""
        self.who, self.name, self.csrf, self.messages, self.read_number = "visitor", None, "token-0", [], 0
        self.tell("gone", {})

    @property
    def last(self) -> int:
        """The number of the newest message."""
        return self.messages[-1]["number"] if self.messages else 0

    @property
    def said(self) -> list[str]:
        """What the person has said, as the server knows it."""
        return [each["body"]["text"] for each in self.messages if each["author"] == "person"]

    def app(self) -> Starlette:
        """The site: some pages with the bubble, its wire, and the private cards."""
        wire = [
            Route("/chat/conversation", self._conversation),
            Route("/chat/events", self._events),
            Route("/chat/messages", self._messages, methods=["POST"]),
            Route("/chat/read", self._read, methods=["POST"]),
            Route("/chat/feedback", self._feedback, methods=["POST"]),
            Route("/chat/typing", self._typing, methods=["POST"]),
        ]
        return Starlette(routes=[*wire, *self.pages.routes()])

    async def _conversation(self, request: Request) -> Response:
        self.looks += 1
        while self.holds_looks:  # noqa: ASYNC110  the test's thread sets it, and asyncio.Event is not thread-safe
            await asyncio.sleep(TICK)
        if self.is_down:
            return _refused(503, {"error": "The chat is resting."})
        unread = [each for each in self.messages if each["number"] > self.read_number]
        return JSONResponse(
            {
                "who": self.who,
                "name": self.name,
                "language": "en",
                "csrf_token": self.csrf,
                "greeting": self.greeting,
                "suggestions": SUGGESTIONS,
                "article": {"title": "Set up two-factor authentication", "path": "/help/two-factor"},
                "floor": self.floor,
                "waiting_words": self.waiting_words,
                "messages": self.messages,
                "last_number": self.last,
                "read_number": self.read_number,
                "unread": len([each for each in unread if each["author"] != "person"]),
            }
        )

    async def _events(self, request: Request) -> Response:
        if self.is_down:
            return _refused(503, {"error": "The chat is resting."})
        after = int(request.headers["Last-Event-ID"])
        self.streams.append(after)
        return StreamingResponse(self._following(after), media_type="text/event-stream")

    async def _following(self, after: int) -> AsyncIterator[str]:
        mine, position = self.generation, len(self.frames)
        self.listening += 1
        try:
            yield ": ping\n\n"
            for message in [each for each in self.messages if each["number"] > after]:
                yield f"id: {message['number']}\nevent: message\ndata: {json.dumps(message)}\n\n"
            while mine == self.generation and not self.is_down:
                fresh = self.frames[position:]  # the test's thread may add more while these are on their way
                position += len(fresh)
                for frame in fresh:
                    yield frame
                await asyncio.sleep(TICK)
        finally:
            self.listening -= 1

    async def _messages(self, request: Request) -> Response:
        said = await request.json()
        self.posts.append(said)
        while self.holds_posts:  # noqa: ASYNC110  the test's thread sets it, and asyncio.Event is not thread-safe
            await asyncio.sleep(TICK)
        if refused := self._refusal(request):
            return refused
        numbers = self.seen.get(said["event_id"])
        if numbers is None:
            numbers = self.seen[said["event_id"]] = list(self._turn(said))
        return JSONResponse({"numbers": numbers}, status_code=202)

    def _turn(self, said: dict[str, Any]) -> Iterable[int]:
        words = said.get("text") or _label_of(said["choice"], self.messages)
        masked = "secret" in words
        yield self.say(text("[removed]" if masked else words), author="person", masked=masked)
        for body in self.answers.pop(0) if self.answers else ():
            yield self.say(body)

    async def _read(self, request: Request) -> Response:
        number = (await request.json())["number"]
        self.reads.append(number)
        self.read_number = max(self.read_number, number)
        return self._forged(request) or JSONResponse({})

    async def _feedback(self, request: Request) -> Response:
        if refused := self._refusal(request):
            return refused
        rating = await request.json()
        self.ratings.append(rating)
        for each in self.messages:
            if each["number"] == rating["number"]:
                each["feedback"] = "yes" if rating["helpful"] else "no"
        return JSONResponse({})

    async def _typing(self, request: Request) -> Response:
        self.typed += 1
        return self._forged(request) or Response(status_code=204)

    def _refusal(self, request: Request) -> Response | None:
        if self.is_down:
            return _refused(503, {"error": "The chat is resting."})
        if forged := self._forged(request):
            return forged
        return _refused(*self.refusals.pop(0)) if self.refusals else None

    def _forged(self, request: Request) -> Response | None:
        if request.headers.get("X-CSRF-Token") != self.csrf:
            return _refused(403, {"error": "This page is too old."})
        return None


SUGGESTIONS = [
    {"label": "Turn on 2FA for my practice", "value": "intent:request_activation"},
    {"label": "Set up 2FA for myself", "value": "intent:start_setup"},
    {"label": "I lost my phone", "value": "intent:lost_phone"},
]


def _refused(status: int, answer: dict[str, Any]) -> Response:
    return JSONResponse(answer, status_code=status)


def _label_of(value: str, messages: list[dict[str, Any]]) -> str:
    offered = [*SUGGESTIONS, *(each for said in messages for each in said["body"].get("choices", ()))]
    return str(next(each["label"] for each in reversed(offered) if each["value"] == value))

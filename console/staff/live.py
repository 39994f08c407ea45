"""Live pages: one stream says which topic has changed, and the page looks again.

It ends with the session, and never prolongs it. It begins with where the topics stand, so that a page that was hidden
or cut off learns what it missed.
"""

import contextlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import anyio
from starlette.responses import Response, StreamingResponse

from console.web.visit import Visit
from core.ground.db import DatabaseUnavailable
from core.ground.live import Changes, Watcher
from core.sessions import sessions

PING = 15.0  # seconds; at each one the stream asks whether its viewer is still signed in
GONE, STILL = "event: gone\ndata: {}\n\n", ": ping\n\n"
MOST_TOPICS = 8  # of one page
ID = "[0-9a-f]{24}"
PATTERNS = (
    ("requests", "requests"),
    (f"request:({ID})", r"request:\1"),
    ("inbox", "inbox"),
    ("alarms", "alarms"),
    ("undelivered", "outbox:dead"),
    (f"conversation:({ID})", r"conversation:\1"),
    (f"typing:({ID})", r"typing:\1:person"),
)  # what a page may ask for, and the topic of core that it means


def stream_of(watcher: Watcher) -> Callable[[Visit], Awaitable[Response]]:
    """The handler of the event stream: the topics of a page come as ``topic`` in its address."""

    async def stream(visit: Visit) -> Response:
        asked = visit.request.query_params.getlist("topic")
        return StreamingResponse(
            frames(visit, watcher, topics_in(asked)),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    return stream


def topics_in(asked: list[str]) -> dict[str, str]:
    """Core's topics by the page's names for them; what no page may ask for is left out."""
    named = [(name, meant) for name in asked[:MOST_TOPICS] for meant in _meant(name)]
    return {meant: name for name, meant in named}


async def frames(visit: Visit, watcher: Watcher, names: Mapping[str, str]) -> AsyncIterator[str]:
    """What the browser hears, until the session or the process ends."""
    async with watcher.watch([*names, f"session:{visit.me.session_id}"]) as changes:
        yield "retry: 2000\n\n"
        yield await _standing(watcher, names)
        while True:
            heard = await _next(changes)
            if heard is None:
                return
            if not await _still_signed_in(visit):
                yield GONE
                return
            yield _event("changed", names[heard]) if heard in names else STILL


def _meant(name: str) -> list[str]:
    matches = [(re.fullmatch(pattern, name), topic) for pattern, topic in PATTERNS]
    return [match.expand(topic) for match, topic in matches if match]


async def _standing(watcher: Watcher, names: Mapping[str, str]) -> str:
    """The versions of what has a state; typing has none. During an outage there is nothing to compare."""
    with contextlib.suppress(DatabaseUnavailable):
        versions = await watcher.standing(topic for topic in names if not topic.startswith("typing:"))
        return _event("standing", {names[topic]: version for topic, version in versions.items()})
    return STILL


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


async def _next(changes: Changes) -> str | None:
    """The topic that changed, "" when nothing did for a while, None when the process leaves."""
    with anyio.move_on_after(PING):
        return await anext(changes, None)
    return ""


async def _still_signed_in(visit: Visit) -> bool:
    """Whether the session counts now; during an outage of the database nobody is sent away."""
    token = visit.site.cookies.read(visit.request, "session") or ""
    now = visit.site.clock()
    with contextlib.suppress(DatabaseUnavailable):
        return await visit.read(
            lambda session: sessions.find(session, token, audience="console", now=now) is not None
        )
    return True

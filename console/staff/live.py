"""Live pages: one stream says which topic has changed, and the page fetches it again.

It begins with the topics' versions, so that a page that was hidden or cut off learns what it missed.
"""

import contextlib
import re
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping

from starlette.responses import JSONResponse, Response, StreamingResponse

from console.web.doors import with_retry_after
from console.web.visit import Visit
from core.ground import event_stream
from core.ground.columns import ID
from core.ground.db import DatabaseUnavailable
from core.ground.event_stream import frame
from core.ground.live import Watcher
from core.sessions import sessions

RETRY = b"retry: 2000\n\n"  # milliseconds until EventSource comes back
MOST_TOPICS = 8  # of one page
MOST_STREAMS = 20  # of one person: every open tab needs one
TOO_MANY = "Too many pages of the console are open. Close some of them."
PATTERNS = (
    ("requests", "requests"),
    (f"request:({ID})", r"request:\1"),
    ("resets", "resets"),
    (f"reset:({ID})", r"reset:\1"),
    ("inbox", "inbox"),
    ("alarms", "alarms"),
    ("undelivered", "outbox:dead"),
    (f"conversation:({ID})", r"conversation:\1"),
    (f"typing:({ID})", r"typing:\1:person"),
)  # what a page may ask for, and the topic of core that it means


def stream_of(watcher: Watcher) -> Callable[[Visit], Awaitable[Response]]:
    """The handler of the event stream: the topics of a page come as ``topic`` in its address."""
    open_ones: Counter[str] = Counter()  # by whose they are

    async def stream(visit: Visit) -> Response:
        if open_ones[visit.me.user_id] >= MOST_STREAMS:
            return with_retry_after(
                JSONResponse({"error": TOO_MANY}, status_code=429), event_stream.PING_EVERY
            )
        asked = visit.request.query_params.getlist("topic")
        return StreamingResponse(
            event_stream.counted(open_ones, visit.me.user_id, frames(visit, watcher, topics_in(asked))),
            media_type=event_stream.MEDIA_TYPE,
            headers=event_stream.HEADERS,
        )

    return stream


def topics_in(asked: list[str]) -> dict[str, str]:
    """Core's topics by the page's names for them; others are left out."""
    named = [(name, meant) for name in asked[:MOST_TOPICS] for meant in _meant(name)]
    return {meant: name for name, meant in named}


async def frames(visit: Visit, watcher: Watcher, names: Mapping[str, str]) -> AsyncGenerator[bytes, None]:
    """What the browser hears, until the session or the process ends."""

    async def is_there() -> bool:
        return await _still_signed_in(visit)

    async def news(topic: str) -> list[bytes]:
        return [frame("changed", names[topic])] if topic in names else []

    async with watcher.watch([*names, f"session:{visit.me.session_id}"]) as changes:
        yield RETRY
        yield await _standing(watcher, names)
        async for piece in event_stream.follow(changes, is_there=is_there, news=news):
            yield piece


def _meant(name: str) -> list[str]:
    matches = [(re.fullmatch(pattern, name), topic) for pattern, topic in PATTERNS]
    return [match.expand(topic) for match, topic in matches if match]


async def _standing(watcher: Watcher, names: Mapping[str, str]) -> bytes:
    """The versions of topics with a state; typing has none. Empty during an outage."""
    with contextlib.suppress(DatabaseUnavailable):
        versions = await watcher.standing(topic for topic in names if not topic.startswith("typing:"))
        return frame("standing", {names[topic]: version for topic, version in versions.items()})
    return event_stream.PING


async def _still_signed_in(visit: Visit) -> bool:
    token = visit.site.cookies.read(visit.request, "session") or ""
    now = visit.site.clock()
    return await visit.database.read(
        lambda session: sessions.find(session, token, audience="console", now=now) is not None
    )

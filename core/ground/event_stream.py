"""Server-sent events (HTML Living Standard 9.2): the framing, the pings and the end of a stream, without a web framework.

A stream only reads. It never prolongs a session and it ends with it: each change and each ping checks again who is
looking, because an idle session ends without a change.
"""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

from core.ground.db import DatabaseUnavailable
from core.ground.live import Changes

MEDIA_TYPE = "text/event-stream"
HEADERS = {
    "Cache-Control": "no-store, no-transform",
    "X-Accel-Buffering": "no",  # nginx would buffer events
}
PING_EVERY = 15.0  # seconds
PING = b": ping\n\n"


def frame(event: str, data: object, *, number: int | None = None) -> bytes:
    """One event. Its number is what a reconnecting browser sends as Last-Event-ID."""
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {event}\ndata: {json.dumps(data)}\n\n".encode()


async def follow(
    changes: Changes,
    *,
    is_there: Callable[[], Awaitable[bool]],
    news: Callable[[str], Awaitable[Iterable[bytes] | None]],
) -> AsyncGenerator[bytes, None]:
    """Send the ``news`` of each topic that changes, and a ping after each silence.

    It ends when the server stops, when ``is_there`` says that the viewer is gone (an outage says nothing), and when
    ``news`` is None.
    """
    while True:
        try:
            topic = await _next(changes)
        except StopAsyncIteration:
            return
        if not await _unless_unavailable(is_there):
            yield frame("gone", {})
            return
        pieces = [PING] if topic is None else await news(topic)
        if pieces is None:
            return
        for piece in pieces:
            yield piece


async def counted(
    streams: Counter[str], whose: str, frames: AsyncGenerator[bytes, None]
) -> AsyncGenerator[bytes, None]:
    """The same frames, counted in ``streams`` while they flow, so that one viewer cannot hold any number of them."""
    streams[whose] += 1
    try:
        async with contextlib.aclosing(frames):
            async for piece in frames:
                yield piece
    finally:
        streams[whose] -= 1
        if not streams[whose]:
            del streams[whose]


async def _next(changes: Changes) -> str | None:
    try:
        async with asyncio.timeout(PING_EVERY):
            return await anext(changes)
    except TimeoutError:
        return None


async def _unless_unavailable(is_there: Callable[[], Awaitable[bool]]) -> bool:
    try:
        return await is_there()
    except DatabaseUnavailable:
        return True

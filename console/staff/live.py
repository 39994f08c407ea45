"""Live pages: a stream that says "changed", and the page looks again. It ends with the session, and never prolongs it."""

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import anyio
from starlette.responses import Response, StreamingResponse

from console.web.visit import Visit
from core import sessions
from core.db import DatabaseUnavailable
from core.live import Changes, Watcher

PING = 15.0  # seconds; at each one the stream asks whether its viewer is still signed in
CHANGED, GONE, STILL = "event: changed\ndata: {}\n\n", "event: gone\ndata: {}\n\n", ": ping\n\n"
Topic = Callable[[Visit], str]


def stream_of(watcher: Watcher, topic: Topic) -> Callable[[Visit], Awaitable[Response]]:
    """The handler of an event stream for the topic of a visit."""

    async def stream(visit: Visit) -> Response:
        return StreamingResponse(
            frames(visit, watcher, topic(visit)),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    return stream


async def frames(visit: Visit, watcher: Watcher, topic: str) -> AsyncIterator[str]:
    """What the browser hears, until the session or the process ends."""
    async with watcher.watch([topic, f"session:{visit.me.session_id}"]) as changes:
        yield "retry: 2000\n\n"
        while True:
            heard = await _next(changes)
            if heard is None:
                return
            if not await _still_signed_in(visit):
                yield GONE
                return
            yield CHANGED if heard == topic else STILL


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

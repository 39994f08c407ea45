"""Live lists: a stream that says "changed", and the page fetches its list again. It ends with the session."""

from collections.abc import AsyncIterator, Awaitable, Callable

import anyio
from starlette.responses import Response, StreamingResponse

from console.web.visit import Visit
from core import sessions
from core.live import Watcher

PING = 15.0  # seconds


def stream_of(watcher: Watcher, topic: str) -> Callable[[Visit], Awaitable[Response]]:
    """The handler of an event stream for ``topic``. It does not prolong the session's idle time."""

    async def stream(visit: Visit) -> Response:
        return StreamingResponse(
            _events(visit, watcher, topic),
            media_type="text/event-stream",
            headers={"X-Accel-Buffering": "no"},
        )

    return stream


async def _events(visit: Visit, watcher: Watcher, topic: str) -> AsyncIterator[str]:
    ended = f"session:{visit.me.session_id}"
    async with watcher.watch([topic, ended]) as changes:
        yield "retry: 2000\n\n"
        while True:
            heard: str | None = None
            with anyio.move_on_after(PING):
                try:
                    heard = await anext(changes)
                except StopAsyncIteration:
                    return
            if not await _still_signed_in(visit):
                yield "event: gone\ndata: {}\n\n"
                return
            yield f"event: changed\ndata: {topic}\n\n" if heard == topic else ": ping\n\n"


async def _still_signed_in(visit: Visit) -> bool:
    token = visit.site.cookies.read(visit.request, "session") or ""
    now = visit.site.clock()
    return await visit.read(
        lambda session: sessions.find(session, token, audience="console", now=now) is not None
    )

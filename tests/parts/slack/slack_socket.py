"""Slack's end of Socket Mode: hands envelopes to each client that connects, and keeps what is acknowledged."""

import asyncio
import contextlib
import json
import queue
import threading
from collections.abc import Iterator
from typing import Any

from aiohttp import WSMsgType, web


class Socket:
    """One place to connect to; each envelope goes to the newest connection."""

    def __init__(self) -> None:
        self.acknowledged: queue.Queue[dict[str, Any]] = queue.Queue()
        self.url = ""
        self._waiting: asyncio.Queue[Any] = asyncio.Queue()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._stop = asyncio.Event()

    def hand_over(self, envelope_id: str, kind: str, payload: dict[str, Any]) -> None:
        """Send one envelope, as often as it is called."""
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": payload}
        self._loop.call_soon_threadsafe(self._waiting.put_nowait, envelope)

    def run(self) -> None:
        """Serve until stopped, in a thread of its own."""
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    def stop(self) -> None:
        """Hang up."""
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _serve(self) -> None:
        app = web.Application()
        app.router.add_get("/link", self._connected)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"ws://{host}:{port}/link"
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _connected(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        sending = asyncio.ensure_future(self._send(socket))
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                with contextlib.suppress(ValueError):
                    self.acknowledged.put(json.loads(message.data))
        sending.cancel()
        return socket

    async def _send(self, socket: web.WebSocketResponse) -> None:
        while True:
            await socket.send_json(await self._waiting.get())


@contextlib.contextmanager
def open_socket() -> Iterator[Socket]:
    """A socket that waits for the app until the block ends."""
    socket = Socket()
    thread = threading.Thread(target=socket.run, name="slack socket", daemon=True)
    thread.start()
    assert socket._ready.wait(10)
    try:
        yield socket
    finally:
        socket.stop()
        thread.join(10)
    assert not thread.is_alive()

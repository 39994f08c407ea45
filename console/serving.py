"""Running both sites in one process until somebody asks it to stop."""

import asyncio
import signal
import socket
from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn

GRACE = 3  # seconds an open event stream may delay the stop


class QuietServer(uvicorn.Server):
    """A server that leaves signals to :func:`serve_both`: two servers must not fight over Ctrl-C."""

    @contextmanager
    def capture_signals(self) -> Any:
        """Capture nothing."""
        yield


async def serve_both(pairs: Sequence[tuple[Any, socket.socket]]) -> None:
    """Serve each app on its socket; SIGINT and SIGTERM stop all of them cleanly."""
    servers = [
        QuietServer(
            uvicorn.Config(
                app,
                log_config=None,
                access_log=False,
                server_header=False,
                date_header=True,
                proxy_headers=False,
                timeout_graceful_shutdown=GRACE,
                lifespan="on",
            )
        )
        for app, _ in pairs
    ]

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    await asyncio.gather(
        *(server.serve(sockets=[listening]) for server, (_, listening) in zip(servers, pairs, strict=True))
    )

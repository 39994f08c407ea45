"""Running both sites in one process until it is told to stop."""

import asyncio
import itertools
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import prometheus_client
import uvicorn

from console.connections import TimedProtocol, raise_file_limit

TICKS_A_SECOND = 10  # as uvicorn counts: it renews the date at every tenth
GRACE = 3  # seconds an open event stream may delay the stop


@dataclass(frozen=True)
class Address:
    """Where to listen."""

    host: str
    port: int


class PortTaken(Exception):
    """The port is in use; the sentence says what to do."""


def listen(address: Address) -> socket.socket:
    """An open socket at ``address`` (port 0 = any free one). Raises PortTaken."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        listening = socket.create_server((address.host, address.port), family=family, backlog=2048)
    except OSError as error:
        raise PortTaken(
            f"Cannot listen on {address.host}:{address.port} ({_why(error)}). "
            "Choose other ports with --port and --console-port."
        ) from error
    # asyncio sets this only for sockets it made itself; without it each answer waits 40 ms for an acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def _why(error: OSError) -> str:
    """The system's own words, without what Python adds to them."""
    is_name_trouble = isinstance(error, socket.gaierror)
    return os.strerror(error.errno) if error.errno and not is_name_trouble else str(error.strerror)


@contextmanager
def showing_counters(port: int | None) -> Iterator[None]:
    """Show the counters to a Prometheus on this machine at ``/metrics``; never on the sites' own ports. Raises PortTaken."""
    if port is None:
        yield
        return
    try:
        server, thread = prometheus_client.start_http_server(port, addr="127.0.0.1")
    except OSError as error:
        raise PortTaken(
            f"Cannot listen on 127.0.0.1:{port} ({error.strerror}). Choose another TC2FA_METRICS_PORT."
        ) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class QuietServer(uvicorn.Server):
    """A server that leaves signals to :func:`serve_both`: two servers must not both handle Ctrl-C.

    It wakes once a second, for the date in its answers, where uvicorn looks ten times whether it should stop.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._leaving = asyncio.Event()

    def leave(self) -> None:
        """Stop soon, as a signal would make it."""
        self.should_exit = True
        self._leaving.set()

    async def main_loop(self) -> None:
        """Serve until :meth:`leave`."""
        ticks = itertools.count(0, TICKS_A_SECOND)
        while not await self.on_tick(next(ticks)):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._leaving.wait(), 1)

    @contextmanager
    def capture_signals(self) -> Any:
        """Capture nothing."""
        yield


def server_of(app: Any) -> QuietServer:
    """The server of one site, with every limit that a client meets."""
    return QuietServer(
        uvicorn.Config(
            app,
            http=TimedProtocol,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE,
            lifespan="on",
        )
    )


async def serve_both(
    pairs: Sequence[tuple[Any, socket.socket]], *, on_stop: Callable[[], Awaitable[None]]
) -> None:
    """Serve each app on its socket; SIGINT and SIGTERM run ``on_stop`` and stop all of them cleanly."""
    raise_file_limit()
    servers = [server_of(app) for app, _ in pairs]
    stopping: set[asyncio.Future[None]] = set()

    def stop() -> None:
        stopping.add(asyncio.ensure_future(on_stop()))
        for server in servers:
            server.leave()

    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    await asyncio.gather(
        *(server.serve(sockets=[listening]) for server, (_, listening) in zip(servers, pairs, strict=True))
    )

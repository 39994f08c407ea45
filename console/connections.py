"""Connections that cost a descriptor and ask for nothing: how many there may be, and how long they may stay."""

import asyncio
import resource
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_WITHIN = 10.0  # seconds from the connection, or from the last answer, to a whole request head
BODY_WITHIN = 30.0  # seconds from the head to the whole body; the largest is a megabyte
MOST_FILES = 65_536


def raise_file_limit() -> int:
    """Take as many descriptors as the system allows this process, at most 65,536; returns the new soft limit.

    The usual 1,024 are used up by as many silent connections, and then nobody is answered.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


class TimedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, closed when a request does not come in time. uvicorn itself only times what follows an answer.

    What a client trickles does not buy it more time (Slowloris).
    """

    _awaited: Any = None  # the state of the client's side that the timer belongs to
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn types it
        """Wait for the first head."""
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        """A head or a body may be whole now."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next head."""
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing."""
        super().connection_lost(exc)
        self._stop()

    def _watch(self) -> None:
        state = self.conn.their_state
        if state is self._awaited:
            return
        self._stop()
        seconds = {h11.IDLE: HEAD_WITHIN, h11.SEND_BODY: BODY_WITHIN}.get(state)
        if seconds is not None:
            self._timer = self.loop.call_later(seconds, self.transport.abort)
        self._awaited = state

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._awaited = None

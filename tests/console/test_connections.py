"""Connections that ask for nothing do not keep the site from those who ask."""

import asyncio
import contextlib
import resource
import socket
import threading
from collections.abc import Iterator
from time import monotonic, sleep

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from console import connections
from console.serving import QuietServer, server_of
from tests.parts.server import listen

SOON = 0.4  # seconds that the tests give a request


async def _answer(request: Request) -> Response:
    return PlainTextResponse((await request.body()).decode() or "hello")


async def _answer_late(_request: Request) -> Response:
    await asyncio.sleep(3 * SOON)
    return PlainTextResponse("hello")


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A site served as the product serves it, with little patience."""
    monkeypatch.setattr(connections, "HEAD_WITHIN", SOON)
    monkeypatch.setattr(connections, "BODY_WITHIN", SOON)
    at = listen()
    routes = [Route("/", _answer, methods=["GET", "POST"]), Route("/late", _answer_late)]
    server = server_of(Starlette(routes=routes))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]}, daemon=True)
    thread.start()
    host, port = at.getsockname()
    try:
        yield host, port
    finally:
        server.leave()
        thread.join(10)
        at.close()


def test_a_server_wakes_once_a_second_and_stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks: list[int] = []
    tick = QuietServer.on_tick

    async def count(self: QuietServer, counter: int) -> bool:
        ticks.append(counter)
        return await tick(self, counter)

    monkeypatch.setattr(QuietServer, "on_tick", count)

    async def story() -> float:
        at = listen()
        server = server_of(Starlette(routes=[Route("/", _answer)]))
        serving = asyncio.create_task(server.serve(sockets=[at]))
        await asyncio.sleep(1.5)
        begun = monotonic()
        server.leave()
        await serving
        return monotonic() - begun

    assert asyncio.run(story()) < 0.9
    assert len(ticks) <= 3
    assert all(count % 10 == 0 for count in ticks)  # else uvicorn would not renew the date


def seconds_until_closed(connection: socket.socket, trickle: bytes = b"") -> float:
    """How long the other side keeps the connection, fed a byte now and then."""
    begun, left = monotonic(), list(trickle)
    connection.settimeout(0.05)
    while monotonic() - begun < 10:
        with contextlib.suppress(TimeoutError):
            try:
                if not connection.recv(1000):
                    break
            except ConnectionResetError:
                break
        if left:
            with contextlib.suppress(OSError):
                connection.send(bytes([left.pop(0)]))
    return monotonic() - begun


@pytest.mark.parametrize(
    ("first", "trickle"),
    [
        (b"", b""),
        (b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: " + b"y" * 300),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n", b"z" * 300),
    ],
    ids=["silent", "a head that trickles", "a body that trickles"],
)
def test_a_request_that_does_not_come_in_time_is_closed(
    address: tuple[str, int], first: bytes, trickle: bytes
) -> None:
    with socket.create_connection(address) as connection:
        connection.sendall(first)
        assert seconds_until_closed(connection, trickle) < 5


def test_silent_connections_go_and_whoever_asks_is_answered(address: tuple[str, int]) -> None:
    with contextlib.ExitStack() as ending:
        silent = [ending.enter_context(socket.create_connection(address)) for _ in range(100)]
        with httpx2.Client(base_url="http://{}:{}".format(*address)) as client:
            assert client.get("/").text == "hello"
            assert client.post("/", content=b"a body").text == "a body"
            assert all(seconds_until_closed(each) < 5 for each in silent)
            assert client.get("/").text == "hello"


def test_an_answer_that_takes_longer_than_a_head_may_is_not_cut_off(address: tuple[str, int]) -> None:
    with socket.create_connection(address) as connection:
        for _ in range(3):  # one connection, kept alive
            connection.sendall(b"GET /late HTTP/1.1\r\nHost: a\r\n\r\n")
            assert b"hello" in _read(connection)
            sleep(SOON / 2)


def test_the_process_takes_the_descriptors_it_may_have() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
        raised = connections.raise_file_limit()
        assert raised == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        assert raised == min(connections.MOST_FILES, hard if hard > 0 else connections.MOST_FILES)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _read(connection: socket.socket) -> bytes:
    connection.settimeout(5)
    read = b""
    while not read.endswith(b"hello"):
        piece = connection.recv(1000)
        assert piece, "closed"
        read += piece
    return read

"""A served site answers on a real port and gives it back."""

import socket
from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.parts.server import address_of, listen, running, serving


async def _greet(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.url.path)


def test_site_answers_at_its_address_until_the_block_ends() -> None:
    listening = listen()
    address = address_of(listening)
    with serving(Starlette(routes=[Route("/hello", _greet)]), listening) as origin:
        assert origin == address
        assert httpx2.get(f"{origin}/hello").text == "/hello"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=1)


def test_command_runs_with_the_settings_it_is_given_and_is_heard(database_url: str, tmp_path: Path) -> None:
    with running("db", "current", settings={"TC2FA_DATABASE_URL": database_url}, folder=tmp_path) as command:
        command.wait_for("up to date")


def test_command_that_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with running("dance", settings={}, folder=tmp_path) as command:
        with pytest.raises(AssertionError, match="No such command"):
            command.wait_for("never said")
        assert command.process.returncode == 2


def test_an_answer_does_not_wait_for_an_acknowledgement() -> None:
    with serving(Starlette(routes=[Route("/hello", _greet)]), listen()) as origin, httpx2.Client() as client:
        client.get(f"{origin}/hello")
        taken = sorted(client.get(f"{origin}/hello").elapsed.total_seconds() for _ in range(20))
    assert taken[10] < 0.03, "set TCP_NODELAY on the listening socket: each answer waits 40 ms"

"""A served site answers on a real port and gives it back."""

import socket

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.parts.server import address_of, listen, serving


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

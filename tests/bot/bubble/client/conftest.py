"""The stub served for real, and the bubble on a page of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.bot.bubble.client.chat import ChatOnPage, eventually
from tests.bot.bubble.client.stub import Stub
from tests.parts.browser import NewPage
from tests.parts.server import listen, serving


@dataclass
class Stage:
    """One server for the tests of a file; each test puts its own stub on it, because starting one takes a second."""

    address: str = ""
    stub: Stub = field(default_factory=Stub)
    app: ASGIApp = field(init=False)

    def play(self, stub: Stub) -> None:
        """From now on the server answers with ``stub``."""
        self.stub, self.app = stub, stub.app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """The server."""
    stage = Stage()
    stage.play(stage.stub)
    with serving(stage, listen()) as stage.address:
        yield stage
        stage.stub.is_down = True  # an open stream would hold up the server's end


@pytest.fixture
def stub(stage: Stage) -> Stub:
    """A member's conversation without a word in it yet."""
    stage.play(Stub())
    return stage.stub


@pytest.fixture
def address(stage: Stage, stub: Stub) -> str:
    """Where the stub is served."""
    return stage.address


@pytest.fixture
def desk(new_page: NewPage, address: str) -> Page:
    """A desktop page of a browser profile of its own, not gone anywhere yet."""
    return new_page(base_url=address)


@pytest.fixture
def chat(desk: Page, stub: Stub) -> ChatOnPage:
    """The chat on the dashboard, still closed, once its event stream is open."""
    desk.goto("/")
    eventually(lambda: stub.listening == 1, "a stream")
    return ChatOnPage(desk)

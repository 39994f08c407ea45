"""The stub served for real, and the bubble on a page of it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.bot.bubble.client.chat import ChatOnPage
from tests.bot.bubble.client.stub import Stub
from tests.parts.browser import NewPage
from tests.parts.server import listen, serving


@pytest.fixture
def stub() -> Stub:
    """A member's conversation without a word in it yet."""
    return Stub()


@pytest.fixture
def address(stub: Stub) -> Iterator[str]:
    """Where the stub is served."""
    with serving(stub.app(), listen()) as address:
        yield address
        stub.is_down = True  # else the pages, which are closed later, would come back while the server stops


@pytest.fixture
def desk(new_page: NewPage, address: str) -> Page:
    """A desktop page of a browser profile of its own, not gone anywhere yet."""
    return new_page(base_url=address)


@pytest.fixture
def chat(desk: Page) -> ChatOnPage:
    """The chat on the dashboard, still closed."""
    desk.goto("/")
    return ChatOnPage(desk)

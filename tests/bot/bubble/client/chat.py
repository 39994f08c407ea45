"""The bubble as a person finds it: by role and name."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

WAIT = 10.0  # seconds


@dataclass(frozen=True)
class ChatOnPage:
    """The chat of one open page."""

    page: Page

    @property
    def opener(self) -> Locator:
        return self.page.get_by_role("button", name="Open chat")

    @property
    def closer(self) -> Locator:
        return self.page.get_by_role("button", name="Close chat")

    @property
    def region(self) -> Locator:
        return self.page.get_by_role("region", name="Help chat")

    @property
    def log(self) -> Locator:
        return self.region.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.region.get_by_role("textbox", name="Message")

    def button(self, name: str) -> Locator:
        return self.region.get_by_role("button", name=name, exact=True)

    def open(self) -> "ChatOnPage":
        self.opener.click()
        self.region.wait_for()
        return self

    def write(self, words: str) -> None:
        """Say something and wait until nothing of it is on its way any more."""
        self.say(words)
        self.log.get_by_text(words, exact=True).wait_for()
        self.log.get_by_text("Sending").wait_for(state="detached")

    def say(self, words: str) -> None:
        self.field.fill(words)
        self.button("Send").click()

    def shows(self, *words: str) -> None:
        """Wait until the bubbles read exactly so, from top to bottom."""
        expect(self.log.locator(".hc-text")).to_have_text(list(words))

    def focuses(self, name: str) -> None:
        """Wait until the focus inside the chat is on what has this name, or else this text."""
        eventually(
            lambda: self._focused() == name, lambda: f"the focus on {name!r}; it is on {self._focused()!r}"
        )

    def _focused(self) -> str:
        return str(
            self.page.evaluate(
                """() => {
                let found = document.activeElement;
                while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
                return found?.getAttribute('aria-label') || found?.textContent.trim() || found?.localName || '';
            }"""
            )
        )


def eventually(is_so: Callable[[], bool], what: str | Callable[[], str]) -> None:
    """Wait until ``is_so``; the browser and the server each move in their own time."""
    deadline = time.monotonic() + WAIT
    while not is_so():
        assert time.monotonic() < deadline, f"never happened: {what if isinstance(what, str) else what()}"
        time.sleep(0.02)

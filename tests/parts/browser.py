"""A real Chromium, driven by Playwright. Run as a module with ``--install`` it brings one if none is there."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, ViewportSize, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = "make chromium    (or: apt-get install chromium, or: uv run playwright install chromium)"
ARGUMENTS = (
    "--no-sandbox",  # the suite may run as root in a container, where Chromium refuses its own sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Device = Literal["desktop", "phone"]
Scheme = Literal["light", "dark"]
SIZES: dict[Device, ViewportSize] = {
    "desktop": {"width": 1280, "height": 860},
    "phone": {"width": 360, "height": 740},
}
WAIT_MS = 10_000  # two cores also run a database and two servers
HTTP_REFUSALS = "Failed to load resource"  # Chromium's note on any 4xx or 5xx, which many promises are about


def chromium() -> str | None:
    """The Chromium to drive: the one named by TC2FA_TEST_CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("TC2FA_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None) or _playwrights_own()


def install() -> None:
    """Bring a Chromium: the distribution's package when we may, else Playwright's download."""
    if chromium() or _install_package() or _run(sys.executable, "-m", "playwright", "install", "chromium"):
        return
    raise SystemExit(f"The browser tests need Chromium and it could not be installed. Try: {HOW_TO_GET_ONE}")


@dataclass
class NewPage:
    """Opens pages, each in a browser profile of its own, and remembers what went wrong in them."""

    browser: Browser
    problems: list[str] = field(default_factory=list)

    def __call__(
        self,
        *,
        device: Device = "desktop",
        scheme: Scheme = "light",
        reduced_motion: bool = True,
        javascript: bool = True,
        base_url: str | None = None,
    ) -> Page:
        """Open a page. ``reduced_motion`` is on by default, so that no assertion races an animation."""
        context = self.browser.new_context(
            viewport=SIZES[device],
            is_mobile=device == "phone",
            has_touch=device == "phone",
            color_scheme=scheme,
            reduced_motion="reduce" if reduced_motion else "no-preference",
            java_script_enabled=javascript,
            base_url=base_url,
            accept_downloads=True,
            locale="en-US",
        )
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.on("pageerror", self._note_error)
        page.on("console", self._note_console)
        return page

    def _note_error(self, error: Error) -> None:
        self.problems.append(f"script error: {error.message}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and HTTP_REFUSALS not in message.text:
            self.problems.append(f"console error: {message.text}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium per test file.

    Not per session: while it lives, Playwright keeps an event loop running in this thread, and a test in
    another file could not use asyncio.run any more.
    """
    with open_browser() as browser:
        yield browser


@contextlib.contextmanager
def open_browser() -> Iterator[Browser]:
    """A Chromium of one's own until the block ends."""
    executable = chromium()
    assert executable, f"No Chromium found. Install it with: {HOW_TO_GET_ONE}"
    with sync_playwright() as playwright:
        expect.set_options(timeout=WAIT_MS)
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS), headless=True)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """A maker of pages. Any script error or console error (a CSP refusal is one) fails the test."""
    opened = len(browser.contexts)
    maker = NewPage(browser)
    yield maker
    for context in browser.contexts[opened:]:
        context.close()
    assert not maker.problems, "The browser complained:\n" + "\n".join(maker.problems)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A desktop page in light colours."""
    return new_page()


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install_package() -> bool:
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    if not _run("apt-get", "install", "--yes", "--quiet", "chromium"):  # a fresh machine has no package lists
        _run("apt-get", "update", "--quiet")
        _run("apt-get", "install", "--yes", "--quiet", "chromium")
    return chromium() is not None


def _run(*command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print("Running:", *command, file=sys.stderr)  # noqa: T201  the person waits for this and wants to know why
    return subprocess.run(command, env=environment, check=False, stdout=sys.stderr).returncode == 0


if __name__ == "__main__":
    if sys.argv[1:] != ["--install"]:
        raise SystemExit("usage: python -m tests.parts.browser --install")
    install()

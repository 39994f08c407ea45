"""The account site, and the console, as someone's browser meets them while Slack is talked in."""

import contextlib
import html
import re
from collections.abc import Iterator

import httpx2

from core.imports.demo_data import PASSWORD
from tests.bot.slack.workspace import InSlack
from tests.parts.clock import shown_time
from tests.parts.phone import Phone

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
PHONE_LINK = re.compile(r'href="(otpauth:[^"]+)"')
LINK_TOKEN = re.compile(r'name="link_token" value="([^"]+)"')
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class Pages:
    """One signed-in browser."""

    def __init__(self, site: str) -> None:
        self.client = httpx2.Client(base_url=site, headers=SAME_ORIGIN, trust_env=False, timeout=30)
        self.text = ""

    def get(self, path: str) -> httpx2.Response:
        """Look at a page, wherever it leads."""
        return self._seen(self.client.get(path, follow_redirects=True))

    def post(self, path: str, **form: str) -> httpx2.Response:
        """Send a form of the page last seen."""
        token = CSRF.search(self.text)
        assert token, "the page has no form"
        data = {"csrf_token": token[1]} | form
        return self._seen(self.client.post(path, data=data, follow_redirects=True))

    def sign_in(self, email: str) -> None:
        """With the password alone: no one here has a factor yet."""
        self.get("/sign-in")
        assert self.post("/sign-in", email=email, password=PASSWORD).status_code == 200

    def begin_set_up(self) -> Phone:
        """Press the button of Step 1; the phone opens the link of Step 2."""
        assert self.post("/settings/two-factor/begin").status_code == 200
        shown = PHONE_LINK.search(self.text)
        assert shown, "there is no Step 2"
        return Phone.opening(html.unescape(shown[1]))

    def confirm_set_up(self, code: str) -> httpx2.Response:
        """Step 3: password and code."""
        return self.post("/settings/two-factor/confirm", current_password=PASSWORD, token=code)

    def link(self, address: str) -> httpx2.Response:
        """Follow a link from Slack and press ``Link this Slack user``."""
        page = self.get(address)
        assert "Link this Slack user" in page.text, page.text
        found = LINK_TOKEN.search(page.text)
        assert found, "the form carries no start"
        return self.post("/slack/link", link_token=found[1])

    def _seen(self, response: httpx2.Response) -> httpx2.Response:
        self.text = response.text
        return response


@contextlib.contextmanager
def signed_in(in_slack: InSlack, name: str) -> Iterator[Pages]:
    """A person's browser."""
    pages = Pages(in_slack.sites.account)
    try:
        pages.sign_in(in_slack.cast.person(name).email)
        yield pages
    finally:
        pages.client.close()


@contextlib.contextmanager
def at_work(in_slack: InSlack, name: str) -> Iterator[Pages]:
    """The console in the browser of someone of the team, who has shown a code just now."""
    pages = Pages(in_slack.sites.console)
    try:
        pages.sign_in(in_slack.cast.person(name).email)
        code = in_slack.cast.phones[name].code(shown_time())
        assert "Sign out" in pages.post("/sign-in/token", token=code).text
        yield pages
    finally:
        pages.client.close()

"""A colleague at their desk: a browser without JavaScript, and a phone."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from httpx2 import Response
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from bot.secrets_guard.masking import mask
from console.staff.cleaning import CleanedText
from console.staff.pages import staff_pages
from console.staff.routes import staff_routes
from console.web.app import build_app
from console.web.cookies import CookieJar
from console.web.site import Site
from console.web.site_middleware import SiteMiddleware
from core.chat import conversations
from core.ground.live import Watcher
from core.imports.demo_data import PASSWORD
from core.requests import activation_requests
from core.requests.activation_requests import Asked
from tests.cast import MONDAY, Cast
from tests.parts.phone import Phone

ORIGIN = "http://console.test"
SEEN = re.compile(r'name="seen" value="([0-9a-f]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@dataclass
class Console:
    """The console and its clock."""

    cast: Cast
    app: SiteMiddleware | None = None
    now: datetime = MONDAY

    def later(self, **units: float) -> None:
        """Time passes."""
        self.now += timedelta(**units)

    def browser(self) -> "Browser":
        """A browser no one has used yet."""
        assert self.app is not None
        client = TestClient(self.app, base_url=ORIGIN, follow_redirects=False, client=("192.0.2.9", 50000))
        return Browser(self, client)

    def at_work(self, name: str) -> "Browser":
        """A colleague, signed in with password and code, half a minute later."""
        browser = self.browser()
        browser.give_password(self.cast.person(name).email)
        answer = browser.post("/sign-in/token", token=self.cast.phones[name].code(self.now))
        assert answer.status_code == 303, answer.text
        browser.phone = self.cast.phones[name]
        self.later(seconds=30)
        return browser

    def request_of(self, name: str = "Dana", practice: str = "Lakeside", *, said: str = "Please") -> str:
        """An admin's request out of their chat."""
        person, place = self.cast.person(name), self.cast.practice(practice)
        by, now = self.cast.actor(name, channel="bubble"), self.now

        def ask(session: Session) -> object:
            chat = conversations.of_member(session, person.id, now=now)
            conversations.add(session, chat, "person", {"kind": "text", "text": said}, now=now)
            return activation_requests.ask(session, place.id, by=by, conversation_id=chat.id, now=now)

        asked = self.cast.do(ask)
        assert isinstance(asked, Asked)
        return asked.request_id


@dataclass
class Browser:
    """Keeps cookies and the last page; sends forms from it as a browser does."""

    console: Console
    client: TestClient
    phone: Phone | None = None
    csrf_token: str = ""
    seen: str = ""  # whom an approval touches, as the last question said

    def get(self, path: str, *, status: int = 200) -> str:
        """Look at a page."""
        answer = self.client.get(path, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:2000]}"
        self._note(answer)
        return answer.text

    def post(self, path: str, **form: str) -> Response:
        """Press a button of the page last seen."""
        data = {"csrf_token": self.csrf_token} | ({"seen": self.seen} if self.seen else {}) | form
        answer: Response = self.client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})
        self._note(answer)
        return answer

    def give_password(self, email: str, password: str = PASSWORD) -> Response:
        """The first step; the page behind it is open then."""
        self.get("/sign-in")
        answer = self.post("/sign-in", email=email, password=password)
        if answer.status_code == 303:
            self.get(answer.headers["location"])
        return answer

    def decide(self, request_id: str, how: str, **form: str) -> Response:
        """Open the request and press one of its buttons; Approve asks once."""
        self.get(f"/requests/{request_id}")
        if how == "approve":
            self.press_approve(request_id)
        return self.post(f"/requests/{request_id}/{how}", **form)

    def press_approve(self, request_id: str) -> Response:
        """The first press: it asks whom it may touch."""
        self.seen = ""
        return self.post(f"/requests/{request_id}/approve")

    def code(self) -> str:
        """What the phone shows now."""
        assert self.phone is not None
        return self.phone.code(self.console.now)

    def _note(self, answer: Response) -> None:
        if found := TOKEN.search(answer.text):
            self.csrf_token = found[1]
        if found := SEEN.search(answer.text):
            self.seen = found[1]


def _cleaned(text: str) -> CleanedText:
    masked = mask(text)
    return CleanedText(masked.text, tuple(finding.kind for finding in masked.found))


def open_console(cast: Cast) -> Console:
    """The console of ``cast``, with the guard that the product puts before what staff type."""
    console = Console(cast)
    site = Site(
        audience="console",
        installation=cast.installation,
        origin=ORIGIN,
        cookies=CookieJar("tc2fa_console", secure=False),
        pages=staff_pages(),
        clock=lambda: console.now,
    )
    watcher = Watcher(cast.database)
    routes = staff_routes(site, watcher, clean=_cleaned)
    console.app = build_app(site, routes)
    return console

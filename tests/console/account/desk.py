"""The account site as a browser without JavaScript meets it."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from httpx2 import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from core.imports import demo_data
from core.imports.demo_data import PASSWORD
from tests.cast import MONDAY, Cast
from tests.parts.phone import Phone

ORIGIN = "http://127.0.0.1:8000"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')
SECRET = b"twenty bytes of TOTP"


@dataclass
class Site:
    """The account site as a browser without JavaScript meets it."""

    client: TestClient
    routes: list[Route]
    cast: Cast
    now: datetime = MONDAY
    csrf_token: str = ""

    def get(self, path: str) -> Response:
        """Look, and remember the page's token."""
        return self._noted(self.client.get(path, headers=SAME_ORIGIN))

    def post(self, path: str, **form: str) -> Response:
        """Send a form of the page last seen."""
        data = {"csrf_token": self.csrf_token} | form
        return self._noted(self.client.post(path, data=data, headers=SAME_ORIGIN))

    def give_password(self, email: str) -> Response:
        """The first step."""
        self.get("/sign-in")
        return self.post("/sign-in", email=email, password=PASSWORD)

    def enroll(self, name: str) -> Phone:
        """Someone with a live factor, and their phone."""
        user_id, keys = self.cast.person(name).id, self.cast.installation.keys
        self.cast.do(lambda session: demo_data.enroll(session, keys, user_id, SECRET, now=MONDAY))
        return Phone(issuer="ThoroughCare", account="", secret=SECRET)

    def sign_in(self, email: str, phone: Phone) -> None:
        """Both steps; half a minute later the next code is there."""
        self.give_password(email)
        self.get("/sign-in/token")
        answer = self.post("/sign-in/token", token=phone.code(self.now))
        assert answer.status_code == 303, answer.text
        self.later(seconds=30)
        self.get("/settings")

    def later(self, **units: float) -> None:
        """Time passes."""
        self.now += timedelta(**units)

    def _noted(self, answer: Response) -> Response:
        if found := TOKEN.search(answer.text):
            self.csrf_token = found[1]
        return answer

"""Every route of the account site, tried with only a half sign-in and with another practice's session."""

import re
import typing
from dataclasses import dataclass
from datetime import datetime

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from console.asgi import compose
from core import demo_data
from tests.cast import MONDAY, PASSWORD, Cast

ORIGIN = "http://127.0.0.1:8000"
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')
SECRET = b"twenty bytes of TOTP"


@dataclass
class Site:
    """The account site as a browser without JavaScript meets it."""

    client: TestClient
    routes: list[Route]
    csrf_token: str = ""

    def get(self, path: str) -> Response:
        """Look, and remember the page's token."""
        answer: Response = self.client.get(path, headers=SAME_ORIGIN)
        if found := TOKEN.search(answer.text):
            self.csrf_token = found[1]
        return answer

    def post(self, path: str, **form: str) -> Response:
        """Send a form of the page last seen."""
        answer: Response = self.client.post(
            path, data={"csrf_token": self.csrf_token} | form, headers=SAME_ORIGIN
        )
        return answer

    def give_password(self, email: str) -> Response:
        """The first step."""
        self.get("/sign-in")
        return self.post("/sign-in", email=email, password=PASSWORD)


@pytest.fixture
def site(cast: Cast) -> Site:
    """The composed account site, on both databases."""

    def monday() -> datetime:
        return MONDAY

    app = compose(cast.installation, clock=monday).account
    inner = typing.cast("Starlette", app.app)  # the envelope wraps it
    assert all(isinstance(route, Route | Mount) for route in inner.routes)
    routes = [route for route in inner.routes if isinstance(route, Route)]
    return Site(TestClient(app, base_url=ORIGIN, follow_redirects=False), routes)


def _enroll(cast: Cast, name: str) -> None:
    user_id, keys = cast.person(name).id, cast.installation.keys
    cast.do(lambda session: demo_data.enroll(session, keys, user_id, SECRET, now=MONDAY))


def test_a_half_sign_in_opens_nothing_but_the_second_step(site: Site, cast: Cast) -> None:
    _enroll(cast, "Miguel")
    assert site.give_password("miguel@lakeside.example").headers["location"] == "/sign-in/token"
    assert site.get("/sign-in/token").status_code == 200
    walked = 0
    for route in site.routes:
        if getattr(route.endpoint, "needs", "nobody") != "session":
            continue
        for method in sorted((route.methods or set()) - {"HEAD"}):
            answer = site.get(route.path) if method == "GET" else site.post(route.path)
            assert answer.status_code == 303, f"{method} {route.path}: {answer.status_code}"
            assert answer.headers["location"].startswith("/sign-in"), f"{method} {route.path}"
            walked += 1
    assert walked >= 15


def test_every_route_but_the_chat_and_static_files_has_a_door(site: Site) -> None:
    open_ones = {route.path for route in site.routes if not hasattr(route.endpoint, "needs")}
    assert not {path for path in open_ones if not path.startswith(("/chat/", "/static/"))}


def test_the_chat_knows_somebody_at_the_token_prompt_only_as_unproven(site: Site, cast: Cast) -> None:
    _enroll(cast, "Miguel")
    site.give_password("miguel@lakeside.example")
    answer = site.get("/chat/conversation")
    assert answer.json()["who"] == "proven"
    for private in ("Miguel", "Ortega", "Lakeside", "Hilltop", "miguel@"):
        assert private not in answer.text


def test_the_practice_of_others_is_not_found(site: Site, cast: Cast) -> None:
    site.give_password("priya@lakeside.example")
    site.get("/")
    for practice in (cast.practice("Riverbend").id, cast.practice("Hilltop").id, "nonsense", ""):
        assert site.post("/practice", practice=practice).status_code == 404


def test_a_form_without_its_token_or_from_elsewhere_changes_nothing(site: Site, cast: Cast) -> None:
    _enroll(cast, "Tom")
    site.get("/sign-in")
    token, site.csrf_token = site.csrf_token, ""
    assert site.post("/sign-in", email="tom@riverbend.example", password=PASSWORD).status_code == 403
    for headers in ({"Sec-Fetch-Site": "same-site"}, {"Origin": "http://127.0.0.1:8001"}, {}):
        answer = site.client.post("/sign-in", data={"csrf_token": token}, headers=headers)
        assert answer.status_code == 403, headers


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_leads_only_to_our_own_paths(site: Site, wanted: str) -> None:
    site.get("/sign-in")
    answer = site.post("/sign-in", email="tom@riverbend.example", password=PASSWORD, next=wanted)
    assert answer.headers["location"] == "/"


def test_bad_input_gets_a_sentence_and_the_right_status(site: Site) -> None:
    assert site.client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
    assert site.client.post("/sign-in", content=b"x" * 1_000_000, headers=SAME_ORIGIN).status_code == 413
    assert site.client.post("/sign-in", json={"email": 1}, headers=SAME_ORIGIN).status_code == 400
    assert site.get("/no-such-page").status_code == 404
    site.get("/sign-in")
    answer = site.post("/sign-in", email="nobody@lakeside.example", password="wrong " * 3)
    assert answer.status_code == 403
    assert 'value="nobody@lakeside.example"' in answer.text
    assert "wrong wrong" not in answer.text
    assert site.post("/sign-in", email="\x00bad", password="x").status_code in {400, 403}


def test_pages_wear_their_headers(site: Site) -> None:
    answer = site.get("/sign-in")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "nonce-" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert (
        site.get("/sign-in").headers["content-security-policy"] != answer.headers["content-security-policy"]
    )

"""A site that carries the bubble and nothing else: who looks is read from real sessions, forgeries by one token."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.testclient import TestClient

from bot.bubble.app import build_bubble
from bot.bubble.viewer import Viewer
from core.ground.actors import Actor
from core.ground.live import Watcher
from core.sessions import sessions
from tests.cast import MONDAY, Cast

TOKEN = "right-token"
HEADERS = {"X-CSRF-Token": TOKEN}


@dataclass
class BubbleSite:
    """The bubble's server for the cast's people. ``now`` is its clock."""

    cast: Cast
    now: datetime = MONDAY
    watcher: Watcher = field(init=False)

    def __post_init__(self) -> None:
        self.watcher = Watcher(self.cast.database, every=0.1)

    def app(self) -> Starlette:
        """The ASGI app."""
        routes = build_bubble(
            self.cast.installation,
            self.watcher,
            viewer_of=self._viewer_of,
            refuse_forged=_refuse_forged,
            set_help_cookie=lambda response, token: response.set_cookie("help", token),
            clock=lambda: self.now,
        )
        return Starlette(routes=routes)

    def client(self, **cookies: str) -> TestClient:
        """A browser with these cookies."""
        return TestClient(self.app(), base_url="http://testserver", headers=HEADERS, cookies=cookies)

    def signed_in(self, name: str) -> TestClient:
        """The browser of a signed-in member."""
        token, _ = self.cast.sign_in_as(name)
        return self.client(session=token)

    def half(self, name: str, **cookies: str) -> TestClient:
        """The browser of someone at the token prompt."""
        return self.client(half=self.cast.person(name).id, **cookies)

    async def _viewer_of(self, request: Request) -> Viewer:
        token, half = request.cookies.get("session"), request.cookies.get("half")
        signed_in = self._session(token) if token else None
        kind: Any = "member" if signed_in else "proven" if half else "visitor"
        user_id = signed_in.user_id if signed_in else half
        session_id = signed_in.session_id if signed_in else None
        return Viewer(
            kind=kind,
            user_id=user_id,
            session_id=session_id,
            name=signed_in.name if signed_in else None,
            actor=Actor(user_id, "account", ip="192.0.2.7", session_id=session_id),
            help_cookie=request.cookies.get("help"),
            csrf_token=TOKEN,
        )

    def _session(self, token: str) -> sessions.SignedIn | None:
        return self.cast.look(lambda s: sessions.find(s, token, audience="account", now=self.now))


async def _refuse_forged(request: Request) -> Response | None:
    if request.headers.get("x-csrf-token") == TOKEN:
        return None
    return JSONResponse({"error": "This page is too old to send."}, status_code=403)


def say(client: TestClient, text: str, *, event_id: str | None = None) -> httpx2.Response:
    """Post a text."""
    return post(client, {"event_id": event_id or str(uuid.uuid4()), "text": text})


def post(client: TestClient, body: object) -> httpx2.Response:
    """Post any body."""
    return client.post("/chat/messages", json=body)


def look(client: TestClient) -> dict[str, Any]:
    """The conversation as the bubble shows it."""
    answer = client.get("/chat/conversation")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    seen: dict[str, Any] = answer.json()
    return seen

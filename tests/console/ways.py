"""Every way into both sites, read from the running apps: a page added later is walked without being named here."""

import asyncio
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from httpx2 import Response
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

from console.asgi import Product, compose
from console.web.site_middleware import SiteMiddleware
from core.ground.db import Base
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from tests.cast import MONDAY, Cast

ORIGINS = {"account": "http://127.0.0.1:8000", "console": "http://127.0.0.1:8001"}
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
SLACK = {
    "TC2FA_SLACK_BOT_TOKEN": "xoxb-1",
    "TC2FA_SLACK_SIGNING_SECRET": "shh",
    "TC2FA_SLACK_TEAM_ID": "T1",
    "TC2FA_SLACK_API_URL": "http://127.0.0.1:9/",
}
LAST = ("/sign-out", "/sessions/end-all")  # after these nobody is signed in
FORM_TOKEN = re.compile(r'name="csrf_token" value="([0-9a-f]+)"')


@dataclass(frozen=True)
class Way:
    """One method at one path, which may have blanks to fill."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def blanks(self) -> list[str]:
        """The names of the path's blanks."""
        return re.findall(r"{(\w+)", self.path)

    def filled(self, value: str) -> str:
        """The path with ``value`` in every blank."""
        return re.sub(r"{[^}]*}", value, self.path)


def ways_of(site: SiteMiddleware) -> list[Way]:
    """Every way into a site but its static files; the ways that end a sign-in come last."""
    inner = site.app
    assert isinstance(inner, Starlette)
    found = [Way(method, path) for path, route in _leaves(inner.routes) for method in _methods(route)]
    found = [way for way in found if not way.path.startswith("/static/")]
    return sorted(found, key=lambda way: (way.path.endswith(LAST), way.path, way.method))


def _leaves(routes: Sequence[BaseRoute], above: str = "") -> Iterator[tuple[str, Route]]:
    for route in routes:
        if isinstance(route, Route):
            yield above + route.path, route
        else:
            assert isinstance(route, Mount), f"the walk does not know what {route} is"
            if not isinstance(route.app, StaticFiles):
                yield from _leaves(route.routes, above + route.path)


def _methods(route: Route) -> list[str]:
    return sorted((route.methods or {"GET"}) - {"HEAD"})


def composed(cast: Cast, clock: Callable[[], datetime] = lambda: MONDAY) -> Product:
    """Both sites with everything switched on, Slack too; every live stream ends as soon as it has begun."""
    settings = read_settings({"TC2FA_KEYS": new_key("k1")} | SLACK)
    product = compose(replace(cast.installation, settings=settings), clock=clock)
    asyncio.run(product.end_streams())
    return product


def rows_about(cast: Cast, words: Collection[str]) -> dict[str, list[str]]:
    """Every row of every table in which one of these words stands, ids above all."""

    def look(session: Session) -> dict[str, list[str]]:
        return {
            table.name: sorted(
                shown
                for row in session.execute(select(table))
                if any(word in (shown := repr(row)) for word in words)
            )
            for table in Base.metadata.sorted_tables
        }

    return cast.look(look)


@dataclass
class Caller:
    """A browser on one site that follows no redirect and knows the token of its page."""

    client: TestClient
    page: str = "/sign-in"  # one with a form, to take the token from

    def get(self, path: str) -> Response:
        """Look."""
        return self.client.get(path, headers=SAME_ORIGIN)

    def post(self, path: str, form: Mapping[str, str], *, token: str | None = None) -> Response:
        """Send a form or, to the chat, the same as JSON."""
        token = token or self.token()
        if path.startswith("/chat/"):
            return self.client.post(path, json=dict(form), headers=SAME_ORIGIN | {"X-CSRF-Token": token})
        return self.client.post(path, data={"csrf_token": token} | dict(form), headers=SAME_ORIGIN)

    def token(self) -> str:
        """What the forms of this browser carry now; when it is signed out, those of the sign-in."""
        found = FORM_TOKEN.search(self.get(self.page).text) or FORM_TOKEN.search(self.get("/sign-in").text)
        assert found, f"{self.page} has no form"
        return found[1]

"""The account site behind its public door, with a clock that the test moves."""

import typing

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from console.asgi import compose
from tests.cast import Cast
from tests.console.account.desk import ORIGIN, Site


@pytest.fixture
def site(cast: Cast) -> Site:
    """The composed account site, on both databases."""
    app = compose(cast.installation, clock=lambda: desk.now).account
    inner = typing.cast("Starlette", app.app)  # the envelope wraps it
    assert all(isinstance(route, Route | Mount) for route in inner.routes)
    routes = [route for route in inner.routes if isinstance(route, Route)]
    desk = Site(TestClient(app, base_url=ORIGIN, follow_redirects=False), routes, cast)
    return desk

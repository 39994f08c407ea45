"""The composition root: settings in, two ASGI apps out. Here, and only here, core, bot and console meet."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot import secrets_guard
from bot.bubble.app import Viewer, build_bubble
from console.account.pages import account_pages
from console.account.routes import account_routes
from console.account.viewer import viewer_of
from console.staff.pages import staff_pages
from console.staff.routes import staff_routes
from console.web import csrf, doors
from console.web.app import build_app
from console.web.cookies import CookieJar
from console.web.envelope import Envelope
from console.web.site import Clock, Site
from console.workers import Workers
from core.installation import Installation
from core.live import Watcher


def utc_now() -> datetime:
    """The clock of a running product."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Product:
    """Both sites on one installation. The account site's lifespan carries the workers."""

    installation: Installation
    account: Envelope
    console: Envelope


def compose(installation: Installation, *, clock: Clock = utc_now) -> Product:
    """Build both sites of ``installation``."""
    watcher = Watcher(installation.database)
    account = _site(installation, "account", clock)
    console = _site(installation, "console", clock)
    workers = Workers(installation, watcher, clock)
    return Product(
        installation=installation,
        account=build_app(
            account, [*account_routes(account), *_bubble(account, watcher)], lifespan=_with(workers.run)
        ),
        console=build_app(
            console, staff_routes(console, watcher, mask=lambda text: secrets_guard.mask(text).text)
        ),
    )

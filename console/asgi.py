"""The composition root: an installation in, two ASGI apps out. It connects core, bot and console."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from bot.bubble.app import MOUNT, build_bubble, script_path
from bot.bubble.viewer import Viewer
from bot.secrets_guard.masking import mask
from console.account.pages import account_pages
from console.account.routes import account_routes
from console.staff.cleaning import CleanedText
from console.staff.pages import staff_pages
from console.staff.routes import staff_routes
from console.web import doors
from console.web.app import build_app
from console.web.cookies import CookieJar
from console.web.site import Clock, Site
from console.web.site_middleware import SiteMiddleware
from console.workers import working
from core.ground.installation import Installation
from core.ground.live import Watcher

if TYPE_CHECKING:
    from bot.slack.app import SlackChannel


def utc_now() -> datetime:
    """The clock of a running product."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Product:
    """Both sites on one installation. The account site's lifespan carries the workers."""

    account: SiteMiddleware
    console: SiteMiddleware
    watchers: tuple[Watcher, ...]

    async def end_streams(self) -> None:
        """End every live stream, so that a stop need not wait for browsers that keep them open."""
        for watcher in self.watchers:
            await watcher.close()


def compose(installation: Installation, *, clock: Clock = utc_now) -> Product:
    """Build both sites of ``installation``; each has a watcher of its own, bound to the loop that serves it."""
    account_watcher, console_watcher = Watcher(installation.database), Watcher(installation.database)
    settings = installation.settings
    slack = _slack(installation, clock)
    account = Site(
        audience="account",
        installation=installation,
        origin=settings.public_url,
        cookies=CookieJar("tc2fa", secure=settings.public_url.startswith("https://")),
        pages=account_pages(chat_script=script_path()),
        clock=clock,
        json_under=f"{MOUNT}/",
        body_limits={slack.route.path: slack.most_bytes} if slack else {},
    )
    console = Site(
        audience="console",
        installation=installation,
        origin=settings.console_url,
        cookies=CookieJar("tc2fa_console", secure=settings.console_url.startswith("https://")),
        pages=staff_pages(),
        clock=clock,
    )
    return Product(
        account=build_app(
            account,
            [
                *account_routes(account),
                *_bubble(account, account_watcher),
                *([slack.route] if slack else []),
            ],
            lifespan=_lifespan(installation, account_watcher, clock, slack),
        ),
        console=build_app(console, staff_routes(console, console_watcher, clean=_cleaned)),
        watchers=(account_watcher, console_watcher),
    )


def _slack(installation: Installation, clock: Clock) -> "SlackChannel | None":
    """Slack's part, whose libraries are a sixth of the start: loaded only where there is a workspace."""
    if installation.settings.slack_bot_token is None:
        return None
    from bot.slack.app import build_slack  # noqa: PLC0415  its libraries are loaded only where they are used

    return build_slack(installation, clock=clock)


def _bubble(site: Site, watcher: Watcher) -> list[BaseRoute]:
    """The chat, told who is looking and how to refuse a forgery; it knows nothing else of the console."""

    async def viewer(request: Request) -> Viewer:
        visit = await doors.arrive(site, request)
        member = visit.signed_in
        return Viewer(
            kind="member" if member else "proven" if visit.half else "visitor",
            user_id=visit.actor.user_id,
            session_id=member.session_id if member else None,
            name=member.name if member else None,
            actor=visit.actor,
            help_cookie=site.cookies.read(request, "help"),
            csrf_token=visit.csrf_token,
        )

    async def forged(request: Request) -> Response | None:
        visit = await doors.arrive(site, request)
        sentence = doors.refuse_forged(visit, request.headers.get("x-csrf-token"))
        return JSONResponse({"error": sentence}, status_code=403) if sentence else None

    return build_bubble(
        site.installation,
        watcher,
        viewer_of=viewer,
        refuse_forged=forged,
        set_help_cookie=lambda response, token: site.cookies.put(response, "help", token),
        clock=site.clock,
    )


def _lifespan(
    installation: Installation, watcher: Watcher, clock: Clock, slack: "SlackChannel | None"
) -> Any:
    @contextlib.asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        async with working(installation, watcher, clock, slack=slack):
            yield

    return lifespan


def _cleaned(text: str) -> CleanedText:
    masked = mask(text)
    return CleanedText(masked.text, tuple(finding.kind for finding in masked.found))

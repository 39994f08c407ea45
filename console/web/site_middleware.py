"""The outermost layer: host, size, headers, request id and one log line, for every answer of a site."""

import re
import secrets
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.web.site import Site

BODY_LIMIT = 64 * 1024  # bytes; our forms are far smaller
LONGER_THAN_AN_ID = re.compile(r"[\w-]{25,}")  # an id has 24 characters, a one-time token 43
TOO_LARGE = "That is too much text for one form. Shorten it and send it again."
log = structlog.get_logger("web")


class SiteMiddleware:
    """ASGI middleware around a whole site."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        """Wrap ``app``, answering only to the site's own host."""
        self.app = app
        self.site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass a lifespan message through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {}).update(nonce=secrets.token_urlsafe(18), request_id=secrets.token_hex(8))
        status = {"code": 500}
        started = time.perf_counter()
        outward = self._dressed(scope, send, status)
        try:
            limit = self.site.body_limits.get(scope["path"], BODY_LIMIT)
            answering = self._refusal(Headers(scope=scope), limit) or self.app
            await answering(scope, _capped(receive, limit), outward)
        except Exception:  # already answered with a 500; the log keeps the trace, the server goes on
            log.exception("surprise", request_id=scope["state"]["request_id"])
        finally:
            _log_line(scope, status["code"], time.perf_counter() - started)

    def _refusal(self, headers: Headers, limit: int) -> ASGIApp | None:
        """The refusal of a foreign host, or of a body that announces too much."""
        if headers.get("host") != self.site.host:
            return _plain(400, f"This address is not served here. Open {self.site.origin} instead.")
        return _plain(413, TOO_LARGE) if _announced_length(headers) > limit else None

    def _dressed(self, scope: Scope, send: Send, status: dict[str, int]) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                status["code"] = message["status"]
                self._put_headers(message, scope)
            await send(message)

        return sending

    def _put_headers(self, message: MutableMapping[str, Any], scope: Scope) -> None:
        headers = MutableHeaders(scope=message)
        for name, value in _security_headers(scope["state"]["nonce"]).items():
            headers.setdefault(name, value)
        if self.site.is_https:
            headers.setdefault("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
        headers.setdefault("Cache-Control", "no-store")
        headers["X-Request-ID"] = scope["state"]["request_id"]


def _security_headers(nonce: str) -> dict[str, str]:
    policy = (
        "default-src 'none'",
        f"script-src 'self' 'nonce-{nonce}'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",  # no-referrer would make form posts send "Origin: null"
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def _announced_length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _capped(receive: Receive, limit: int) -> Receive:
    """A body that announced no length is cut off where it passes the cap, as a refusal the app can answer."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, TOO_LARGE, headers={"Connection": "close"})
        return message

    return receiving


def _plain(status: int, sentence: str) -> ASGIApp:
    return PlainTextResponse(sentence, status_code=status, headers={"Connection": "close"})


def _log_line(scope: Scope, status: int, seconds: float) -> None:
    log.info(
        "request",
        method=scope["method"],
        path=_redacted(scope["path"]),
        status=status,
        ms=round(seconds * 1000, 1),
        request_id=scope["state"]["request_id"],
    )


def _redacted(path: str) -> str:
    """A one-time link opens an account, so nothing that could be its token reaches a log, at any address."""
    return LONGER_THAN_AN_ID.sub("…", path)[:200]

"""Answers that need no database: 503 and 500. A page in the site's style, JSON for chat and cards."""

from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from console.web.site import Site
from core.ground.db import DatabaseUnavailable
from core.sessions.half_sign_ins import local_path

Answer = Callable[[Request, Exception], Awaitable[Response]]
WAIT = 5  # seconds to wait for a database that does not answer
UNAVAILABLE = f"We cannot reach our records right now. Nothing was changed. Try again in {WAIT} seconds."
log = structlog.get_logger("web")


def unavailable(site: Site) -> Answer:
    """503 for a database that does not answer: said plainly, with when to try again."""

    async def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, DatabaseUnavailable):
            raise error
        response = _answer(site, request, 503, "One moment, please", UNAVAILABLE)
        response.headers["Retry-After"] = str(WAIT)
        return response

    return answer


def surprise(site: Site) -> Answer:
    """500: nothing was changed, and the number on the page is the one in the log."""

    async def answer(request: Request, error: Exception) -> Response:
        number = request.scope.get("state", {}).get("request_id", "unknown")
        log.error("surprise", request_id=number, kind=type(error).__name__)
        sentence = (
            "Something went wrong on our side. Nothing was changed. "
            f"Tell us this number if it happens again: {number}"
        )
        return _answer(site, request, 500, "That did not work", sentence)

    return answer


def _answer(site: Site, request: Request, status: int, title: str, sentence: str) -> Response:
    if site.speaks_json(request.url.path) or request.headers.get("x-card") == "1":
        return JSONResponse({"error": sentence}, status_code=status)
    html = site.pages.get_template("out_of_order.html").render(
        title=title,
        sentence=sentence,
        nonce=request.scope.get("state", {}).get("nonce", ""),
        again=local_path(request.url.path) if request.method == "GET" else "/",
    )
    return HTMLResponse(html, status_code=status)

"""Putting a site together: routes with access checks, errors as pages, and the middleware around all."""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from console.web.compression import CompressedFiles
from console.web.doors import arrive, refusal
from console.web.error_pages import surprise, unavailable
from console.web.site import Site
from console.web.site_middleware import SiteMiddleware
from console.web.static_files import STATIC, KeptStatic
from console.web.stylesheet import serve_sheet
from core.ground.db import DatabaseUnavailable

Lifespan = Any  # Starlette's own type for it is generic over the app

SENTENCES = {
    404: "There is nothing at this address, or it is not yours to see.",
    405: "This address cannot be used that way. Go back and use the buttons of the page.",
}


def build_app(site: Site, routes: Sequence[BaseRoute], *, lifespan: Lifespan = None) -> SiteMiddleware:
    """The ASGI app of ``site``; the middleware is outermost, so that even a 500 has every header."""
    out_of_order = unavailable(site)

    async def http_problem(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        detail = error.detail if isinstance(error, HTTPException) else ""
        sentence = SENTENCES.get(status, detail)
        if site.speaks_json(request.url.path):
            response: Response = JSONResponse({"error": sentence}, status_code=status)
        else:
            try:
                response = refusal(await arrive(site, request), status, sentence)
            except DatabaseUnavailable as outage:
                return await out_of_order(request, outage)
        response.headers.update(getattr(error, "headers", None) or {})  # which methods are allowed, for one
        return response

    app = Starlette(
        routes=[
            *routes,
            Route("/static/app.css", serve_sheet),
            Mount("/static", KeptStatic(directory=STATIC)),
        ],
        exception_handlers={
            HTTPException: http_problem,
            DatabaseUnavailable: out_of_order,
            ClientDisconnect: _left,
            Exception: surprise(site),
        },
        middleware=[Middleware(CompressedFiles)],
        lifespan=lifespan,
    )
    # Starlette would redirect "/sign-in/" to an absolute address with the scheme it sees behind a proxy: http,
    # and the posted password would follow.
    app.router.redirect_slashes = False
    return SiteMiddleware(app, site=site)


async def _left(_request: Request, _error: Exception) -> Response:
    """A client that disconnects while sending gets no answer, and the log does not call it an error."""
    return Response(status_code=400)

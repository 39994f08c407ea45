"""Access checks: every route has one. It identifies the viewer, refuses forgeries, and then lets in or redirects.

A half sign-in passes only the checks that ask for one. There is no route without a check.
"""

import math
import secrets
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from typing import Literal

from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from console.web import csrf
from console.web.client_address import client_ip
from console.web.forms import read_form
from console.web.site import Site
from console.web.visit import Visit
from core.ground.actors import Actor
from core.sessions import half_sign_ins, sessions

Needs = Literal["nobody", "half", "session"]
Handler = Callable[[Visit], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def door(
    site: Site, handler: Handler, *, needs: Needs, roles: Collection[str] = (), by_itself: bool = False
) -> Endpoint:
    """``handler`` with an access check: open to ``nobody`` (anyone), a ``half`` sign-in, or a ``session``.

    ``by_itself``: the page asks without its person doing anything, so it does not prolong the session.
    """

    async def endpoint(request: Request) -> Response:
        visit = await arrive(site, request)
        refusal = await _refusal(visit, needs, roles)
        response = refusal if refusal is not None else await _answer(visit, handler, by_itself=by_itself)
        if visit.signed_in is None and visit.half is None:
            _keep_visit_token(visit, response)
        return response

    endpoint.__name__ = getattr(handler, "__name__", "endpoint")
    endpoint.needs = needs  # type: ignore[attr-defined]  # read by the test that walks the route table
    return endpoint


async def arrive(site: Site, request: HTTPConnection) -> Visit:
    """Who sent ``request``, from its cookies: a session, a half sign-in, or neither."""
    now = site.clock()
    session_token = site.cookies.read(request, "session")
    half_token = site.cookies.read(request, "half")

    def find(session: Session) -> tuple[sessions.SignedIn | None, half_sign_ins.Half | None]:
        signed_in = (
            sessions.find(session, session_token, audience=site.audience, now=now) if session_token else None
        )
        if signed_in is not None or not half_token:
            return signed_in, None
        return None, half_sign_ins.find(session, half_token, audience=site.audience, now=now)

    signed_in, half = await site.database.read(find)
    return Visit(
        request=request,  # type: ignore[arg-type]  # the bubble's stream is a Request too; nothing else comes here
        site=site,
        now=now,
        actor=_actor(site, request, signed_in, half),
        signed_in=signed_in,
        half=half,
        visit_token=site.cookies.read(request, "visit") or secrets.token_urlsafe(32),
    )


def refuse_forged(visit: Visit, shown_token: str | None) -> str | None:
    """Why an unsafe request did not come from this page, as a sentence; None when it did."""
    if not csrf.comes_from_here(visit.request.headers, visit.site.origin):
        return "This form was not sent from our own page. Open the page again and send it from there."
    if not csrf.fits(visit.site.installation.keys, visit.csrf_binding, shown_token):
        return "This page is too old to send. Reload it and try again."
    return None


async def touch(visit: Visit) -> None:
    """Note that the signed-in person is active now; a live stream must not call this."""
    if visit.signed_in is not None:
        session_id = visit.signed_in.session_id
        await visit.database.transact(lambda session: sessions.touch(session, session_id, now=visit.now))


async def _refusal(visit: Visit, needs: Needs, roles: Collection[str]) -> Response | None:
    if needs == "session" and visit.signed_in is None:
        return _sign_in_first(visit)
    if needs == "half" and visit.half is None:
        return _begin_again(visit)
    if visit.request.method not in csrf.SAFE_METHODS:
        visit.form = await read_form(visit.request)
        forged = refuse_forged(visit, visit.form.values.get("csrf_token"))
        if forged is not None:
            return refusal(visit, 403, forged)
    if roles and visit.me.staff_role not in roles:
        return refusal(visit, 403, "Your role can look at this but not change it. Ask a colleague who can.")
    return None


async def _answer(visit: Visit, handler: Handler, *, by_itself: bool) -> Response:
    if not by_itself and visit.signed_in is not None and visit.signed_in.wants_touch(now=visit.now):
        await touch(visit)
    return await handler(visit)


def refusal(visit: Visit, status: int, sentence: str, *, retry_after: float | None = None) -> Response:
    """A clear sentence with the right status: as a page, or bare for the bubble's cards."""
    if visit.is_card:
        return with_retry_after(JSONResponse({"error": sentence}, status_code=status), retry_after)
    response = visit.page(
        "refusal.html", status=status, title=TITLES.get(status, "Not possible"), sentence=sentence
    )
    return with_retry_after(response, retry_after)


def with_retry_after(response: Response, seconds: float | None) -> Response:
    """Say when to come back (RFC 9110 10.2.3), in whole seconds rounded up."""
    if seconds:
        response.headers["Retry-After"] = str(max(1, math.ceil(seconds)))
    return response


TITLES = {
    400: "We could not read that",
    403: "Not allowed",
    404: "Not found",
    409: "Not possible now",
    413: "Too long",
    429: "Too many tries",
    503: "One moment, please",
}


def _begin_again(visit: Visit) -> Response:
    """There is no half sign-in; a person whose half sign-in just ended is told why the password is asked again."""
    was_half_way = visit.signed_in is None and visit.site.cookies.read(visit.request, "half")
    if not was_half_way:
        return visit.go("/sign-in")
    response = visit.go("/sign-in", done="half-expired")
    visit.site.cookies.drop(response, "half")
    return response


def _sign_in_first(visit: Visit) -> Response:
    if visit.is_card:
        return JSONResponse({"error": "You are signed out. Sign in again to go on."}, status_code=401)
    if visit.half is not None:
        return visit.go("/sign-in/token")
    was_signed_in = visit.site.cookies.read(visit.request, "session") is not None
    query = _wanted(visit) | ({"done": "session-over"} if was_signed_in else {})
    # The dead cookie stays: by now the browser may hold a renewed one, which this answer would delete.
    return visit.go("/sign-in", **query)


def _wanted(visit: Visit) -> dict[str, str]:
    """Where to go on after signing in: the page asked for, never a form that was posted."""
    here = visit.request.url
    wanted = f"{here.path}?{here.query}" if here.query else here.path
    if visit.request.method != "GET" or wanted == "/":
        return {}
    return {"next": half_sign_ins.local_path(wanted)}


def _actor(
    site: Site, request: HTTPConnection, signed_in: sessions.SignedIn | None, half: half_sign_ins.Half | None
) -> Actor:
    actor = Actor(
        user_id=None,
        channel=site.audience,
        ip=client_ip(site.installation.settings, request),
        request_id=request.scope["state"]["request_id"],
        known_browser=site.cookies.read(request, "known"),
    )
    if signed_in is not None:
        return replace(
            actor,
            user_id=signed_in.user_id,
            session_id=signed_in.session_id,
            factor=signed_in.factor,
            factor_at=signed_in.factor_at,
        )
    return replace(actor, user_id=half.user_id, session_id=half.id) if half is not None else actor


def _keep_visit_token(visit: Visit, response: Response) -> None:
    if visit.site.cookies.read(visit.request, "visit") != visit.visit_token:
        visit.site.cookies.put(response, "visit", visit.visit_token)

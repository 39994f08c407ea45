"""Mailed links that set a password: a new member's first one, a forgotten one, a staff invitation. Same on both sites.

GET shows the form and uses nothing up (mail scanners follow links); POST consumes. The link never signs a person in.
"""

from typing import assert_never

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.web.doors import door, with_retry_after
from console.web.site import Site
from console.web.visit import Visit
from core.ground.hashing import Busy
from core.passwords import password_changes
from core.passwords.password_changes import BadPassword, LinkUnusable, PasswordSet
from core.people import one_time_links

BUSY = "We are very busy right now. Nothing was changed. Try again in a few seconds."


def link_routes(site: Site, *paths: str) -> list[BaseRoute]:
    """The routes of mailed links; each of ``paths`` ends in ``{token}``."""
    return [
        Route(path, door(site, handler, needs="nobody"), methods=[method])
        for path in paths
        for method, handler in (("GET", show_link), ("POST", use_link))
    ]


async def show_link(visit: Visit) -> Response:
    """The form of a good link; a used or old one says how to get another."""
    return await _form(visit)


async def use_link(visit: Visit) -> Response:
    """Set the password and use the link up."""
    new, again = visit.form.secret("new_password"), visit.form.secret("new_password_again")
    if not new:
        return await _form(visit, wrong="new_password", problem="Choose a password.", status=400)
    if new != again:
        problem = "The two passwords are not the same. Type the second one again."
        return await _form(visit, wrong="new_password_again", problem=problem, status=400)
    outcome = await visit.database.run(
        lambda: password_changes.set_by_link(
            visit.site.installation, _token(visit), new, by=visit.actor, now=visit.now
        )
    )
    match outcome:
        case PasswordSet():
            return visit.go("/sign-in", done="password-set")
        case LinkUnusable():
            return visit.page("link_unusable.html", status=404)
        case BadPassword(why):
            return await _form(visit, wrong="new_password", problem=why, status=400)
        case Busy(retry_after):
            return with_retry_after(await _form(visit, problem=BUSY, status=503), retry_after)
        case _:
            assert_never(outcome)


async def _form(visit: Visit, *, wrong: str = "", problem: str = "", status: int = 200) -> Response:
    keys = visit.site.installation.keys
    link = await visit.database.read(
        lambda session: one_time_links.look(session, keys, _token(visit), now=visit.now)
    )
    if link is None or link.audience != visit.site.audience:
        return visit.page("link_unusable.html", status=404)
    return visit.page("set_password.html", status=status, link=link, wrong=wrong, problem=problem)


def _token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])

"""The link in the mail about a reset, "That was not me", stops it. It asks for no sign-in: it only protects."""

from typing import assert_never

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.web.doors import door
from console.web.site import Site
from console.web.visit import Visit
from core.people import one_time_links
from core.requests import reset_requests
from core.requests.reset_requests import NoSuchReset, ResetFrozen, ResetOver

PATH = "/reset/not-me/{token}"
OVER = {
    "done": "The reset has happened already. Write to us in the chat now.",
    "frozen": "It is stopped already. Nothing changes, and our team looks into it.",
    "withdrawn": "It was taken back already. Nothing changes.",
    "declined": "It was declined already. Nothing changes.",
}


def reset_not_me_routes(site: Site) -> list[BaseRoute]:
    """GET shows, POST stops: a mail scanner must not press the button."""
    return [
        Route(PATH, door(site, show, needs="nobody"), methods=["GET"]),
        Route(PATH, door(site, stop, needs="nobody"), methods=["POST"]),
    ]


async def show(visit: Visit) -> Response:
    """The button."""
    keys = visit.site.installation.keys
    link = await visit.database.read(
        lambda session: one_time_links.look(
            session, keys, _token(visit), purposes=one_time_links.NOT_ME, now=visit.now
        )
    )
    return visit.page("reset_not_me.html", status=200 if link else 404, step="ask" if link else "unusable")


async def stop(visit: Visit) -> Response:
    """Freeze the person's open reset."""
    keys = visit.site.installation.keys
    outcome = await visit.database.transact(
        lambda session: reset_requests.freeze_by_link(
            session, keys, _token(visit), by=visit.actor, now=visit.now
        )
    )
    match outcome:
        case ResetFrozen():
            return visit.page("reset_not_me.html", step="stopped")
        case ResetOver(state=state):
            return visit.page("reset_not_me.html", status=409, step="over", sentence=OVER.get(state, ""))
        case NoSuchReset():
            return visit.page("reset_not_me.html", status=404, step="unusable")
        case _:
            assert_never(outcome)


def _token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])

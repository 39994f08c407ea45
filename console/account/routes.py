"""Every route of the account site, each behind its door."""

from starlette.routing import BaseRoute, Route

from console.account import dashboard, forgotten_password
from console.web.doors import door
from console.web.passwords import link_routes
from console.web.signing_in import sign_in_routes
from console.web.site import Site


def account_routes(site: Site) -> list[BaseRoute]:
    """The routes of ``site``; the bubble is mounted beside them by the composition root."""
    return [
        *sign_in_routes(site),
        *link_routes(site, "/password/set/{token}", "/password/reset/{token}"),
        Route("/password/forgotten", door(site, forgotten_password.show, needs="nobody"), methods=["GET"]),
        Route("/password/forgotten", door(site, forgotten_password.ask, needs="nobody"), methods=["POST"]),
        Route("/", door(site, dashboard.show, needs="session"), methods=["GET"]),
        Route("/practice", door(site, dashboard.switch, needs="session"), methods=["POST"]),
    ]

"""Every route of the staff console, each behind its door."""

from collections.abc import Callable

from starlette.routing import BaseRoute

from console.web.passwords import link_routes
from console.web.signing_in import sign_in_routes
from console.web.site import Site
from core.live import Watcher


def staff_routes(site: Site, watcher: Watcher, *, mask: Callable[[str], str]) -> list[BaseRoute]:
    """The routes of ``site``. ``mask`` cuts secrets out of what staff type; the composition root brings it."""
    return [*sign_in_routes(site), *link_routes(site, "/invitation/{token}")]

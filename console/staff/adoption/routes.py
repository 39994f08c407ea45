"""The routes of Adoption. All are looks: nothing here changes anything but the entry that says who exported."""

from starlette.routing import BaseRoute, Route

from console.staff.adoption import exporting, overview, practice
from console.web.doors import door
from console.web.site import Site

PAGE = "/adoption"


def adoption_routes(site: Site) -> list[BaseRoute]:
    """The overview, the file, and the page of one practice."""
    pages = {
        PAGE: overview.show,
        f"{PAGE}/export.csv": exporting.export,
        f"{PAGE}/{{practice_id}}": practice.show,
    }
    return [
        Route(path, door(site, handler, needs="session"), methods=["GET"]) for path, handler in pages.items()
    ]

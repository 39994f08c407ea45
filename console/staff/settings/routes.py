"""Every route of the settings of the person who is signed in at the console."""

from starlette.routing import BaseRoute, Route

from console.staff.settings import factor, page
from console.web.doors import door
from console.web.screens.own_sessions import session_routes
from console.web.site import Site


def settings_routes(site: Site) -> list[BaseRoute]:
    """The page, its forms, and what they send."""
    looks = {page.PAGE: page.show, **{path: factor.show(change) for change, path in factor.PATHS.items()}}
    acts = {
        "/settings/password": page.change_password,
        "/settings/recovery-tokens": factor.new_tokens,
        "/settings/new-phone": factor.new_phone,
        "/settings/new-phone/confirm": factor.confirm_phone,
    }
    return [
        *(
            Route(path, door(site, handler, needs="session"), methods=["GET"])
            for path, handler in looks.items()
        ),
        *(
            Route(path, door(site, handler, needs="session"), methods=["POST"])
            for path, handler in acts.items()
        ),
        *session_routes(site),
    ]

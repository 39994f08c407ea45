"""A forgotten password: the same answer for everyone, and a mail if there is an account."""

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from console.web.doors import door
from console.web.site import Site
from console.web.visit import Visit
from core.passwords import password_changes
from core.people import users

PAGE = "/password/forgotten"


def forgotten_routes(site: Site) -> list[BaseRoute]:
    """The form, and what it sends."""
    return [
        Route(PAGE, door(site, show, needs="nobody"), methods=["GET"]),
        Route(PAGE, door(site, ask, needs="nobody"), methods=["POST"]),
    ]


async def show(visit: Visit) -> Response:
    """Ask for the e-mail."""
    return visit.page("forgotten_password.html", email="", problem="", sent=False)


async def ask(visit: Visit) -> Response:
    """Mail a link if there is such an account; the page does not say whether there is (ASVS 6.3.8)."""
    email = visit.form.text("email", limit=254)
    if not users.looks_like_email(email):
        problem = "Enter your e-mail, like name@clinic.example."
        return visit.page("forgotten_password.html", status=400, email=email, problem=problem, sent=False)
    await visit.database.transact(
        lambda session: password_changes.ask_reset(session, email, by=visit.actor, now=visit.now)
    )
    return visit.page("forgotten_password.html", email=email, problem="", sent=True)

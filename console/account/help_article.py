"""The set-up article in our own words, open to everybody, with an anchor for each step."""

from starlette.responses import Response

from console.web.visit import Visit


async def show(visit: Visit) -> Response:
    """The whole article."""
    return visit.page("help_two_factor.html")

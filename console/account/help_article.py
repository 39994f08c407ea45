"""The set-up article in our own words, open to everyone, with an anchor for each step; a page, and a page in the chat."""

from starlette.responses import Response

from console.web.visit import Visit


async def show(visit: Visit) -> Response:
    """The whole article; for the chat without the site around it."""
    return visit.page("article.html" if visit.is_card else "help_two_factor.html")

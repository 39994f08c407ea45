"""One activation request from the first message to the effect, on one page that prints."""

from starlette.responses import Response

from console.staff.audit.words import CHANNELS, FACTORS, words_of
from console.web.doors import refusal
from console.web.visit import Visit
from core.history import evidence


async def show(visit: Visit) -> Response:
    """The story of one request, or 404."""
    keys = visit.site.installation.keys
    found = await visit.database.read(
        lambda session: evidence.of_request(session, keys, visit.row_id("request_id"), now=visit.now)
    )
    if found is None:
        return refusal(visit, 404, "There is no such request.")
    return visit.page(
        "audit_request.html", evidence=found, words_of=words_of, channels=CHANNELS, factors=FACTORS
    )

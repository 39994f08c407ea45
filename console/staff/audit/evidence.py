"""One activation request from the first message to the effect, on one page that prints."""

import re

from starlette.responses import Response

from console.staff.audit.words import CHANNELS, FACTORS, words_of
from console.web.doors import refusal
from console.web.visit import Visit
from core.history import evidence

NO_SUCH = "There is no such request."


async def show(visit: Visit) -> Response:
    """The story of one request, or 404."""
    asked = str(visit.request.path_params["request_id"])
    keys = visit.site.installation.keys
    if not re.fullmatch("[0-9a-f]{24}", asked):
        return refusal(visit, 404, NO_SUCH)
    found = await visit.database.read(
        lambda session: evidence.of_request(session, keys, asked, now=visit.now)
    )
    if found is None:
        return refusal(visit, 404, NO_SUCH)
    return visit.page(
        "audit_request.html", evidence=found, words_of=words_of, channels=CHANNELS, factors=FACTORS
    )

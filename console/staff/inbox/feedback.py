"""Which answers helped: "Did this answer your question?", counted by the answer, so that the team sees what to fix."""

from datetime import timedelta

from starlette.responses import Response

from console.web.visit import Visit
from core.chat import inbox_views

LATELY = timedelta(days=30)


async def show(visit: Visit) -> Response:
    """The ratings of the last 30 days."""
    since = visit.now - LATELY
    rated = await visit.database.read(lambda session: inbox_views.rated_answers(session, since=since))
    return visit.page("feedback.html", rated=rated, days=LATELY.days)

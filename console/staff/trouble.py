"""What is broken and needs a person: alarms, and notices that were given up, on every page of the console."""

from starlette.responses import Response

from console.web.visit import Visit
from core import alarms, outbox, slack_events

MOST_SHOWN = 5
PLACES = {
    "mail": "by mail",
    "conversation": "to the chat",
    "slack": "to Slack",
    "staff_channel": "to the team's channel",
}
SENTENCES = {
    "slack_token": "Slack refuses our token, so nobody is answered in Slack. Run tc2fa slack check on the server.",
}
OTHER = "Something is broken and needs somebody who looks after the server."


async def show_alarms(visit: Visit) -> Response:
    """Every alarm that is on, in words that say what to do."""
    standing = await visit.read(alarms.standing)
    told = [(SENTENCES.get(each.name, OTHER), each.problem) for each in standing]
    return visit.page("alarms.html", told=told)


async def show_undelivered(visit: Visit) -> Response:
    """What was given up: how much, where to, and the other side's word for why. Nothing of what was said."""
    dead = await visit.read(outbox.dead)
    unanswered = await visit.read(slack_events.dead)
    shown = [(PLACES[each.via], each.last_error or "unknown") for each in dead[:MOST_SHOWN]]
    return visit.page(
        "undelivered.html",
        count=len(dead),
        shown=shown,
        unanswered=len(unanswered),
        reasons=unanswered[:MOST_SHOWN],
    )

"""What is broken and needs a person: alarms, and notices that were given up, on every page of the console.

A page of its own lists the notices; once the cause is fixed, agents and supervisors retry them.
"""

from typing import assert_never

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.web.doors import refusal
from console.web.visit import Visit
from core.ground import alarms
from core.operations import undelivered
from core.operations.undelivered import BroughtBack, NoneLeft
from core.people.staff_rights import DECIDERS, NotAllowed
from core.slack import slack_events

PAGE = "/trouble"
MOST_SHOWN = 5
PLACES = {
    "mail": "by mail",
    "conversation": "to the chat",
    "slack": "to Slack",
    "staff_channel": "to the team's channel",
}
NAMES = {
    "mail": "Mail",
    "conversation": "Message in the chat",
    "slack": "Message in Slack",
    "staff_channel": "News for the team's channel",
}
KINDS = {
    "slack_line": "An answer",
    "slack_settle": "Buttons that are over",
    "request_asked": "A new request",
    "conversation_waiting": "A conversation that waits",
}  # other kinds are shown by their own name
SENTENCES = {
    "slack_token": "Slack refuses our token, so nobody is answered in Slack. Run tc2fa slack check on the server.",
    "secret": "A person's 2FA secret does not open: its row was changed past the product, or its key is missing. A reset of their 2FA ends this.",
    "audit_chain": "The audit trail was changed behind our back. Open Audit, Seals and checks.",
    "staff_recovered": "An operator opened a supervisor's account on the server. Open Staff and confirm that you know.",
    "reset_frozen": "A reset of a second factor was frozen: somebody may be trying to take an account over. Open Resets, Frozen.",
}
OTHER = "Something is broken and needs somebody who looks after the server."


async def show_alarms(visit: Visit) -> Response:
    """Every alarm that is on, in words that say what to do."""
    return visit.page("alarms.html", told=await visit.database.read(_standing))


async def show_undelivered(visit: Visit) -> Response:
    """What was given up: how much, where to, and the other system's reason, without the text."""
    count = await visit.database.read(undelivered.count)
    dead = await visit.database.read(undelivered.listing)
    unanswered = await visit.database.read(_unanswered)
    return visit.page(
        "undelivered.html",
        count=count,
        shown=[(PLACES[each.via], each.why) for each in dead[:MOST_SHOWN]],
        unanswered=len(unanswered),
        reasons=unanswered[:MOST_SHOWN],
        may_act=visit.me.staff_role in DECIDERS,
    )


async def show(visit: Visit) -> Response:
    """The page: every notice that was given up, each with a way to try it again. It works without JavaScript."""
    return visit.page(
        "trouble.html",
        told=await visit.database.read(_standing),
        count=await visit.database.read(undelivered.count),
        given_up=await visit.database.read(undelivered.listing),
        unanswered=await visit.database.read(_unanswered),
        names=NAMES,
        kinds=KINDS,
        may_act=visit.me.staff_role in DECIDERS,
    )


async def try_again(visit: Visit) -> Response:
    """Retry one notice, or all of them."""
    notice_id, wants_all = visit.form.text("notice", limit=24), bool(visit.form.text("all", limit=3))

    def work(session: Session) -> BroughtBack | NoneLeft | NotAllowed:
        if wants_all:
            return undelivered.bring_all_back(session, by=visit.actor, now=visit.now)
        return undelivered.bring_back(session, notice_id, by=visit.actor, now=visit.now)

    outcome = await visit.database.transact(work)
    match outcome:
        case BroughtBack():
            return visit.go(PAGE, done="again")
        case NoneLeft():
            return visit.go(PAGE, done="none")
        case NotAllowed(why):
            return refusal(visit, 403, why)
        case _:
            assert_never(outcome)


def _standing(session: Session) -> list[tuple[str, str]]:
    return [(_sentence(each.name), each.problem) for each in alarms.standing(session)]


def _unanswered(session: Session) -> list[str]:
    """Why rows of Slack were given up, newest first; the people who wrote them were not answered."""
    return [row.last_error or "unknown" for row in slack_events.QUEUE.dead(session)]


def _sentence(alarm: str) -> str:
    """An alarm about one person or reset has its id behind a colon."""
    return SENTENCES.get(alarm.partition(":")[0], OTHER)

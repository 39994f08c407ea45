"""Linking a Slack user: begun in Slack, confirmed here by the signed-in member, and ended here at any time.

The attack: a person begins a link for their own Slack user and sends the address to a member. So the page names the
Slack user and what linking allows, and asks members with a factor for a code; Settings, mail and chat then
report the link. The form carries the start it was drawn for: an address opened in another tab cannot change it.
"""

import re
from dataclasses import dataclass
from typing import Literal, assert_never

from sqlalchemy.orm import Session
from starlette.responses import Response

from console.account import settings
from console.web.doors import refusal, with_retry_after
from console.web.screens.fresh_proof import prove_fresh
from console.web.screens.refused_codes import status_of, wait_of
from console.web.visit import Visit
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal
from core.signing_in.step_up import SessionOver
from core.slack import slack_links
from core.slack.slack_link_starts import LinkStart
from core.slack.slack_links import (
    HasAnother,
    Linked,
    LinkedToAnother,
    NeedsFreshFactor,
    SlackLinkView,
    StartGone,
)

PAGE = "/slack/link"
TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
Seen = LinkStart | Linked | StartGone | LinkedToAnother | HasAnother


@dataclass(frozen=True)
class LinkPage:
    """What the page shows of one start. ``slack`` is the Slack user of it, or the member's other one."""

    state: Literal["ready", "linked", "gone", "taken", "has_another"]
    status: int
    slack: LinkStart | SlackLinkView | None = None


async def carry(visit: Visit) -> Response:
    """Take the token out of the address, so that sign-in, history and the next pages do not contain it."""
    response, token = visit.go(PAGE), str(visit.request.path_params["token"])
    if TOKEN.fullmatch(token):
        visit.site.cookies.put(response, "slack_link", token)
    else:
        visit.site.cookies.drop(response, "slack_link")  # otherwise the page would show an earlier link
    return response


async def show(visit: Visit) -> Response:
    """The page that names both sides of the link. GET uses nothing up."""
    return await _draw(visit, visit.site.cookies.read(visit.request, "slack_link") or "")


async def confirm(visit: Visit) -> Response:
    """The member pressed the button; one with a factor shows it here if they have not just done so."""
    token = visit.form.text("link_token", limit=200)
    proof = await prove_fresh(visit)
    if isinstance(proof, Refusal):
        return await _draw(visit, token, proof)
    if isinstance(proof, SessionOver):
        return visit.go("/sign-in", next=PAGE)
    outcome = await visit.database.transact(
        lambda session: slack_links.confirm(session, token, by=proof.actor, now=visit.now)
    )
    match outcome:
        case Linked():
            response = await settings.after(visit, "/settings#slack", done="slack-linked")
            visit.site.cookies.drop(response, "slack_link")
        case NeedsFreshFactor():
            response = await _draw(visit, token, Refusal("malformed"))
        case StartGone() | LinkedToAnother() | HasAnother():
            response = await _draw(visit, token)
        case _:
            assert_never(outcome)
    return proof.keep(visit, response)


async def unlink(visit: Visit) -> Response:
    """End one's own link; it needs no proof, because it only removes access."""
    link_id = visit.form.text("link", limit=24)
    if not await visit.database.transact(
        lambda session: slack_links.revoke(session, link_id, by=visit.actor, now=visit.now)
    ):
        return refusal(visit, 404, "There is no such link now. It may have been ended already.")
    return await settings.after(visit, "/settings#slack", done="slack-unlinked")


async def _draw(visit: Visit, token: str, refused: Refusal | None = None) -> Response:
    def look(session: Session) -> tuple[Seen, bool]:
        seen = slack_links.foresee(session, token, by=visit.actor, now=visit.now)
        return seen, slack_links.wants_code(session, by=visit.actor, now=visit.now)

    seen, wants_code = await visit.database.read(look)
    page = _page(seen)
    response = visit.page(
        "slack_link.html",
        status=status_of(refused) if refused and page.state == "ready" else page.status,
        link=page,
        link_token=token if page.state == "ready" else "",
        wants_code=wants_code,
        problem=sentence(refused, now=visit.now) if refused else "",
    )
    return with_retry_after(response, wait_of(refused, now=visit.now) if refused else None)


def _page(seen: Seen) -> LinkPage:
    match seen:
        case LinkStart():
            return LinkPage("ready", 200, seen)
        case Linked(link):
            return LinkPage("linked", 200, link)
        case HasAnother(link):
            return LinkPage("has_another", 409, link)
        case LinkedToAnother():
            return LinkPage("taken", 409)
        case StartGone():
            return LinkPage("gone", 404)
        case _:
            assert_never(seen)

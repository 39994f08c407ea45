"""What the team's channel sees: that something waits and where it is decided. English, like the console.

A practice's name and a person's name, a state and a link; never what a person wrote, never an e-mail address: a channel
is read by more people than the console lets in.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from bot.slack.views.elements import Part, Rendered, actions, header, link, rendered, section
from bot.slack.views.mrkdwn import one_line
from bot.slack.views.request_card import RequestState

Waiting = Literal["waiting", "person", "given_back", "closed"]
ADDRESS = re.compile(r"\S+@\S+")  # a person was imported with an address for a name


@dataclass(frozen=True)
class StaffRequestCard:
    """A request in the team's channel; ``address`` opens it in the console, ``decided_by`` is a first name."""

    practice: str
    asked_by: str
    state: RequestState
    address: str
    asked_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None
    askers: int = 1


@dataclass(frozen=True)
class StaffWaitingCard:
    """A conversation that waits for a person. ``name`` is empty for a person not signed in, ``taken_by`` a first name."""

    name: str
    practice: str
    state: Waiting
    address: str
    since: datetime
    taken_by: str = ""


def staff_request_card(card: StaffRequestCard) -> Rendered:
    """A new request, and later what became of it: the same card, updated, so that no one works on a closed one."""
    title = f"2FA for {shown_name(card.practice, 'a practice')}"
    asked = f"Asked by {shown_name(card.asked_by, 'a site admin')}{_others(card.askers)}."
    is_open = card.state in {"pending", "more_information"}
    way = link("request", "Open the request" if is_open else "See the request", card.address)
    blocks = [
        header("title", title),
        section("standing", f"{_request_standing(card)}\n{asked}", accessory=way),
        when("when", "Asked", card.asked_at, "Decided", card.decided_at),
    ]
    return rendered(f"{title}. {_request_standing(card)} {asked}", blocks)


def staff_waiting_card(card: StaffWaitingCard) -> Rendered:
    """A conversation for the inbox; what was said in it is read there."""
    who = shown_name(card.name, "Somebody who is not signed in")
    where = f", {shown_name(card.practice, '')}" if card.practice else ""
    title = "A conversation waits for a person" if card.state == "waiting" else "A conversation"
    words = f"{who}{where}\n{_waiting_standing(card)}"
    blocks = [
        header("title", title),
        section("who", words),
        *actions("ways", [link("conversation", "Open the conversation", card.address)]),
        when("when", "Waits since", card.since),
    ]
    return rendered(f"{title}: {words}", blocks)


def _request_standing(card: StaffRequestCard) -> str:
    by = shown_name(card.decided_by, "ThoroughCare")
    match card.state:
        case "pending":
            return "Waits for a decision."
        case "more_information":
            return f"{by} asked for more information." if card.decided_by else "Waits for the admin's answer."
        case "approved":
            return f"Approved by {by}."
        case "declined":
            return f"Declined by {by}."
        case "withdrawn":
            return "Withdrawn by the practice."
        case "refused":
            return "Could not be approved: the asker is no longer a site admin."
        case _:
            assert_never(card.state)


def _waiting_standing(card: StaffWaitingCard) -> str:
    by = shown_name(card.taken_by, "ThoroughCare")
    match card.state:
        case "waiting":
            return "Nobody has answered yet."
        case "person":
            return f"{by} is answering."
        case "given_back":
            return "Given back to the bot."
        case "closed":
            return "Closed."
        case _:
            assert_never(card.state)


def shown_name(name: str, otherwise: str) -> str:
    """A name on one line, without an address."""
    return one_line(ADDRESS.sub("", name)) or otherwise


def _others(askers: int) -> str:
    others = max(askers, 1) - 1
    return {0: "", 1: " and one other admin"}.get(others, f" and {others} other admins")


def when(name: str, first: str, at: datetime, second: str = "", later: datetime | None = None) -> Part:
    """Slack's own date, which each reader sees in their own time zone; made of our words and a number, nothing else."""
    told = f"{first} {_date(at)}" + (f" · {second} {_date(later)}" if later else "")
    return {"type": "context", "block_id": name, "elements": [{"type": "mrkdwn", "text": told}]}


def _date(moment: datetime) -> str:
    fallback = moment.strftime("%Y-%m-%d %H:%M UTC")
    return f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"

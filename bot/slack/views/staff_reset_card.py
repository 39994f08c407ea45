"""A reset in the team's channel: whose, how it stands, and the way to its page in the console, where it is decided.

A name and a state; never what was told in the chat, no evidence, no address.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from bot.slack.views.elements import Rendered, header, link, rendered, section
from bot.slack.views.staff_card import shown_name, when

ResetState = Literal["filed", "proposed", "approved", "done", "frozen", "withdrawn", "declined"]
OPEN = ("filed", "proposed", "approved")


@dataclass(frozen=True)
class StaffResetCard:
    """A reset; ``filed_by`` and ``ended_by`` are first names, empty where the member acted or nobody did."""

    person: str
    practice: str
    state: ResetState
    address: str
    filed_at: datetime
    filed_by: str = ""
    ended_by: str = ""
    due_at: datetime | None = None
    ended_at: datetime | None = None


def staff_reset_card(card: StaffResetCard) -> Rendered:
    """The same card through all states, so that no one works on a closed one. Nothing is decided from here."""
    where = f", {shown_name(card.practice, '')}" if card.practice else ""
    title = f"Reset for {shown_name(card.person, 'a member')}{where}"
    filed = f"Filed by {shown_name(card.filed_by, 'the member')}."
    way = link("reset", "Open the reset" if card.state in OPEN else "See the reset", card.address)
    blocks = [
        header("title", title),
        section("standing", f"{_standing(card)}\n{filed}", accessory=way),
        _moments(card),
    ]
    return rendered(f"{title}. {_standing(card)} {filed}", blocks)


def _moments(card: StaffResetCard) -> dict[str, object]:
    if card.state == "approved":
        return when("when", "Filed", card.filed_at, "Happens", card.due_at)
    return when("when", "Filed", card.filed_at, "Ended", card.ended_at)


def _standing(card: StaffResetCard) -> str:
    by = shown_name(card.ended_by, "ThoroughCare")
    match card.state:
        case "filed":
            return "Waits for someone to prove who asks and to propose it."
        case "proposed":
            return "Proposed. A different colleague has to approve it."
        case "approved":
            return "Approved by two people. It waits, and anyone of the team can still stop it."
        case "done":
            return "Carried out."
        case "frozen":
            return f"Frozen by {shown_name(card.ended_by, 'a check of the system')}. Look into it: someone may be attacking."
        case "withdrawn":
            return "Taken back by its side."
        case "declined":
            return f"Declined by {by}."
        case _:
            assert_never(card.state)

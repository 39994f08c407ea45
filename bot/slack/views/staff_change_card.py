"""A change of a practice's rule in the team's channel: what is proposed, how it stands, and the way to its practice.

A practice and a name; never the reason that was written down, and nothing is decided from here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from bot.slack.views.elements import Rendered, header, link, rendered, section
from bot.slack.views.staff_card import shown_name, when

Kind = Literal["deactivate", "require", "optional"]
State = Literal["open", "approved", "rejected"]


@dataclass(frozen=True)
class StaffChangeCard:
    """A proposal; ``decided_by`` is a first name, empty while nobody decided."""

    practice: str
    kind: Kind
    state: State
    proposed_by: str
    address: str
    proposed_at: datetime
    decided_by: str = ""
    decided_at: datetime | None = None


def staff_change_card(card: StaffChangeCard) -> Rendered:
    """The same card while it waits and when it is decided."""
    title = f"{_what(card.kind)} at {shown_name(card.practice, 'a practice')}"
    proposed = f"Proposed by {shown_name(card.proposed_by, 'an admin')}."
    way = link("change", "Open the practice", card.address)
    blocks = [
        header("title", title),
        section("standing", f"{_standing(card)}\n{proposed}", accessory=way),
        when("when", "Proposed", card.proposed_at, "Decided", card.decided_at),
    ]
    return rendered(f"{title}. {_standing(card)} {proposed}", blocks)


def _what(kind: Kind) -> str:
    match kind:
        case "deactivate":
            return "Switch 2FA off"
        case "require":
            return "Make 2FA mandatory"
        case "optional":
            return "Make 2FA optional again"
        case _:
            assert_never(kind)


def _standing(card: StaffChangeCard) -> str:
    by = shown_name(card.decided_by, "ThoroughCare")
    match card.state:
        case "open":
            return "Waits for a decision in the console."
        case "approved":
            return f"Approved by {by}."
        case "rejected":
            return f"Rejected by {by}."
        case _:
            assert_never(card.state)

"""The few shapes of Block Kit that we draw with, each within its limit whatever is put into it.

Text from people is plain text always (see ``mrkdwn``). Every block has a ``block_id``: Slack makes one up otherwise, and
a message could not be compared with the one that replaces it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.slack.views.mrkdwn import fitted, one_line, pieces

Part = dict[str, Any]

LONGEST_MESSAGE_TEXT = (
    3000  # beside the blocks: for notifications and screen readers; chat.update refuses over 4000
)
LONGEST_SECTION = 3000
LONGEST_CONTEXT = 2000
LONGEST_HEADER = 150
LONGEST_LABEL = 75
LONGEST_TITLE = 24
MOST_OPTIONS = 100  # of one select, or of one group in it
BUTTONS_A_ROW = 25


@dataclass(frozen=True)
class Rendered:
    """A message: ``blocks`` as drawn, ``text`` for the notification and for screen readers."""

    text: str
    blocks: list[Part]


def rendered(text: str, blocks: Iterable[Part]) -> Rendered:
    """The message; its text is escaped, because Slack reads control characters there too."""
    return Rendered(fitted(text, LONGEST_MESSAGE_TEXT), list(blocks))


def plain(text: str, most: int) -> Part:
    """Text that Slack only shows: no formatting, no emoji by name, no mention, no link."""
    return {"type": "plain_text", "text": fitted(text, most), "emoji": False}


def header(name: str, text: str) -> Part:
    """A title on one line."""
    return {"type": "header", "block_id": name, "text": plain(one_line(text), LONGEST_HEADER)}


def section(name: str, text: str, *, accessory: Part | None = None, most: int = LONGEST_SECTION) -> Part:
    """A paragraph, with one button beside it if need be."""
    block: Part = {"type": "section", "block_id": name, "text": plain(text, most)}
    return block if accessory is None else {**block, "accessory": accessory}


def sections(name: str, text: str) -> list[Part]:
    """A text of any length, in as many paragraphs as it takes."""
    return [section(f"{name}:{n}", part) for n, part in enumerate(pieces(text, LONGEST_SECTION))]


def context(name: str, text: str) -> Part:
    """Small print."""
    return {"type": "context", "block_id": name, "elements": [plain(text, LONGEST_CONTEXT)]}


def divider(name: str) -> Part:
    """A line."""
    return {"type": "divider", "block_id": name}


def actions(name: str, elements: Sequence[Part]) -> list[Part]:
    """Buttons and selects in rows of what Slack takes; none for no elements."""
    rows = [elements[at : at + BUTTONS_A_ROW] for at in range(0, len(elements), BUTTONS_A_ROW)]
    return [
        {"type": "actions", "block_id": f"{name}:{n}", "elements": list(row)} for n, row in enumerate(rows)
    ]


def button(
    name: str, label: str, value: str = "", *, style: Literal["primary", "danger"] | None = None
) -> Part:
    """A button that tells us that it was pressed, and what about."""
    drawn: Part = {"type": "button", "action_id": name, "text": _label(label)}
    about = {"value": value} if value else {}
    return {**drawn, **about, **({"style": style} if style else {})}


def confirmed(drawn: Part, *, title: str, text: str, yes: str, no: str) -> Part:
    """The button with a question before it counts."""
    asks = {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }
    return {**drawn, "confirm": asks}


def link(name: str, label: str, address: str, *, style: Literal["primary"] | None = None) -> Part:
    """A button that opens a page. Slack tells us of the press too, which is only acknowledged."""
    drawn: Part = {"type": "button", "action_id": f"link:{name}", "text": _label(label), "url": address}
    return drawn if style is None else {**drawn, "style": style}


def option(label: str, value: str, *, description: str = "") -> Part:
    """One line of a select."""
    drawn: Part = {"text": _label(label), "value": value}
    return {**drawn, "description": _label(description)} if description else drawn


def select(
    name: str, placeholder: str, options: Sequence[Part], *, groups: str, chosen: str | None = None
) -> Part:
    """A list to choose from; beyond 100 options in groups, named by ``groups`` with ``first`` and ``last``."""
    drawn: Part = {"type": "static_select", "action_id": name, "placeholder": plain(placeholder, 150)}
    drawn |= _options(options, groups)
    first = next((each for each in options if each["value"] == chosen), None)
    return drawn if first is None else {**drawn, "initial_option": first}


def _options(options: Sequence[Part], groups: str) -> Part:
    if len(options) <= MOST_OPTIONS:
        return {"options": list(options)}
    starts = range(0, len(options), MOST_OPTIONS)
    return {"option_groups": [_group(options, start, groups) for start in starts]}


def _group(options: Sequence[Part], start: int, groups: str) -> Part:
    some = list(options[start : start + MOST_OPTIONS])
    label = groups.format(first=start + 1, last=start + len(some))
    return {"label": plain(label, LONGEST_LABEL), "options": some}


def _label(text: str) -> Part:
    return plain(one_line(text), LONGEST_LABEL)

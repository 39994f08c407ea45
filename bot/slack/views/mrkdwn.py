"""Text on its way to Slack: inert, and short enough.

Slack takes ``& < >`` for control characters in every text object and decodes their entities in every one, plain text
too: an unescaped name could call a channel or draw a link to anywhere. ``* _ ~`` cannot be escaped, so whatever people
wrote goes into plain text, where they mean nothing.
"""

import re
from collections.abc import Iterator

ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# Controls and half characters, which break what is sent; and the marks that turn the reading direction: a name with one
# could write the rest of the line backwards. Hebrew and Arabic need none of them to be read.
UNREADABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
NOTHING = "…"  # stands where nothing readable is left: Slack refuses an empty text


def escaped(text: str) -> str:
    """The text as Slack shows it and never obeys it: no control sequence, no turned line, no broken character."""
    return UNREADABLE.sub("", text).translate(ENTITIES)


def one_line(text: str) -> str:
    """A name or label: no line break can make it look like a second line of ours."""
    return " ".join(text.split())


def fitted(text: str, most: int) -> str:
    """The text, escaped, in at most ``most`` characters as sent; what is cut ends in an ellipsis, never in half an entity."""
    whole = escaped(text).strip()
    if len(whole) <= most:
        return whole or NOTHING
    return _beginning(whole, most - 1).rstrip() + "…"


def pieces(text: str, most: int) -> list[str]:
    """The text in parts that fit into ``most`` once escaped, parted at a line, else at a word, else anywhere."""
    return [part.rstrip() for part in _parted(text.strip(), most)]


def _beginning(whole: str, most: int) -> str:
    """The first characters, without the beginning of an entity that does not fit."""
    return re.sub(r"&[a-z]*$", "", whole[:most])


def _parted(text: str, most: int) -> Iterator[str]:
    while len(escaped(text)) > most:
        first = text[: _fitting(text, most)]
        end = next((at for mark in ("\n", " ") if (at := first.rfind(mark)) > 0), len(first))
        yield text[:end]
        text = text[end:].lstrip()
    yield text


def _fitting(text: str, most: int) -> int:
    """How many characters of a text that is too long fit, escaped, into ``most``."""
    length = 0
    for index, character in enumerate(text):
        length += len(escaped(character))
        if length > most:
            return index
    return len(text)

"""Which colleague a text names: a person whose name the speaker may know (an admin's own staff)."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from bot.understanding.names.practices import Word, words_of

SHORTEST = 3
_BEFORE = frozenset(
    "for to did has is does about and y de a para con remind ping tell nudge with not just only has do will can was "
    "or if ask asked told que si como dr doctor doctora le".split()
)
_BEHIND = frozenset(
    "is did does has have told said says wants needs left can and done yet already just too still ya dijo esta tiene "
    "no quiere necesita hizo falta s".split()
)


def person_in(
    text: str, colleagues: Sequence[str], is_everyday: Callable[[str], bool]
) -> tuple[str, tuple[int, int]] | None:
    """The first colleague named, with the place of the name in the text."""
    said = words_of(text)
    for at, word in enumerate(said):
        for name in colleagues:
            parts = _parts(name)
            for width in range(len(parts), 0, -1):
                if _is_named(said, at, parts, width) and (width > 1 or _is_meant(said, at, is_everyday)):
                    return name, (word.start, said[at + width - 1].end)
    return None


def people_in(text: str, colleagues: Sequence[str], is_everyday: Callable[[str], bool]) -> Iterator[str]:
    """Every colleague named, in the order of the text."""
    rest = text
    while found := person_in(rest, colleagues, is_everyday):
        name, (_start, end) = found
        yield name
        rest = rest[end:]


def is_doctor(text: str) -> bool:
    """A title stands before a name."""
    return re.search(r"\b(?:dr|dra|doctor|doctora|nurse)\b", text, re.IGNORECASE) is not None


@lru_cache(maxsize=8192)
def _parts(name: str) -> tuple[str, ...]:
    """The words of a name; kept, because an admin of 500 people would else wait for it with every message."""
    return tuple(part.key for part in words_of(name))


def _is_named(said: list[Word], at: int, parts: tuple[str, ...], width: int) -> bool:
    here = tuple(word.key for word in said[at : at + width])
    if width == 1:
        return len(here[0]) >= SHORTEST and here[0] in {parts[0], parts[-1]}
    return here == parts[:width] and width == len(parts)


def _is_meant(said: list[Word], at: int, is_everyday: Callable[[str], bool]) -> bool:
    """A name that is also a word ("Grace", "Will") needs a capital inside the sentence or a neighbor that asks for a name."""
    word = said[at]
    if not is_everyday(word.key) or (at > 0 and word.typed[0].isupper()):
        return True
    before = said[at - 1].key if at else ""
    behind = said[at + 1].key if at + 1 < len(said) else ""
    return before in _BEFORE or behind in _BEHIND or word.typed[0].isupper()

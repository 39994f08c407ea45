"""Mends a misspelt word of our own vocabulary, one slip of the finger at a time."""

from collections.abc import Callable, Iterator, Mapping
from string import ascii_lowercase

SHORTEST_MENDED = 4
LONG = 8


def mended(word: str, ours: Mapping[str, int], is_word: Callable[[str], bool]) -> str:
    """The commonest of our words one slip away (two for long words), unless it is a word already."""
    if len(word) < SHORTEST_MENDED or word in ours or not word.isalpha() or is_word(word):
        return word
    near = [other for other in _slips(word) if other in ours]
    if not near and len(word) >= LONG:
        near = [other for once in _dropped(word) for other in _slips(once) if other in ours]
    return max(near, key=lambda other: ours[other], default=word)


def _slips(word: str) -> Iterator[str]:
    yield from _dropped(word)
    for at in range(len(word)):
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at + 1 :]
            yield word[:at] + letter + word[at:]
    for letter in ascii_lowercase:
        yield word + letter


def _dropped(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]

"""Mends a misspelt word of our own vocabulary, one slip of the finger at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

SHORTEST_MENDED = 4
LONG = 8
LONGEST_MENDED = 20  # nothing we say is longer; without a limit a wall of letters would cost its square


@dataclass(frozen=True, slots=True)
class Spelling:
    """Our words, how often we say them, and which of them are left when one letter is dropped."""

    ours: Mapping[str, int]
    shortened: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, ours: Mapping[str, int]) -> "Spelling":
        """Indexes the words by what a dropped letter leaves, so that a near word is found by looking, not by trying."""
        shortened = defaultdict[str, list[str]](list)
        for word in ours:
            for short in {*_dropped(word)}:
                shortened[short].append(word)
        return cls(ours, {short: tuple(words) for short, words in shortened.items()})

    def mended(self, word: str, is_word: Callable[[str], bool]) -> str:
        """The commonest of our words one slip away (two for long words), unless it is a word already."""
        if word in self.ours or not _is_mendable(word) or is_word(word):
            return word
        near = {*self._near(word)}
        if not near and len(word) >= LONG:
            near = {other for once in _dropped(word) for other in self._near(once)}
        return max(sorted(near), key=lambda other: self.ours[other], default=word)

    def _near(self, word: str) -> Iterator[str]:
        if word in self.ours:
            yield word
        for start in (word, *_dropped(word)):
            if start in self.ours:
                yield start
            yield from (other for other in self.shortened.get(start, ()) if _is_one_slip(word, other))


def _is_mendable(word: str) -> bool:
    return SHORTEST_MENDED <= len(word) <= LONGEST_MENDED and word.isalpha()


def _dropped(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _is_one_slip(one: str, other: str) -> bool:
    """One letter too many, missing, or wrong, or two neighbours swapped."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (
        len(one) == len(other) and one == other[::-1] and len(one) == len("ab")
    )

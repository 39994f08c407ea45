"""Digits as people group them: ``123 456``, ``12-34-56``, ``555-123-4567``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

SEQUENCE = re.compile(
    r"(?<![0-9])[0-9](?:[\W_]{0,3}[0-9]){4,}"
)  # five digits or more: fewer are never a code
GROUP = re.compile(r"[0-9]+")
WIDE = re.compile(r"[,;/|]\s|\s{2,}|\s[^\w\s]\s|\n")  # stands between two numbers rather than inside one


@dataclass(frozen=True)
class Number:
    """Groups of digits with signs between them; ``places`` are the groups' spans in ``text``."""

    text: str
    places: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        return self.places[0][0]

    @property
    def end(self) -> int:
        return self.places[-1][1]

    @cached_property
    def groups(self) -> tuple[str, ...]:
        return tuple(self.text[start:end] for start, end in self.places)

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """What stands between the groups."""
        return tuple(
            self.text[left[1] : right[0]] for left, right in zip(self.places, self.places[1:], strict=False)
        )

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return tuple(end - start for start, end in self.places)

    @cached_property
    def length(self) -> int:
        """How many digits there are."""
        return sum(self.shape)

    @property
    def has_wide_gaps(self) -> bool:
        """Whether it is several numbers rather than one."""
        return any(map(WIDE.search, self.signs))

    def parts(self) -> Iterator["Number"]:
        """The numbers that wide gaps make of it."""
        first = 0
        for index, sign in enumerate(self.signs):
            if WIDE.search(sign):
                yield Number(self.text, self.places[first : index + 1])
                first = index + 1
        yield Number(self.text, self.places[first:])

    def first(self, count: int) -> "Number":
        """The number that the first ``count`` groups make."""
        return Number(self.text, self.places[:count])

    def singles(self) -> Iterator[tuple["Number", set[str]]]:
        """Each group as a number of its own, with the signs that touch it."""
        for place, left, right in zip(self.places, ("", *self.signs), (*self.signs, ""), strict=True):
            yield Number(self.text, (place,)), {left, right}


def numbers_in(text: str) -> Iterator[Number]:
    """Every run of digits, without the groups that hang on a letter: in ``v1.2.3`` and ``56th`` those belong to a word."""
    for hit in SEQUENCE.finditer(text):
        places = [group.span() for group in GROUP.finditer(text, hit.start(), hit.end())]
        if hit.start() and text[hit.start() - 1].isalpha():
            places = places[1:]
        if places and hit.end() < len(text) and text[hit.end()].isalpha():
            places = places[:-1]
        if places:
            yield Number(text, tuple(places))

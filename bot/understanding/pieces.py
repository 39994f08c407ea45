"""Cuts a canonical text into the pieces the encoder knows, so that their likelihoods multiply to the most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

UNKNOWN, START, END = 0, 1, 2
SPACE = "\u2581"
_UNLIKELY = 10.0


@dataclass(frozen=True, slots=True)
class Pieces:
    """Piece to (number, log likelihood); prefixes of pieces say when a longer piece can still come."""

    known: dict[str, tuple[int, float]]
    prefixes: frozenset[str]
    unknown_score: float

    @classmethod
    def of(cls, text: str, scores: NDArray[np.float16]) -> "Pieces":
        """From the shipped list: one piece a line, the first after the three special ones."""
        names = text.split("\n")
        known = {name: (END + 1 + at, float(scores[at])) for at, name in enumerate(names)}
        prefixes = frozenset(name[:size] for name in names for size in range(1, len(name)))
        return cls(known, prefixes, float(scores.min()) - _UNLIKELY)

    def has_word(self, word: str) -> bool:
        """Whether this is a word in its own right, not a misspelling."""
        return SPACE + word in self.known

    def split(self, plain: str) -> list[int]:
        """The numbers of the likeliest pieces (Viterbi over unigrams), between start and end marks."""
        text = SPACE + plain.replace(" ", SPACE)
        best = [0.0] + [-1e30] * len(text)
        came: list[tuple[int, int]] = [(0, UNKNOWN)] * (len(text) + 1)
        for start in range(len(text)):
            self._extend(text, start, best, came)
        numbers, at = [END], len(text)
        while at > 0:
            at, number = came[at]
            numbers.append(number)
        return [START, *reversed(numbers)]

    def _extend(self, text: str, start: int, best: list[float], came: list[tuple[int, int]]) -> None:
        fallback = best[start] + self.unknown_score
        if fallback > best[start + 1]:
            best[start + 1], came[start + 1] = fallback, (start, UNKNOWN)
        for end in range(start + 1, len(text) + 1):
            part = text[start:end]
            found = self.known.get(part)
            if found and best[start] + found[1] > best[end]:
                best[end], came[end] = best[start] + found[1], (start, found[0])
            if part not in self.prefixes:
                break

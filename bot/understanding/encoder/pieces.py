"""Cuts a canonical text into the pieces the encoder knows, so that their likelihoods multiply to the most."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.understanding.text.wording import fold

UNKNOWN, START, END = 0, 1, 2
SPACE = "\u2581"
_UNLIKELY = 10.0


_LATIN = re.compile(rf"{SPACE}?[a-z0-9?!\u00df-\u00ff\u0100-\u024f]+|{SPACE}")
_EVERYDAY = re.compile(rf"{SPACE}?[a-z0-9?!]+|{SPACE}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a word in plain spelling, its row in the encoder's table, and how likely it is (natural log)."""

    text: str
    number: int
    score: float


def everyday(pieces: Iterable[tuple[str, float]]) -> list[Piece]:
    """The pieces a canonical text can hold, after the three marks; of two that fold to one spelling, the likelier."""
    best = dict[str, Piece]()
    for number, (text, score) in enumerate(pieces):
        plain = _plain(text) if number > END else ""
        if plain and (plain not in best or best[plain].score < score):
            best[plain] = Piece(plain, number, score)
    return [*(Piece("", number, 0.0) for number in range(END + 1)), *best.values()]


def _plain(text: str) -> str:
    """The spelling that canonical texts use, or nothing for capitals, signs and other scripts."""
    if not _LATIN.fullmatch(text):
        return ""
    plain = text if _EVERYDAY.fullmatch(text) else fold(text)
    return plain if _EVERYDAY.fullmatch(plain) else ""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Piece to (number, log likelihood); prefixes of pieces say when a longer piece can still come."""

    known: dict[str, tuple[int, float]]
    prefixes: frozenset[str]
    unknown_score: float

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> "Pieces":
        """Numbers them again in their order, the three marks first."""
        known = {piece.text: (place, piece.score) for place, piece in enumerate(pieces) if piece.text}
        prefixes = frozenset(text[:size] for text in known for size in range(1, len(text)))
        return cls(known, prefixes, min(score for _place, score in known.values()) - _UNLIKELY)

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

"""Turns a canonical text into named features in groups: words, letters, concepts, and the situation it was said in."""

import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from bot.understanding.text.wording import words

CONCEPTS = Path(__file__).parents[1] / "concepts.txt"
SHORT = 6
GROUP_WEIGHTS = (1.0, 1.0, 0.8, 0.5)
_LONGEST_COUNTED = 120
_SIZES = ((1, "1"), (3, "2"), (SHORT, "6"), (15, "15"))


def hashed(plain: str, *, role: str, state: str | None) -> dict[int, float]:
    """Feature hash (CRC-32) to value; every group has length 1 before its weight, so that none drowns another."""
    values: dict[int, float] = {}
    for group, weight in zip(_groups(plain, role, state), GROUP_WEIGHTS, strict=True):
        names = set(group)
        share = weight / max(len(names), 1) ** 0.5
        values.update((zlib.crc32(name.encode()), share) for name in names)
    return values


def _groups(plain: str, role: str, state: str | None) -> tuple[Iterator[str], ...]:
    tokens = words(plain)[:_LONGEST_COUNTED]
    meanings = [concept for token in tokens for concept in _concepts_of(token)]
    return (
        _word_grams(tokens),
        _letter_grams(tokens),
        _meaning_grams(meanings),
        _situation(tokens, meanings, role, state),
    )


def _word_grams(tokens: list[str]) -> Iterator[str]:
    marked = ["<", *tokens, ">"]
    for size in (1, 2, 3):
        for start in range(len(marked) - size + 1):
            yield "w:" + " ".join(marked[start : start + size])
    for first, second in zip(tokens, tokens[2:], strict=False):
        yield f"w:{first} _ {second}"


def _letter_grams(tokens: Iterable[str]) -> Iterator[str]:
    """Parts of words survive a typo in the rest of the word."""
    for token in tokens:
        padded = f" {token} "
        for size in (3, 4, 5):
            for start in range(len(padded) - size + 1):
                yield "c:" + padded[start : start + size]


def _meaning_grams(meanings: list[str]) -> Iterator[str]:
    for meaning in meanings:
        yield "m:" + meaning
    for first, second in pairwise(meanings):
        yield f"m:{first} {second}"
    kinds = sorted(set(meanings))
    for position, first in enumerate(kinds):
        for second in kinds[position + 1 :]:
            yield f"p:{first}+{second}"


def _situation(tokens: list[str], meanings: list[str], role: str, state: str | None) -> Iterator[str]:
    """A short text leans on who says it and after which question; a long one speaks for itself."""
    size = next((name for most, name in _SIZES if len(tokens) <= most), "long")
    side = "admin" if role == "admin" else "member"
    yield from (f"s:size {size}", f"s:{side}")
    if len(tokens) <= SHORT:
        yield from (f"s:{side} {token}" for token in {*tokens, *meanings})
        yield from (f"s:{state} {token}" for token in {*tokens, *meanings} if state)


@lru_cache(maxsize=8192)
def _concepts_of(token: str) -> tuple[str, ...]:
    whole, stems = _concept_words()
    found = {*whole.get(token, ())}
    for length in range(3, len(token) + 1):
        found.update(stems.get(token[:length], ()))
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _concept_words() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for line in CONCEPTS.read_text(encoding="utf-8").splitlines():
        concept, separator, members = line.partition(":")
        for member in members.split() if separator and not line.startswith("#") else ():
            book = stems if member.endswith("*") else whole
            key = member.rstrip("*")
            book[key] = (*book.get(key, ()), concept)
    return whole, stems

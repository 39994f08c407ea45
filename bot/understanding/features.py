"""Turns a message into named features in groups: words, letters, concepts, and the situation it was said in."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from bot.understanding.wording import canonical, words

CONCEPTS = Path(__file__).parent / "concepts.txt"
SHORT = 6
_LONGEST_COUNTED = 120


def features(text: str, *, role: str, state: str | None) -> tuple[tuple[str, ...], ...]:
    """Groups of feature names; each group is weighed on its own, so that long words do not drown meanings."""
    plain = canonical(text)
    tokens = words(plain)[:_LONGEST_COUNTED]
    meanings = [concept for token in tokens for concept in _concepts_of(token)]
    return (
        tuple(_word_grams(tokens)),
        tuple(_letter_grams(tokens)),
        tuple(_meaning_grams(meanings)),
        tuple(_situation(tokens, meanings, role, state)),
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
    for first, second in zip(meanings, meanings[1:], strict=False):
        yield f"m:{first} {second}"
    kinds = sorted(set(meanings))
    for position, first in enumerate(kinds):
        for second in kinds[position + 1 :]:
            yield f"p:{first}+{second}"


def _situation(tokens: list[str], meanings: list[str], role: str, state: str | None) -> Iterator[str]:
    size = "1" if len(tokens) <= 1 else "2" if len(tokens) <= 3 else "6" if len(tokens) <= SHORT else "15" if len(tokens) <= 15 else "long"
    yield "s:size " + size
    side = "admin" if role == "admin" else "member"
    yield f"s:{side}"
    if len(tokens) <= SHORT:
        yield from (f"s:{side} {token}" for token in {*tokens, *meanings})
        yield from (f"s:{state} {token}" for token in {*tokens, *meanings} if state)
    if state:
        yield f"s:{state} {size}"


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
        if ":" not in line or line.startswith("#"):
            continue
        concept, members = line.split(":", 1)
        for member in members.split():
            book = stems if member.endswith("*") else whole
            key = member.rstrip("*")
            book[key] = (*book.get(key, ()), concept)
    return whole, stems

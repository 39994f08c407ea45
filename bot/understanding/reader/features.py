"""Turns a canonical text into named features in groups: words, letters, concepts, and the situation it was said in."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intents import INTENTS, STATES
from bot.understanding.text.wording import words

CONCEPTS = Path(__file__).parents[1] / "concepts.txt"
SHORT = 6
SHORT_IN_STATE = 9
GROUP_WEIGHTS = (1.0, 1.0, 0.8, 0.5, 0.6)
_LONGEST_COUNTED = 120
_VERBS = frozenset({"ON", "OFF", "RESET", "CANCEL", "HOWTO", "LOST", "ASK", "QR", "RECOVERY", "STATUS"})
_BETWEEN = frozenset(
    "the a an my our your his her this that these those of for to on in me us el la los las un una mi su de para".split()
)
_REACH = 4  # words
_SIZES = ((1, "1"), (3, "2"), (SHORT, "6"), (15, "15"))
_PLACE_SHARE = np.float32(2)


@dataclass(frozen=True, slots=True)
class Place:
    """Who speaks and where the talk stands: the open question (None: none) and the intent that was answered last."""

    role: str = "member"
    state: str | None = None
    topic: str = ""

    @property
    def side(self) -> str:
        """Who says the bare topic: admins ask for their practice, all others for themselves."""
        return "admin" if self.role == "admin" else "member"


def hashed(plain: str, place: Place) -> dict[int, float]:
    """Feature hash (CRC-32) to value; every group has length 1 before its weight, so that none drowns another."""
    values: dict[int, float] = {}
    for group, weight in zip(_groups(plain, place), GROUP_WEIGHTS, strict=True):
        names = set(group)
        share = weight / max(len(names), 1) ** 0.5
        values.update((zlib.crc32(name.encode()), share) for name in names)
    return values


def placed(meaning: NDArray[np.float32], place: Place) -> NDArray[np.float32]:
    """The meaning beside who says it, in which state and after which topic, for the network."""
    beside = np.zeros(1 + len(STATES) + len(INTENTS), dtype=np.float32)
    beside[0] = 1 if place.role == "admin" else -1
    if place.state in STATES:
        beside[1 + STATES.index(place.state)] = _PLACE_SHARE
    if place.topic in INTENTS:
        beside[1 + len(STATES) + INTENTS.index(place.topic)] = _PLACE_SHARE
    return np.concatenate([meaning, beside])


def _groups(plain: str, place: Place) -> tuple[Iterable[str], ...]:
    tokens = words(plain)[:_LONGEST_COUNTED]
    meanings = [concept for token in tokens for concept in _concepts_of(token)]
    return (
        _word_grams(tokens),
        _letter_grams(tokens),
        (*_meaning_grams(meanings), *_objects(tokens)),
        _situation(tokens, meanings, place.side),
        _talk(tokens, meanings, place),
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


def _objects(tokens: list[str]) -> Iterator[str]:
    """What a verb of ours is done to: something of ours, or something foreign ("turn on the night theme")."""
    for at, token in enumerate(tokens):
        verbs = _VERBS.intersection(_concepts_of(token))
        if not verbs:
            continue
        behind = (word for word in tokens[at + 1 : at + 1 + _REACH] if word not in _BETWEEN)
        thing = next(behind, "")
        kinds = {*_concepts_of(thing)} - _VERBS
        for verb in sorted(verbs):
            yield f"o:{verb} " + ("none" if not thing else min(kinds) if kinds else "foreign")


def _situation(tokens: list[str], meanings: list[str], side: str) -> Iterator[str]:
    """A short text leans on who says it; a long one speaks for itself."""
    size = next((name for most, name in _SIZES if len(tokens) <= most), "long")
    yield from (f"s:size {size}", f"s:{side}")
    if len(tokens) <= SHORT:
        yield from (f"s:{side} {token}" for token in {*tokens, *meanings})


def _talk(tokens: list[str], meanings: list[str], place: Place) -> Iterator[str]:
    """The open question and the last topic: by themselves, with what is meant, and in a short text with each word."""
    short = {*tokens, "#"} if len(tokens) <= SHORT_IN_STATE else {"#"}
    where = [f"q:{place.state}"] if place.state else []
    where += [f"t:{place.topic}"] if place.topic else []
    for one in where:
        yield one
        yield from (f"{one} {token}" for token in {*short, *meanings})


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

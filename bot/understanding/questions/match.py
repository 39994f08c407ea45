"""The nearest question to a text: by meaning, leaning on what the classifier makes of the same text."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intents import INTENTS

INDEX = Path(__file__).parents[1] / "questions.npz"
WIDTH = 512  # of the encoder's numbers: the sentence vector and the first half of its parts
SECOND = 0.25  # what the second nearest phrase of a question adds
PRIOR = 0.04  # what the classifier's chance of its intents adds, per unit of its logarithm
FLOOR = 0.02  # the least chance of an intent
CLEAR = 0.08  # how far the best question must lie before the next one
NEAR = 0.45  # how near its nearest phrase must be
VERY_NEAR = 0.75  # beside a sure wish to act, which a question must not take the place of

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Index:
    """Unit vectors of all phrases, the question of each, the intents of each question, and the standardization."""

    keys: tuple[str, ...]
    vectors: Floats
    owners: NDArray[np.intp]
    stands_in: NDArray[np.bool_]
    mean: Floats
    spread: Floats
    digest: str


def question_of(meaning: Floats, chances: NDArray[np.float64], *, is_strict: bool = False) -> str:
    """The key of the question that is asked; empty when none is near or two are equally near.

    ``is_strict`` asks for twice the distance to the next question, and for a phrase that is nearly the same.
    ``meaning`` are the encoder's numbers of the text, ``chances`` the chance of each intent in their order.
    """
    index = shipped_index()
    near = index.vectors @ unit(meaning, index)
    best, second = _two_best(near, index)
    prior = np.log(index.stands_in @ chances + FLOOR)
    scores = best + SECOND * second + PRIOR * prior
    order = np.argsort(-scores)
    is_clear = scores[order[0]] - scores[order[1]] >= (2 * CLEAR if is_strict else CLEAR)
    is_near = best[order[0]] >= (VERY_NEAR if is_strict else NEAR)
    return index.keys[order[0]] if is_clear and is_near else ""


def unit(meaning: Floats, index: Index) -> Floats:
    """The standardized numbers of a text at length 1."""
    centred = (meaning[:WIDTH] - index.mean) / index.spread
    scaled: Floats = centred / np.float32(max(float(np.linalg.norm(centred)), 1e-6))
    return scaled


@lru_cache(maxsize=1)
def shipped_index() -> Index:
    """The index in this package, read once a process."""
    with np.load(INDEX, allow_pickle=False) as stored:
        return Index(
            keys=tuple(bytes(stored["keys"]).decode().split("\n")),
            vectors=stored["vectors"].astype(np.float32),
            owners=stored["owners"].astype(np.intp),
            stands_in=stored["stands_in"],
            mean=stored["mean"].astype(np.float32),
            spread=stored["spread"].astype(np.float32),
            digest=str(stored["digest"]),
        )


def fits(key: str, intent: str) -> bool:
    """Whether this question may stand in that intent."""
    index = shipped_index()
    return bool(index.stands_in[index.keys.index(key), INTENTS.index(intent)])


def intent_of(key: str, chances: NDArray[np.float64]) -> str:
    """The likeliest intent in which this question may stand."""
    index = shipped_index()
    allowed = index.stands_in[index.keys.index(key)]
    return INTENTS[int(np.argmax(np.where(allowed, chances, -1)))]


def _two_best(near: Floats, index: Index) -> tuple[Floats, Floats]:
    """The nearest and the second nearest phrase of each question; phrases stand in the order of their questions."""
    starts = np.searchsorted(index.owners, np.arange(len(index.keys)))
    best = np.maximum.reduceat(near, starts)
    rest = np.where(near == best[index.owners], np.float32(-1), near)
    return best, np.maximum.reduceat(rest, starts)

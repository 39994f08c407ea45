"""The question that a text asks: the nearest phrase, beside what a network learned from all phrases together.

Both lean on what the classifier makes of the same text. The nearest phrase alone is right for 60 of 100 of our own phrases
when they are left out, the network for 71, both together for 72; and they are sure three times in five where it was two.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intents import INTENTS
from bot.understanding.reader.model import MEANING_SHARE

INDEX = Path(__file__).parents[1] / "questions.npz"
WIDTH = 512  # of the encoder's numbers: the sentence vector and the first half of its parts
SECOND = 0.25  # what the second nearest phrase of a question adds
LEARNED = 0.1  # what the network's chance of a question adds, per unit of its logarithm
LEAST = 1e-3  # the least chance that the network gives
PRIOR = 0.04  # what the classifier's chance of its intents adds, per unit of its logarithm
FLOOR = 0.02  # the least chance of an intent
CLEAR = 0.1  # how far the best question must lie before the next one
FAR_AHEAD = 0.7  # a lead that makes a phrase near enough even then
NEAR = 0.45  # how near its nearest phrase must be
NEARER = 0.7  # beside a sure wish to act, which a question must not take the place of
VERY_NEAR = 0.75  # in a text that is no question
THE_SAME = 0.88  # in one that is surely about something else

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Index:
    """Unit vectors of all phrases, the question of each, the intents of each question, and the standardization.

    ``hidden`` to ``out_bias`` are the network over the standardized numbers.
    """

    keys: tuple[str, ...]
    vectors: Floats
    owners: NDArray[np.intp]
    stands_in: NDArray[np.bool_]
    mean: Floats
    spread: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    digest: str


def question_of(
    meaning: Floats,
    chances: NDArray[np.float64],
    *,
    acts: bool = False,
    remarks: bool = False,
    is_foreign: bool = False,
) -> str:
    """The key of the question that is asked; empty when none is near or two are equally near.

    ``acts``: the text may be a wish to act; ``remarks``: it may ask nothing; ``is_foreign``: it is about something else.
    Each asks for twice the distance to the next question and for a nearer phrase, because the network knows questions
    only and is sure of one in any text.
    ``meaning`` are the encoder's numbers of the text, ``chances`` the chance of each intent in their order.
    """
    index = shipped_index()
    near = index.vectors @ unit(meaning, index)
    best, second = _two_best(near, index)
    prior = np.log(index.stands_in @ chances + FLOOR)
    learned = np.log(_learned(meaning, index) + LEAST)
    scores = best + SECOND * second + PRIOR * prior + LEARNED * learned
    order = np.argsort(-scores)
    lead = scores[order[0]] - scores[order[1]]
    is_clear = lead >= (2 * CLEAR if acts or remarks or is_foreign else CLEAR)
    needed = (
        THE_SAME if is_foreign else VERY_NEAR if remarks else NEARER if acts and lead < FAR_AHEAD else NEAR
    )
    is_near = best[order[0]] >= needed
    return index.keys[order[0]] if is_clear and is_near else ""


def unit(meaning: Floats, index: Index) -> Floats:
    """The first standardized numbers of a text at length 1."""
    centred = standardized(meaning, index)[:WIDTH]
    scaled: Floats = centred / np.float32(max(float(np.linalg.norm(centred)), 1e-6))
    return scaled


def standardized(meaning: Floats, index: Index) -> Floats:
    """The encoder's numbers around zero, as the network was trained on them."""
    numbers: Floats = (meaning - index.mean) / index.spread
    return numbers


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
            hidden=stored["hidden"].astype(np.float32),
            hidden_bias=stored["hidden_bias"].astype(np.float32),
            out=stored["out"].astype(np.float32),
            out_bias=stored["out_bias"].astype(np.float32),
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


def _learned(meaning: Floats, index: Index) -> Floats:
    """The network's chance of each question."""
    inputs = standardized(meaning, index) * MEANING_SHARE
    sums = np.maximum(inputs @ index.hidden + index.hidden_bias, 0) @ index.out + index.out_bias
    powers = np.exp(sums - sums.max())
    chances: Floats = powers / powers.sum()
    return chances

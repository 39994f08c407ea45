"""From scores to an answer: one intent, and buttons only when the second choice is close."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.understanding import linear
from bot.understanding.intents import INTENTS

SURE = 0.7
WORTH_A_BUTTON = 0.06
MOST_BUTTONS = 3


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message asks for; `alternatives` (likeliest first) is empty unless the bot should ask back."""

    intent: str
    confidence: float
    alternatives: tuple[str, ...]
    language: str


def understand(text: str, *, role: str = "member", state: str | None = None) -> Understood:
    """Reads a message without changing anything; what the person may do is decided elsewhere."""
    scores = linear.logits(_model(), text, role=role, state=state)
    chances = _softmax(scores[: len(INTENTS)])
    order = np.argsort(chances)[::-1]
    language = "es" if scores[len(INTENTS)] > 0 else "en"
    confidence = float(chances[order[0]])
    return Understood(INTENTS[order[0]], round(confidence, 4), _buttons(chances, order), language)


def _buttons(chances: NDArray[np.float64], order: NDArray[np.intp]) -> tuple[str, ...]:
    if chances[order[0]] >= SURE:
        return ()
    close = [INTENTS[place] for place in order[:MOST_BUTTONS] if chances[place] >= WORTH_A_BUTTON]
    return tuple(close) if len(close) > 1 else tuple(INTENTS[place] for place in order[:2])


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    powers = np.exp(scores.astype(np.float64) - scores.max())
    chances: NDArray[np.float64] = powers / powers.sum()
    return chances


@lru_cache(maxsize=1)
def _model() -> linear.Linear:
    return linear.load()

"""From chances to an answer: one intent, and buttons only when another one may be meant."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding import model
from bot.understanding.intents import INTENTS
from bot.understanding.situation import canonical_state, settled

SURE = 0.7
MOST_BUTTONS = 3
WORTH_A_THIRD_BUTTON = 0.02
SETTLED = 0.95


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message asks for; `alternatives` (likeliest first) is empty unless the bot should ask back."""

    intent: str
    confidence: float
    alternatives: tuple[str, ...]
    language: str


def read_ahead() -> None:
    """Reads the numbers (about a second of processor time), so that nobody's first message waits for them."""
    model.shipped()


def understand(text: str, *, role: str = "member", state: str | None = None) -> Understood:
    """Reads a message without changing anything; what the person may do is decided elsewhere."""
    learned, place = model.shipped(), canonical_state(state)
    plain = model.plain_text(learned.ours, text)
    found = model.scores(learned, plain, role=role, state=place)
    language = "es" if found.is_spanish else "en"
    if not plain.strip("?! "):
        return Understood("out_of_scope", 0.0, (), "en")
    certain = settled(plain, role=role, state=place)
    if certain:
        return Understood(certain, SETTLED, (), language)
    order = np.argsort(-found.chances)
    confidence = float(found.chances[order[0]])
    return Understood(INTENTS[order[0]], round(confidence, 4), _buttons(found.chances, order), language)


def _buttons(chances: NDArray[np.float64], order: NDArray[np.intp]) -> tuple[str, ...]:
    if chances[order[0]] >= SURE:
        return ()
    asked = 2 if chances[order[2]] < WORTH_A_THIRD_BUTTON else MOST_BUTTONS
    return tuple(INTENTS[place] for place in order[:asked])

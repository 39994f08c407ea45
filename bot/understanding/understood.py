"""From chances to an answer: one intent, and buttons only when another one may be meant."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intents import INTENTS
from bot.understanding.reader import model
from bot.understanding.text.situation import canonical_state, leaning, settled

SURE = 0.9
SURE_TO_TURN_AWAY = 0.95  # "I cannot help with that" to somebody we could help costs more than a question
MOST_BUTTONS = 3
WORTH_A_THIRD_BUTTON = 0.005
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
    return understood_by(model.shipped(), text, role=role, state=state)


def understood_by(learned: model.Model, text: str, *, role: str, state: str | None) -> Understood:
    """The same by another reader than the shipped one: how a reader is judged on what it never saw."""
    place = canonical_state(state)
    plain = model.plain_text(learned.spelling, text)
    if not plain.strip("?! "):
        return Understood("out_of_scope", 0.0, (), "en")
    found = model.scores(learned, plain, role=role, state=place)
    language = "es" if found.is_spanish else "en"
    certain = settled(plain, role=role, state=place)
    if certain:
        return Understood(certain, SETTLED, (), language)
    chances = _leant(found.chances, place)
    order = np.argsort(-chances)
    confidence = float(chances[order[0]])
    return Understood(INTENTS[order[0]], round(confidence, 4), _buttons(chances, order), language)


def _leant(chances: NDArray[np.float64], state: str | None) -> NDArray[np.float64]:
    weighed = chances * np.array([leaning(intent, state) for intent in INTENTS])
    leant: NDArray[np.float64] = weighed / weighed.sum()
    return leant


def _buttons(chances: NDArray[np.float64], order: NDArray[np.intp]) -> tuple[str, ...]:
    sure = SURE_TO_TURN_AWAY if INTENTS[order[0]] == "out_of_scope" else SURE
    if chances[order[0]] >= sure:
        return ()
    asked = 2 if chances[order[2]] < WORTH_A_THIRD_BUTTON else MOST_BUTTONS
    return tuple(INTENTS[place] for place in order[:asked])

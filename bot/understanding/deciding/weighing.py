"""The chances of a text: of the whole, and of a long one also of the clauses that ask, the last and the first of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.deciding.moves import by_intent
from bot.understanding.deciding.settled import leaning
from bot.understanding.intents import INTENTS
from bot.understanding.reader import model
from bot.understanding.reader.features import Place
from bot.understanding.text.clauses import Clause, asks
from bot.understanding.wish import Move, Situation

LONG = 10  # words; below that the whole text says it best
OF_THE_WHOLE = 0.75
SECOND_SURE = 0.6
SHORTEST_ASK = 3  # words
SMALL_TALK = frozenset({"greeting", "thanks", "affirm", "deny", "out_of_scope"})


@dataclass(frozen=True, slots=True)
class Weighed:
    """The chance of each of INTENTS, the move towards each, whether both readers agree, the language, a second ask.

    ``encoded`` are the encoder's numbers of the whole text.
    """

    chances: NDArray[np.float64]
    moves: dict[str, Move | None]
    agree: bool
    is_spanish: bool
    encoded: model.Floats
    second: str = ""


def weighed(
    learned: model.Model, plain: str, said: Sequence[Clause], situation: Situation, place: Place
) -> Weighed:
    """Both readers on the whole text; on the asks of a long one too, the last weighing most."""
    asked = [one for one in asks(tuple(said)) if one.size >= SHORTEST_ASK]
    ends = [one.plain for one in _ends(asked)] if len(said) > 1 else []
    whole, *parts = model.scores(learned, [plain, *ends], place)
    chances, moves = by_intent(whole.chances, situation)
    agree = bool(
        by_intent(whole.counted, situation)[0].argmax() == by_intent(whole.meant, situation)[0].argmax()
    )
    each = [by_intent(part.chances, situation)[0] for part in parts]
    if each and len(plain.split()) >= LONG:
        mean = sum(each) / len(each)
        chances = OF_THE_WHOLE * chances + (1 - OF_THE_WHOLE) * mean
    leant = chances * np.array([leaning(intent, situation.state) for intent in INTENTS])
    leant = leant / leant.sum()
    return Weighed(
        leant, moves, agree, whole.is_spanish, whole.encoded, _second(each, INTENTS[int(leant.argmax())])
    )


def _ends(asked: Sequence[Clause]) -> list[Clause]:
    return [asked[0], asked[-1]] if len(asked) > 1 else list(asked)


def _second(each: Sequence[NDArray[np.float64]], main: str) -> str:
    """Another ask of the same text that is clear by itself."""
    for chances in each:
        name = INTENTS[int(chances.argmax())]
        if name != main and name not in SMALL_TALK and chances.max() >= SECOND_SURE and len(each) > 1:
            return name
    return ""

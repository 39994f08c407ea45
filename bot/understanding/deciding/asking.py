"""When to ask back. An answer that changes nothing is given; a question is asked before an act or between contradictions.

What an intent risks decides how sure the reader must be: a yes files a request, a hand-over calls a person, "I cannot help
with that" turns a person away; a request still gets its confirmation, and everything else only informs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.deciding.moves import GUIDE
from bot.understanding.intents import INTENTS
from bot.understanding.wish import Situation

MOST_BUTTONS = 3
ACTS_ON_YES = frozenset({"confirm_request", "confirm_withdraw", "confirm_answer"})
SURE_OF_A_YES = 0.8
SURE_ENOUGH = {
    "talk_to_human": 0.6,
    "out_of_scope": 0.62,
    "request_activation": 0.5,
    "cancel_request": 0.55,
    "disable_2fa": 0.55,
    "deny": 0.34,
}
INFORMS = 0.4
IN_THE_GUIDE = 0.24  # an answer there shows the step again, which is never wrong
DISAGREEMENT = 0.1  # added where the two readers do not see the same likeliest intent
AGAINST_EACH_OTHER = (
    {"request_activation", "disable_2fa"},
    {"request_activation", "cancel_request"},
    {"start_setup", "disable_2fa"},
    {"affirm", "deny"},
)
SURE_OF_ONE_SIDE = 0.75
MOST_NEEDED = 0.9
SMALL_TALK = frozenset({"thanks", "affirm", "deny", "greeting"})
MOSTLY = 0.6
WORTH_A_BUTTON = 0.03
CERTAIN = 0.96
NO_BUTTON = frozenset({"greeting", "thanks", "affirm", "deny", "out_of_scope"})


@dataclass(frozen=True, slots=True)
class ChosenIntent:
    """The intent, how sure it is, what to ask back with (empty: answer), and what else may be meant."""

    intent: str
    confidence: float
    alternatives: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()


def choose(chances: NDArray[np.float64], situation: Situation, *, agree: bool) -> ChosenIntent:
    """The likeliest intent, and whether to ask first."""
    order = np.argsort(-chances, kind="stable")
    names = [INTENTS[at] for at in order[:MOST_BUTTONS]]
    top, confidence = names[0], float(chances[order[0]])
    needed = _needed(top, names[1], situation) + _doubt(top, situation, agree=agree)
    if confidence < min(needed, MOST_NEEDED) and not _is_small_talk(chances, top, situation):
        return ChosenIntent(
            top, confidence, alternatives=_offered(names, lambda at: float(chances[order[at]]))
        )
    beside = [
        name
        for at, name in enumerate(names)
        if at and name not in NO_BUTTON and chances[order[at]] >= WORTH_A_BUTTON
    ]
    return ChosenIntent(top, confidence, maybe=tuple(beside) if confidence < CERTAIN else ())


def unsure(chances: NDArray[np.float64]) -> ChosenIntent:
    """The likeliest intents side by side."""
    order = np.argsort(-chances, kind="stable")
    names = tuple(INTENTS[at] for at in order[:MOST_BUTTONS])
    return ChosenIntent(names[0], float(chances[order[0]]), alternatives=names)


def _doubt(top: str, situation: Situation, *, agree: bool) -> float:
    """What disagreement adds, where a wrong answer would be worse than the step shown again or a no."""
    return 0 if agree or top == "deny" or situation.state in GUIDE else DISAGREEMENT


def _is_small_talk(chances: NDArray[np.float64], top: str, situation: Situation) -> bool:
    """A remark that is answered with a word whichever of these it is; never where a yes would act."""
    if top not in SMALL_TALK or situation.state in ACTS_ON_YES:
        return False
    return float(sum(chances[INTENTS.index(name)] for name in SMALL_TALK)) >= MOSTLY


def _needed(top: str, second: str, situation: Situation) -> float:
    if top == "affirm" and situation.state in ACTS_ON_YES:
        return SURE_OF_A_YES
    if any({top, second} == pair for pair in AGAINST_EACH_OTHER):
        return SURE_OF_ONE_SIDE
    informs = IN_THE_GUIDE if situation.state in GUIDE else INFORMS
    return SURE_ENOUGH.get(top, informs)


def _offered(names: list[str], chance: Callable[[int], float]) -> tuple[str, ...]:
    return tuple(names if chance(2) >= WORTH_A_BUTTON / 8 else names[:2])

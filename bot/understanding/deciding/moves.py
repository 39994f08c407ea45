"""What a move ("later", "which one") comes to as an intent, by the open question and the last topic."""

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intents import CLASSES, INTENTS, MOVES
from bot.understanding.wish import Move, Situation

GUIDE = frozenset({"guide_start", "guide_step_1", "guide_step_2", "guide_step_3", "guide_tokens"})
OF_REQUESTS = frozenset({"request_activation", "request_status", "cancel_request"})
YES_NO = frozenset(
    {"confirm_request", "confirm_withdraw", "confirm_answer", "offered", "guide_start", "lost_phone"}
)
_STUCK_IN = {
    "guide_step_1": "which_app",
    "guide_step_2": "scan_problem",
    "guide_step_3": "code_rejected",
    "guide_tokens": "recovery_codes",
}
_PLAIN: dict[str, str] = {
    "later": "deny",
    "stop": "deny",
    "other": "deny",
    "none": "deny",
    "done": "affirm",
    "goodbye": "thanks",
    "who_are_you": "out_of_scope",
}
_SAID: dict[str, Move] = {"affirm": "yes", "deny": "no"}
Chances = NDArray[np.float64]


def comes_to(move: str, situation: Situation) -> str:
    """The intent of a move, as the bot would be asked for it in full."""
    state, topic = situation.state, situation.topic if situation.topic in INTENTS else ""
    if move in _PLAIN:
        return _PLAIN[move]
    if move == "stuck":
        return _STUCK_IN.get(state) or topic or "talk_to_human"
    if move == "how_long":
        return _how_long(state, topic)
    if move == "next":
        return _next(state, topic)
    if move == "why":
        return topic or "what_is_2fa"
    if move == "which":
        return topic or "which_app"
    return "start_setup" if state in GUIDE else topic or "start_setup"  # again, back


def by_intent(chances: Chances, situation: Situation) -> tuple[Chances, dict[str, Move | None]]:
    """The chance of each of INTENTS, moves counted where they belong, and the likeliest move towards each intent."""
    summed = np.zeros(len(INTENTS))
    best: dict[str, tuple[float, Move | None]] = {}
    for name, chance in zip(CLASSES, chances, strict=True):
        intent = comes_to(name, situation) if name in MOVES else name
        summed[INTENTS.index(intent)] += chance
        if chance > best.get(intent, (-1.0, None))[0]:
            move = name if name in MOVES else _SAID.get(name)
            best[intent] = (float(chance), move)  # type: ignore[assignment]  # MOVES are the names of Move
    return summed, {intent: move for intent, (_chance, move) in best.items()}


def _how_long(state: str, topic: str) -> str:
    if state in GUIDE:
        return "start_setup"
    return (
        topic if topic in {"start_setup", "code_rejected", "lost_phone", "sign_in_help"} else "request_status"
    )


def _next(state: str, topic: str) -> str:
    if state in YES_NO - {"lost_phone"}:
        return "affirm"
    return "request_status" if topic in OF_REQUESTS or state == "handed_over" else "start_setup"

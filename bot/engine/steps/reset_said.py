"""Words and buttons about a reset."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.engine.flows import hand_over, lost_phone, questions, reset_questions, resets
from bot.engine.types.events import Said
from bot.engine.types.facts import Facts
from bot.engine.types.result import Step
from bot.engine.types.states import (
    AnswerStaff,
    ConfirmReset,
    ConfirmResetWithdrawal,
    HandedOver,
    ResetForGood,
    ResetForWhom,
    ResetState,
    State,
    TellReset,
)
from bot.engine.words.speech import asking, ways_out

NOT_ME = "not_me"
MAY_BE_A_NAME = {"out_of_scope", "lost_phone", "setup_for_other", "deny", "affirm", "greeting"}
FEW = 4  # words of a bare name


def disowned(state: State, event: Said, facts: Facts) -> Step | None:
    """A reset or a change that was not theirs: the open one is stopped at once, and a person looks at it; told once, they have it."""
    if "not_me" not in event.wish.statements or event.wish.person:
        return None
    if isinstance(state, HandedOver) and facts.memory.told(NOT_ME):
        return hand_over.asked_after(state, facts)
    told = replace(lost_phone.not_me(facts), memory=facts.memory.counting(NOT_ME))
    reset = facts.own_reset
    if reset is None or not reset.is_open:
        return told
    return replace(told, asks=(*resets.stop(facts, reset.id), *told.asks))


def about_reset(state: State, event: Said, facts: Facts) -> Step | None:
    """A reset that is named: of a colleague, or one's own that is on file; and answers to the questions about it."""
    wish = event.wish
    if isinstance(state, ResetState):
        return _answers(state, event, facts)
    is_named = bool(wish.statements & {"about_reset", "found_phone"})
    is_lost = wish.intent == "lost_phone" and not wish.question
    if not (is_named or is_lost) or facts.who == "visitor" or isinstance(state, AnswerStaff | TellReset):
        return None
    if wish.person and facts.administered:
        return resets.for_colleague(facts, wish)
    return resets.asked(facts, wish)


def _answers(state: ResetState, event: Said, facts: Facts) -> Step | None:
    wish = event.wish
    match state:
        case ResetForGood() if "stolen" in wish.statements:
            return resets.confirm(facts)
        case ResetForGood() if "found_phone" in wish.statements or wish.move == "later":
            return resets.wait(facts)
        case ResetForWhom():
            return _named(state, event, facts)
        case ConfirmReset() if wish.person and not wish.move:
            return resets.for_colleague(facts, wish)
        case ConfirmReset() if wish.intent == "cancel_request":
            return reset_questions.denied(state, facts)
        case _:
            is_the_same = wish.intent == "lost_phone" and wish.tense != "question" and not wish.move
            return Step(state, reset_questions.reminder(state, facts)) if is_the_same else None


def _named(state: ResetForWhom, event: Said, facts: Facts) -> Step | None:
    """A name we do not know here is answered the same whether or not there is such a person elsewhere."""
    wish = event.wish
    if wish.person:
        return resets.for_colleague(facts, wish)
    is_bare = len(event.text.split()) <= FEW and wish.intent in MAY_BE_A_NAME
    if not is_bare or wish.question or wish.move in {"stop", "later", "no"}:
        return None
    return Step(state, (asking(facts, "reset.nobody", ways_out(facts, resets.PROBLEM)),))


def _pressed_not_me(state: State, reset_id: str, facts: Facts) -> Step:
    """Stops it from any state and at any age of the message; the open question stays."""
    asks = resets.stop(facts, reset_id)
    return Step(state, asks=asks) if asks else questions.stale(state, facts)


def _pressed_found(state: State, reset_id: str, facts: Facts) -> Step:
    """The phone is there again."""
    return resets.found(facts, reset_id) if facts.who != "visitor" else questions.stale(state, facts)


def _pressed_gone(state: State, _about: str, facts: Facts) -> Step:
    """It only asks, so it may be pressed at any time."""
    return resets.confirm(facts) if facts.who != "visitor" else questions.stale(state, facts)


def _pressed_wait(state: State, _about: str, facts: Facts) -> Step:
    """The phone comes back."""
    return resets.wait(facts) if isinstance(state, ResetForGood) else questions.stale(state, facts)


def _pressed_mine(state: State, _about: str, facts: Facts) -> Step:
    """For oneself after all."""
    return lost_phone.ask(facts) if isinstance(state, ResetForWhom) else questions.stale(state, facts)


def _pressed_person(state: State, person_id: str, facts: Facts) -> Step:
    """One of the people who were offered."""
    if not isinstance(state, ResetForWhom):
        return questions.stale(state, facts)
    return resets.for_person(facts, person_id)


def _pressed_send(state: State, about: str, facts: Facts) -> Step:
    """Counts only for the very question that is open."""
    if isinstance(state, ConfirmReset) and state.person_id == about:
        return reset_questions.accepted(state, facts)
    return questions.stale(state, facts)


def _pressed_not_now(state: State, about: str, facts: Facts) -> Step:
    """Nothing is filed."""
    if isinstance(state, ConfirmReset) and state.person_id == about:
        return reset_questions.denied(state, facts)
    return questions.stale(state, facts)


def _pressed_take_back(state: State, about: str, facts: Facts) -> Step:
    """Counts only for the very question that is open."""
    if isinstance(state, ConfirmResetWithdrawal) and state.reset_id == about:
        return reset_questions.accepted(state, facts)
    return questions.stale(state, facts)


def _pressed_keep(state: State, about: str, facts: Facts) -> Step:
    """It stays on file."""
    if isinstance(state, ConfirmResetWithdrawal) and state.reset_id == about:
        return reset_questions.denied(state, facts)
    return questions.stale(state, facts)


PRESSES: Mapping[str, Callable[[State, str, Facts], Step]] = {
    "reset.gone": _pressed_gone,
    "reset.wait": _pressed_wait,
    "reset.mine": _pressed_mine,
    "reset.for": _pressed_person,
    "reset.send": _pressed_send,
    "reset.not_now": _pressed_not_now,
    "reset.found": _pressed_found,
    "reset.take_back": _pressed_take_back,
    "reset.keep": _pressed_keep,
    "reset.not_me": _pressed_not_me,
}

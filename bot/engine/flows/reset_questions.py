"""The open questions about a reset: put again, answered by a yes, a no or a stop."""

from typing import assert_never

from bot.engine.flows import home, resets
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import (
    ConfirmReset,
    ConfirmResetWithdrawal,
    ResetForGood,
    ResetForWhom,
    ResetState,
)
from bot.engine.words.speech import asking, ways_out


def reminder(state: ResetState, facts: Facts) -> tuple[Message, ...]:
    """The open question once more."""
    match state:
        case ResetForGood():
            return (resets.for_good(facts),)
        case ResetForWhom():
            return (resets.whom(facts),)
        case ConfirmReset(person_id=person_id):
            return resets.confirmation(facts, person_id)[-1:]
        case ConfirmResetWithdrawal(reset_id=reset_id):
            reset = facts.reset(reset_id)
            if reset is None or not reset.is_open:
                return (asking(facts, "home.gone", ways_out(facts)),)
            return (resets.withdrawal(facts, reset),)
        case _:
            assert_never(state)


def accepted(state: ResetState, facts: Facts) -> Step:
    """Yes. A reset is filed or taken back by this and its button alone."""
    match state:
        case ResetForGood():
            return resets.confirm(facts)
        case ResetForWhom():
            return Step(state, reminder(state, facts))
        case ConfirmReset():
            return resets.send(state, facts)
        case ConfirmResetWithdrawal(reset_id=reset_id):
            return resets.take_back(reset_id, facts)
        case _:
            assert_never(state)


def denied(state: ResetState, facts: Facts) -> Step:
    """No: nothing is filed, nothing is taken back."""
    match state:
        case ResetForGood():
            return resets.wait(facts)
        case ResetForWhom() | ConfirmReset():
            return home.what_else(facts, "reset.not_filed")
        case ConfirmResetWithdrawal():
            return home.what_else(facts, "reset.kept")
        case _:
            assert_never(state)

"""The question that is open in each state, and what a plain yes or no to it does."""

from typing import assert_never

from bot.engine.flows import (
    guide,
    hand_over,
    home,
    lost_phone,
    request_status,
    requests,
    reset_questions,
    staff_questions,
)
from bot.engine.types.facts import Facts, PracticeFacts
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import (
    AnswerStaff,
    ChoosePractice,
    ConfirmAnswer,
    ConfirmRequest,
    ConfirmReset,
    ConfirmResetWithdrawal,
    ConfirmWithdraw,
    GuideStart,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    GuideTokens,
    HandedOver,
    Idle,
    LostPhone,
    Offered,
    RequestState,
    ResetForGood,
    ResetForWhom,
    State,
    TellReset,
)
from bot.engine.words.speech import asking, text, ways_out

GUIDED = (GuideStart, GuideStep1, GuideStep2, GuideStep3, GuideTokens)


def reminder(state: State, facts: Facts) -> tuple[Message, ...]:
    """The open question once more; nothing where none is open."""
    match state:
        case Idle() | Offered() | HandedOver():
            return ()
        case LostPhone():
            return lost_phone.reminder(facts)
        case TellReset():
            return (lost_phone.question(state, facts),)
        case ResetForGood() | ResetForWhom() | ConfirmReset() | ConfirmResetWithdrawal():
            return reset_questions.reminder(state, facts)
        case GuideStart() | GuideStep1() | GuideStep2() | GuideStep3() | GuideTokens():
            return guide.question(state, facts)
        case _:
            return _of_request(state, facts)


def denied(state: State, facts: Facts) -> Step:
    """No, later, stop: nothing is done and the person reads so."""
    match state:
        case Idle() | Offered():
            return home.what_else(facts, "home.okay")
        case HandedOver():
            return hand_over.noted(state, facts)
        case LostPhone():
            return lost_phone.has_no_token(facts)
        case TellReset():
            return lost_phone.skipped(state, facts)
        case ResetForGood() | ResetForWhom() | ConfirmReset() | ConfirmResetWithdrawal():
            return reset_questions.denied(state, facts)
        case GuideStart() | GuideStep1() | GuideStep2() | GuideStep3() | GuideTokens():
            return guide.denied(state, facts)
        case _:
            return _request_denied(state, facts)


def stopped(state: State, facts: Facts) -> Step:
    """Stop, later, a patient is here: nothing more is said than that it stops and how to go on."""
    match state:
        case Offered(offer="start_setup"):
            return home.what_else(facts, "guide.later_fresh")
        case Idle() | Offered():
            return home.what_else(facts, _rest_key(facts))
        case LostPhone() | TellReset() | ResetForGood():
            return home.what_else(facts, "reset.stopped")
        case GuideTokens():
            return guide.denied(state, facts)
        case _:
            return denied(state, facts)


def _rest_key(facts: Facts) -> str:
    """Nothing is on yet, or nothing changed: whichever is true for this person."""
    if facts.who == "member" and facts.enrollment.state != "live":
        return "home.stopped"
    return "home.okay"


def accepted(state: RequestState, facts: Facts) -> Step:
    """Yes to a question about a request; the only door to its effects besides the button."""
    match state:
        case ConfirmRequest():
            return requests.send(state.practice_ids)
        case ConfirmWithdraw(request_id=request_id):
            return request_status.take_back(request_id)
        case ConfirmAnswer(request_id=request_id, text=typed):
            return staff_questions.send(request_id, typed)
        case ChoosePractice() | AnswerStaff():
            return Step(state, _of_request(state, facts))
        case _:
            assert_never(state)


def stale(state: State, facts: Facts) -> Step:
    """A button of an earlier question: said politely, and the open question put again."""
    return Step(state, (text(facts, "home.stale"), *reminder(state, facts)))


def _of_request(state: RequestState, facts: Facts) -> tuple[Message, ...]:
    match state:
        case ChoosePractice(purpose="request"):
            waiting = [p for p in facts.administered if not p.activated_on]
            return (requests.which(facts, "request.which", waiting),)
        case ChoosePractice():
            asked = [p for p in facts.administered if p.open_request]
            return (requests.which(facts, "withdraw.which", asked),)
        case ConfirmRequest():
            asked = _still_asked(state, facts)
            return (requests.reminder(facts, asked),) if asked else _gone(facts)
        case ConfirmWithdraw(request_id=request_id):
            return _withdrawal(request_id, facts)
        case AnswerStaff(request_id=request_id):
            return staff_questions.again(facts, request_id)
        case ConfirmAnswer(request_id=request_id, text=typed):
            return (staff_questions.confirmation(facts, request_id, typed),)
        case _:
            assert_never(state)


def settled(state: State, facts: Facts) -> State:
    """The state without a question that is over: an offer that was passed by, practices that are on or no longer theirs."""
    is_over = isinstance(state, Offered) or (
        isinstance(state, ConfirmRequest) and not _still_asked(state, facts)
    )
    return home.rest(facts) if is_over else state


def _still_asked(state: ConfirmRequest, facts: Facts) -> list[PracticeFacts]:
    found = [each for each in map(facts.practice, state.practice_ids) if each]
    return [each for each in found if not each.activated_on]


def _withdrawal(request_id: str, facts: Facts) -> tuple[Message, ...]:
    practice = facts.request(request_id)
    request = practice.open_request if practice else None
    if practice is None or request is None:
        return _gone(facts)
    return (request_status.withdrawal(facts, practice, request),)


def _request_denied(state: RequestState, facts: Facts) -> Step:
    match state:
        case ChoosePractice() | ConfirmRequest():
            return requests.not_sent(facts)
        case ConfirmWithdraw():
            return home.what_else(facts, "withdraw.kept")
        case AnswerStaff(request_id=request_id) | ConfirmAnswer(request_id=request_id):
            return staff_questions.later(facts, request_id)
        case _:
            assert_never(state)


def _gone(facts: Facts) -> tuple[Message, ...]:
    """What the question was about is no longer there (a membership ended, another admin withdrew)."""
    return (asking(facts, "home.gone", ways_out(facts)),)

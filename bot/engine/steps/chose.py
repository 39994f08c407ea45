"""Buttons. A button that acts is good only for the question it was offered with; one that asks is good any time."""

from collections.abc import Callable, Mapping
from typing import cast

from bot.engine.flows import guide, hand_over, home, lost_phone, questions, staff_questions
from bot.engine.steps import reset_said, wants
from bot.engine.steps.asked_about_requests import practice_chosen
from bot.engine.steps.moves import affirmed
from bot.engine.types.effects import OptOut, RemindMembers
from bot.engine.types.facts import Facts
from bot.engine.types.result import Step
from bot.engine.types.states import (
    ChoosePractice,
    ConfirmAnswer,
    ConfirmRequest,
    ConfirmWithdraw,
    GuideStart,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    GuideTokens,
    LostPhone,
    State,
    TellReset,
)
from bot.understanding.wish import Wish

Press = Callable[[State, str, Facts], Step]
GUIDE = (GuideStart, GuideStep1, GuideStep2, GuideStep3, GuideTokens)


def chose(state: State, value: str, facts: Facts) -> Step:
    """What a button does in a state; an unknown or outdated one changes nothing."""
    act, _, about = value.partition(":")
    return PRESSES.get(act, _unknown)(state, about, facts)


def _unknown(state: State, _about: str, facts: Facts) -> Step:
    return questions.stale(state, facts)


def _intent(state: State, about: str, facts: Facts) -> Step:
    return wants.want(state, Wish(about), facts) if wants.is_known(about) else questions.stale(state, facts)


def _practice(state: State, about: str, facts: Facts) -> Step:
    if isinstance(state, ChoosePractice):
        return practice_chosen(state, about, facts)
    return questions.stale(state, facts)


def _is_asked(state: State, about: str) -> bool:
    """Whether this very question, about this very thing, is the open one."""
    match state:
        case ConfirmRequest():
            return ",".join(state.practice_ids) == about
        case ConfirmWithdraw(request_id=asked):
            return asked == about
        case ConfirmAnswer(request_id=asked):
            return asked == about
        case _:
            return False


def _yes(state: State, about: str, facts: Facts) -> Step:
    return affirmed(state, facts) if _is_asked(state, about) else questions.stale(state, facts)


def _no(state: State, about: str, facts: Facts) -> Step:
    return questions.denied(state, facts) if _is_asked(state, about) else questions.stale(state, facts)


def _of(kind: type[State], press: Press) -> Press:
    """The button counts only while its kind of question is open."""

    def pressed(state: State, about: str, facts: Facts) -> Step:
        return press(state, about, facts) if isinstance(state, kind) else questions.stale(state, facts)

    return pressed


def _guide_start(state: State, _about: str, facts: Facts) -> Step:
    return guide.accepted(state, facts) if isinstance(state, GuideStart) else guide.begin(facts)


def _guide_resume(_state: State, _about: str, facts: Facts) -> Step:
    return guide.resume(facts) if facts.may_set_up and facts.who == "member" else guide.begin(facts)


def _guide_later(state: State, _about: str, facts: Facts) -> Step:
    return (
        guide.denied(state, facts) if isinstance(state, GUIDE) else home.what_else(facts, "guide.later_fresh")
    )


def _guide_never(state: State, _about: str, facts: Facts) -> Step:
    return Step(state, asks=(OptOut(),)) if facts.who == "member" else questions.stale(state, facts)


def _remind(state: State, about: str, facts: Facts) -> Step:
    """Core asks for the role again, and for once a day."""
    practice = facts.practice(about)
    if practice is None or not practice.is_admin:
        return questions.stale(state, facts)
    return Step(state, asks=(RemindMembers(practice.id),))


def _reset_told(state: State, about: str, facts: Facts) -> Step:
    return (
        lost_phone.given(state, about, facts)
        if isinstance(state, TellReset)
        else questions.stale(state, facts)
    )


def _reset_practice(state: State, about: str, facts: Facts) -> Step:
    if not isinstance(state, TellReset):
        return questions.stale(state, facts)
    return lost_phone.practice_given(state, about, facts)


PRESSES: Mapping[str, Press] = {
    "intent": _intent,
    "start_over": lambda _state, _about, facts: home.start_over(facts),
    "person": lambda state, about, facts: hand_over.ask(state, facts, about),
    "practice": _practice,
    "request.send": _of(ConfirmRequest, _yes),
    "request.not_now": _of(ConfirmRequest, _no),
    "withdraw.send": _of(ConfirmWithdraw, _yes),
    "withdraw.keep": _of(ConfirmWithdraw, _no),
    "answer.begin": lambda _state, about, facts: staff_questions.begin(facts, about),
    "answer.send": _of(ConfirmAnswer, _yes),
    "answer.not_now": _of(ConfirmAnswer, _no),
    "guide.begin": lambda _state, _about, facts: guide.begin(facts),
    "guide.start": _guide_start,
    "guide.resume": _guide_resume,
    "guide.scanned": lambda state, _about, facts: (
        guide.scanned(state, facts) if isinstance(state, GUIDE) else guide.begin(facts)
    ),
    "guide.later": _guide_later,
    "guide.never": _guide_never,
    "people.remind": _remind,
    "token.have": _of(LostPhone, lambda _state, _about, facts: lost_phone.has_token(facts)),
    "token.none": _of(LostPhone, lambda _state, _about, facts: lost_phone.has_no_token(facts)),
    "reset.practice": _reset_practice,
    "reset.answer": _reset_told,
    "reset.skip": _of(
        TellReset, lambda state, _about, facts: lost_phone.skipped(cast("TellReset", state), facts)
    ),
    **reset_said.PRESSES,
}

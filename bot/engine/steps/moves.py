"""What a short line does to the open question: yes, no, later, done, again, and what next. The same words in every state."""

from collections.abc import Callable, Mapping

from bot.engine.flows import (
    answers,
    guide,
    hand_over,
    home,
    lost_phone,
    questions,
    requests,
    reset_questions,
    short_answers,
    staff_questions,
)
from bot.engine.steps import wants
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import (
    ChoosePractice,
    ConfirmRequest,
    ConfirmReset,
    ConfirmResetWithdrawal,
    GuideStart,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    GuideTokens,
    HandedOver,
    Idle,
    LostPhone,
    Offered,
    ResetForGood,
    ResetForWhom,
    State,
    TellReset,
)
from bot.engine.words.speech import text
from bot.understanding.wish import Move, Wish

Answer = Callable[[State, Wish, Facts], Step | None]


def moved(state: State, wish: Wish, facts: Facts) -> Step | None:
    """What the move does; None when it means nothing here and the rest of the wish decides."""
    return MOVES[wish.move](state, wish, facts) if wish.move else None


def affirmed(state: State, facts: Facts) -> Step:
    """Yes answers the last question; where none was asked it takes up what still waits."""
    match state:
        case Idle():
            return _yes_to_nothing(state, facts)
        case Offered(offer=offer):
            return wants.want(state, Wish(offer), facts)
        case HandedOver():
            return hand_over.noted(state, facts)
        case LostPhone():
            return lost_phone.has_token(facts)
        case TellReset():
            return Step(state, questions.reminder(state, facts))
        case ResetForGood() | ResetForWhom() | ConfirmReset() | ConfirmResetWithdrawal():
            return reset_questions.accepted(state, facts)
        case GuideStart() | GuideStep1() | GuideStep2() | GuideStep3() | GuideTokens():
            return guide.accepted(state, facts)
        case _:
            return questions.accepted(state, facts)


def _yes_to_nothing(state: Idle, facts: Facts) -> Step:
    waiting = facts.memory.second or next(iter(facts.memory.asked_back), "")
    kind, _, about = facts.memory.offer.partition(":")
    if waiting or kind == "intent":
        return wants.want(state, Wish(waiting or about), facts)
    if kind in OFFERS:
        return OFFERS[kind](state, about, facts)
    return _the_next_thing(state, facts)


def _the_next_thing(state: State, facts: Facts) -> Step:
    """What somebody who is willing can do now: their own set-up, the request of their practice, else the menu."""
    if facts.may_set_up and facts.enrollment.state != "live":
        return guide.begin(facts)
    if any(not each.activated_on and not each.open_request for each in facts.administered):
        return requests.ask(facts)
    known = facts.who == "member" and facts.practices
    return Step(state, answers.standing(facts) if known else home.menu(facts, "home.yes_to_nothing"))


def _go_on(state: State, facts: Facts) -> Step:
    """Back to the set-up for a person in the middle of it, else where they stand."""
    if not _is_on_the_way(facts):
        return Step(state, answers.standing(facts))
    return guide.begin(facts) if facts.memory.left in {"", "guide_start"} else guide.resume(facts)


def _is_on_the_way(facts: Facts) -> bool:
    is_open = facts.may_set_up and facts.enrollment.state != "live"
    return is_open and bool(
        facts.enrollment.qr_issued
        or facts.enrollment.opened
        or facts.memory.left
        or facts.memory.topic == "start_setup"
    )


# What a yes does to the one button that was on offer.
OFFERS: Mapping[str, Callable[[State, str, Facts], Step]] = {
    "guide.begin": lambda _state, _about, facts: guide.begin(facts),
    "guide.resume": lambda _state, _about, facts: guide.begin(facts),
    "person": lambda state, about, facts: hand_over.ask(state, facts, about),
    "answer.begin": lambda _state, about, facts: staff_questions.begin(facts, about),
}


def _yes(state: State, _wish: Wish, facts: Facts) -> Step:
    return affirmed(state, facts)


def _no(state: State, _wish: Wish, facts: Facts) -> Step:
    if isinstance(state, Idle) and facts.memory.asked_back:
        return Step(state, (text(facts, "home.in_your_words"),))
    return questions.denied(state, facts)


def _stop(state: State, _wish: Wish, facts: Facts) -> Step:
    """Stops at once and says that nothing is on yet; no menu, no step."""
    return questions.stopped(state, facts)


def _done(state: State, _wish: Wish, facts: Facts) -> Step | None:
    """Believed as far as the server can tell."""
    if isinstance(state, GuideStart | GuideStep1 | GuideStep2 | GuideStep3 | GuideTokens):
        return guide.accepted(state, facts)
    return _go_on(state, facts) if isinstance(state, Idle | Offered) else None


def _stuck(state: State, _wish: Wish, facts: Facts) -> Step | None:
    trouble = {"guide_step_1": "which_app", "guide_step_2": "scan_problem", "guide_step_3": "code_rejected"}
    is_code = facts.memory.topic == "code_rejected" and facts.memory.told("code_rejected")
    if state.name in trouble and not is_code:
        return wants.want(state, Wish(trouble[state.name]), facts)
    if facts.memory.topic in wants.TROUBLES:
        return wants.want(state, Wish(facts.memory.topic), facts)
    return wants.aside(state, facts, answers.what_is_wrong(facts))


def _again(state: State, _wish: Wish, facts: Facts) -> Step:
    """The step once more, the question once more, or the last answer once more."""
    if isinstance(state, questions.GUIDED):
        return guide.repeated(state, facts)
    question = questions.reminder(state, facts)
    if question:
        return Step(state, question)
    if facts.memory.topic:
        return wants.want(state, Wish(facts.memory.topic), facts)
    return home.start_over(facts)


def _back(state: State, _wish: Wish, facts: Facts) -> Step:
    if isinstance(state, questions.GUIDED):
        return guide.back(state, facts)
    return home.start_over(facts)


def _next(state: State, wish: Wish, facts: Facts) -> Step:
    """What to do now: of the step, of the question, or of where the person stands."""
    if isinstance(state, GuideStart):
        return guide.enter(state, facts)
    if isinstance(state, questions.GUIDED):
        return guide.accepted(state, facts) if wish.statements else guide.now(state, facts)
    question = questions.reminder(state, facts)
    return Step(state, question) if question else _go_on(state, facts)


def _why(state: State, _wish: Wish, facts: Facts) -> Step:
    return wants.aside(state, facts, short_answers.why(state, facts))


def _how_long(state: State, _wish: Wish, facts: Facts) -> Step:
    if isinstance(state, HandedOver):
        return hand_over.asked_after(state, facts)
    return wants.aside(state, facts, short_answers.how_long(state, facts))


def _which(state: State, _wish: Wish, facts: Facts) -> Step | None:
    question = questions.reminder(state, facts)
    return Step(state, question) if question else None


def _other(state: State, _wish: Wish, facts: Facts) -> Step | None:
    """The other one: of two practices, of two meanings that were offered."""
    if isinstance(state, ChoosePractice | ConfirmRequest):
        other = requests.other(state, facts)
        return other or questions.denied(state, facts)
    offered = facts.memory.asked_back
    if len(offered) == 2 and _wish.move == "other":  # noqa: PLR2004  the other one is clear only of two
        return wants.want(state, Wish(offered[1]), facts)
    if not offered and facts.memory.topic == "request_activation" and isinstance(state, Idle):
        return requests.ask(facts)
    return Step(state, (text(facts, "home.in_your_words"),)) if offered else None


def _none(state: State, _wish: Wish, facts: Facts) -> Step | None:
    if isinstance(state, LostPhone) or (isinstance(state, Idle) and facts.memory.topic == "lost_phone"):
        return lost_phone.has_no_token(facts)
    return questions.denied(state, facts) if questions.reminder(state, facts) else None


def _who(state: State, _wish: Wish, facts: Facts) -> Step:
    return wants.aside(state, facts, answers.who_answers(facts))


def _goodbye(state: State, _wish: Wish, facts: Facts) -> Step:
    """A farewell leaves everything as it is."""
    bye: tuple[Message, ...] = (text(facts, "home.bye"),)
    return Step(home.rest(facts) if isinstance(state, Offered) else state, bye)


MOVES: Mapping[Move, Answer] = {
    "yes": _yes,
    "no": _no,
    "later": _stop,
    "stop": _stop,
    "done": _done,
    "stuck": _stuck,
    "again": _again,
    "back": _back,
    "next": _next,
    "why": _why,
    "how_long": _how_long,
    "which": _which,
    "other": _other,
    "none": _none,
    "who_are_you": _who,
    "goodbye": _goodbye,
}

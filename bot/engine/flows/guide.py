"""The set-up, step by step, in the conversation. Where it stands is what the server says, not what was pressed."""

from dataclasses import replace
from typing import assert_never

from bot.engine.flows import home, requests, trouble
from bot.engine.types.effects import NoteStart
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Card, Choice, Message
from bot.engine.types.result import Step
from bot.engine.types.states import (
    GuideStart,
    GuideState,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    GuideTokens,
    State,
)
from bot.engine.words import say
from bot.engine.words.speech import answer, asking, button, person, settings_link, text, ways_out


def begin(facts: Facts) -> Step:
    """start_setup: who may, who is done, who was in the middle of it; else the warnings before the first step."""
    if facts.who != "member":
        return home.what_else(facts, "guide.sign_in_first")
    if facts.enrollment.state == "live":
        return _already_set_up(facts)
    if not facts.may_set_up:
        return _not_activated(facts)
    if facts.enrollment.qr_issued:
        return resume(facts)
    return Step(GuideStart(), (ready(facts),))


def resume(facts: Facts) -> Step:
    """Goes on where the server says that the person is."""
    step = enter(where(facts, GuideStep1()), facts)
    return step if facts.enrollment.state == "live" else replace(step, asks=(NoteStart(),))


def enter(state: State, facts: Facts) -> Step:
    """A step with everything the person needs to take it."""
    match state:
        case GuideStart():
            return Step(state, (ready(facts),))
        case GuideStep1():
            return Step(state, (text(facts, "guide.step_1"), _card(facts), _stuck(facts, state)))
        case GuideStep2():
            return Step(state, (text(facts, "guide.step_2"), _card(facts), _stuck(facts, state)))
        case GuideStep3():
            return Step(state, (text(facts, "guide.step_3"), _card(facts), _stuck(facts, state)))
        case GuideTokens():
            return Step(state, (_card(facts), asking(facts, "guide.tokens", (person(facts, state.name),))))
        case _:
            return finished(facts)


def where(facts: Facts, state: State) -> State:
    """The step that fits both the server's state and what the person told us."""
    enrollment = facts.enrollment
    if enrollment.state == "live":
        return home.rest(facts) if enrollment.tokens_acknowledged else GuideTokens()
    if not enrollment.qr_issued:
        return state if isinstance(state, GuideStart) else GuideStep1()
    return state if isinstance(state, GuideStep3) else GuideStep2()


def ready(facts: Facts) -> Message:
    """The warnings of the article: only for yourself, a phone at hand, the app lives on the phone."""
    choices = (button(facts, "guide.start", "guide.start"), button(facts, "not_now", "guide.later"))
    return asking(facts, "guide.ready", choices)


def accepted(state: GuideState, facts: Facts) -> Step:
    """The person did it: believed as far as the server can tell."""
    match state:
        case GuideStart():
            return resume(facts)
        case GuideStep1() | GuideStep3() | GuideTokens():
            real = where(facts, state)
            return _moved(real, facts) if real != state else _not_seen(facts, state)
        case GuideStep2():
            real = where(facts, state)
            return _moved(GuideStep3() if real == state else real, facts)
        case _:
            assert_never(state)


def denied(state: GuideState, facts: Facts) -> Step:
    """Stops here; nothing is lost, because the place is the server's."""
    if isinstance(state, GuideTokens):
        return Step(state, (text(facts, "guide.tokens_not_yet"),))
    return home.what_else(facts, "guide.later_fresh" if isinstance(state, GuideStart) else "guide.later")


def question(state: GuideState, facts: Facts) -> tuple[Message, ...]:
    """After a side question: the step itself, in one line, with its buttons."""
    if isinstance(state, GuideStart):
        choices = (button(facts, "guide.start", "guide.start"), button(facts, "not_now", "guide.later"))
        return (asking(facts, "guide.now_start", choices),)
    return (asking(facts, f"guide.now_{_number(state)}", _buttons(facts, state)),)


def now(state: GuideState, facts: Facts) -> Step:
    """What to do at this step, in one line."""
    real = where(facts, state)
    return enter(real, facts) if real != state else Step(state, question(state, facts))


def repeated(state: GuideState, facts: Facts) -> Step:
    """The step once more: whole, or in one line when the whole was said just now."""
    whole = _moved(state, facts)
    first = whole.says[0].text if whole.says else ""
    return (
        Step(state, question(state, facts)) if first and facts.memory.said.startswith(first[:60]) else whole
    )


def back(state: GuideState, facts: Facts) -> Step:
    """One step back, as far as there is one; what the server has seen stays."""
    match state:
        case GuideStep3():
            return _moved(GuideStep2(), facts)
        case GuideStep2():
            return _moved(GuideStep1(), facts)
        case GuideStep1():
            return enter(GuideStart(), facts)
        case _:
            return Step(state, question(state, facts))


def scanned(state: State, facts: Facts) -> Step:
    """The app shows a ThoroughCare entry: password and code are next, if there is a QR code at all."""
    real = where(facts, state)
    return _moved(GuideStep3() if isinstance(real, GuideStep2) else real, facts)


def follow(state: GuideState, kind: str, facts: Facts) -> Step:
    """The server's state moved: a QR code was issued, a code refused, the factor enabled, the tokens saved."""
    if kind == "set_up_code_refused":
        return refused(facts)
    real = where(facts, state)
    return Step(state) if real == state and kind != "set_up_qr_issued" else _moved(real, facts)


def refused(facts: Facts) -> Step:
    """Names what was wrong with the code, by the server's record."""
    refusal = facts.refusal
    sentence = trouble.explained(facts, refusal) if refusal else say(facts.language, "code.unknown")
    key = "guide.refused" if refusal is None or refusal.is_over else "guide.refused_and_wait"
    choices = (button(facts, "guide.resume", "guide.resume"), person(facts, _problem(facts)))
    return Step(GuideStep3(), (asking(facts, key, choices, sentence=sentence),))


def finished(facts: Facts) -> Step:
    """The end of the set-up: what changes from now on."""
    return Step(home.rest(facts), (answer(facts, "guide.finished"),))


def _moved(state: State, facts: Facts) -> Step:
    """Like entering a step, without a second card: the card in the conversation follows by itself."""
    entered = enter(state, facts)
    return Step(entered.state, tuple(said for said in entered.says if not isinstance(said, Card)))


def _card(facts: Facts) -> Card:
    return Card("set_up", say(facts.language, "guide.card"))


def _stuck(facts: Facts, state: GuideState) -> Message:
    """The quick replies of a step: the likely next word, the likely trouble, a person."""
    return asking(facts, f"guide.then_{_number(state)}", _buttons(facts, state))


def _buttons(facts: Facts, state: GuideState) -> tuple[Choice, ...]:
    match state:
        case GuideStep1():
            own: tuple[Choice, ...] = (button(facts, "ask.which_app", "intent:which_app"),)
        case GuideStep2():
            scanned = button(facts, "guide.scanned", "guide.scanned")
            own = (scanned, button(facts, "ask.scan_problem", "intent:scan_problem"))
        case GuideStep3():
            own = (button(facts, "ask.code_rejected", "intent:code_rejected"),)
        case _:
            own = ()
    return (*own, *ways_out(facts, state.name))


def _number(state: GuideState) -> str:
    return state.name.removeprefix("guide_").removeprefix("step_")


def _not_seen(facts: Facts, state: GuideStep1 | GuideStep3 | GuideTokens) -> Step:
    """The server has not seen it yet: which button makes it so, then where it is, then a person."""
    trouble = f"press_{state.name}"
    times = facts.memory.told(trouble)
    key = f"guide.press_{state.name.removeprefix('guide_')}"
    memory = facts.memory.counting(trouble)
    if times == 0:
        return Step(state, (text(facts, key),), memory=memory)
    if times == 1:
        return Step(state, (settings_link(facts, f"{key}_again"),), memory=memory)
    return Step(state, (asking(facts, "guide.press_person", (person(facts, state.name),)),), memory=memory)


def _already_set_up(facts: Facts) -> Step:
    if not facts.enrollment.tokens_acknowledged:
        return enter(GuideTokens(), facts)
    said = text(facts, "guide.already", since=facts.enrollment.since, left=facts.enrollment.tokens_left)
    return Step(home.rest(facts), (said, settings_link(facts, "guide.already_where")))


def _not_activated(facts: Facts) -> Step:
    """Before the practice is activated: an admin can ask, a member knows whom to ask."""
    if facts.administered:
        step = requests.ask(facts)
        return Step(step.state, (text(facts, "guide.not_yet_admin"), *step.says), step.asks)
    says = [text(facts, "guide.not_yet"), *(requests.admins_of(facts, p) for p in facts.practices)]
    return Step(home.rest(facts), tuple(says))


def _problem(facts: Facts) -> str:
    return f"code_{facts.refusal.kind}" if facts.refusal else "code_rejected"

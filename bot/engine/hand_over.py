"""Passing the conversation to a person at ThoroughCare, with the step and the kind of problem."""

from bot.engine.effects import HandOver
from bot.engine.facts import Facts
from bot.engine.messages import Message
from bot.engine.result import Step
from bot.engine.speech import asking, person, start_over, text
from bot.engine.states import HandedOver, Offered, State


def ask(state: State, facts: Facts, problem: str = "") -> Step:
    """Marks the conversation as waiting; asked twice, it is said again and nothing doubles."""
    if facts.floor != "bot":
        return Step(HandedOver(noted=True), (text(facts, "person.still_waiting"),))
    step, known = ("idle", state.problem) if isinstance(state, Offered) else (state.name, "")
    return Step(state, asks=(HandOver(step, problem or known or _problem(facts)),))


def done(facts: Facts) -> Step:
    """Honest about what happens next: a person, here, at no promised time."""
    key = "person.coming" if facts.who == "member" else "person.coming_unknown"
    return Step(HandedOver(), (text(facts, key),))


def offer(facts: Facts, key: str, problem: str) -> Step:
    """Suggests a person; a plain yes accepts."""
    choices = (person(facts, problem), start_over(facts))
    return Step(Offered("talk_to_human", problem), (asking(facts, key, choices),))


def noted(state: HandedOver, facts: Facts) -> Step:
    """What is written while waiting is for the person who comes; the bot says so once and then keeps quiet."""
    says: tuple[Message, ...] = () if state.noted else (text(facts, "person.noted"),)
    return Step(HandedOver(noted=True), says)


def _problem(facts: Facts) -> str:
    return f"code_{facts.refusal.kind}" if facts.refusal else ""

"""Where a conversation starts and comes back to: the greeting, the suggested asks, the ways out."""

from bot.engine.types.facts import Facts
from bot.engine.types.messages import Choice, Choices, Message
from bot.engine.types.result import Step
from bot.engine.types.states import HandedOver, Idle, State
from bot.engine.words import say
from bot.engine.words.speech import asking, button, person, text


def greeting(facts: Facts) -> str:
    """The first words. Only a signed-in person is called by name."""
    key = "home.hello_name" if facts.who == "member" and facts.first_name else "home.hello"
    return say(facts.language, key, name=facts.first_name)


def suggestions(facts: Facts) -> tuple[Choice, ...]:
    """The asks that fit this person now, likeliest first; none that they may not do."""
    intents = _for_member(facts) if facts.who == "member" else _for_nobody(facts)
    return tuple(button(facts, f"ask.{intent}", f"intent:{intent}") for intent in intents)


def likely(facts: Facts, most: int) -> tuple[Choice, ...]:
    """The first suggested asks, for a question that offers a person anyway."""
    asks = [choice for choice in suggestions(facts) if choice.value != "intent:talk_to_human"]
    return tuple(asks[:most])


def opened(state: State, facts: Facts) -> Step:
    """The home of a channel that has no screen for it; nothing changes."""
    return Step(state, (Choices(greeting(facts), suggestions(facts)),))


def start_over(facts: Facts) -> Step:
    """Drops the question that was open. What the server knows (a request, a set-up) stays as it is."""
    return Step(rest(facts), (asking(facts, "home.start_over", suggestions(facts)),))


def rest(facts: Facts) -> State:
    """The state in which nothing is asked; someone who waits for a person goes on waiting."""
    return Idle() if facts.floor == "bot" else HandedOver(noted=True)


def what_else(facts: Facts, key: str, **values: object) -> Step:
    """Ends a flow with a sentence; the way on is open."""
    return Step(rest(facts), (text(facts, key, **values),))


def menu(facts: Facts, key: str) -> tuple[Message, ...]:
    """A sentence with the suggested asks and a person."""
    return (asking(facts, key, (*likely(facts, 4), person(facts))),)


def _for_member(facts: Facts) -> tuple[str, ...]:
    return (*_about_request(facts), *_about_oneself(facts))


def _about_request(facts: Facts) -> tuple[str, ...]:
    waiting = [practice for practice in facts.administered if not practice.activated_on]
    if any(practice.open_request for practice in waiting):
        return ("request_status", "cancel_request")
    return ("request_activation",) if waiting else ()


def _about_oneself(facts: Facts) -> tuple[str, ...]:
    if facts.enrollment.state == "live":
        return ("sign_in_help", "code_rejected", "recovery_codes", "lost_phone")
    if facts.may_set_up:
        return ("start_setup", "which_app", "what_is_2fa")
    return (
        ("what_is_2fa", "which_app") if facts.administered else ("request_status", "what_is_2fa", "which_app")
    )


def _for_nobody(facts: Facts) -> tuple[str, ...]:
    if facts.who == "proven":
        return ("code_rejected", "lost_phone", "recovery_codes", "talk_to_human")
    return ("sign_in_help", "code_rejected", "lost_phone", "talk_to_human")

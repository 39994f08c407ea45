"""The conversation engine: one pure, total function. No clock, no database, no randomness, no I/O."""

from dataclasses import replace
from typing import assert_never

from bot.engine.flows import hand_over, home, questions
from bot.engine.steps.chose import chose
from bot.engine.steps.news import happened
from bot.engine.steps.outcomes import outcome
from bot.engine.steps.said import said
from bot.engine.types.effects import RecordFeedback
from bot.engine.types.events import Chose, Event, Happened, Opened, Outcome, Rated, Said
from bot.engine.types.facts import Facts
from bot.engine.types.memory import LONGEST_SAID, Memory
from bot.engine.types.messages import Choices
from bot.engine.types.result import Step
from bot.engine.types.states import HandedOver, State
from bot.engine.words import has
from bot.engine.words.speech import asking, person, text

SAME = "same_answer"
WAYS_OUT = ("person", "start_over")
NO_TOPIC = {"affirm", "deny", "thanks", "greeting", "out_of_scope", "talk_to_human"}


def step(state: State, event: Event, facts: Facts) -> Step:
    """What a conversation says and asks for when this happens; every state answers every event."""
    taken = _taken(state, event, facts)
    if isinstance(event, Said) and not event.removed and _is_the_same_again(event, taken, facts):
        taken = _not_twice(state, taken, facts)
    return replace(taken, memory=_remembered(state, event, taken, facts))


def _taken(state: State, event: Event, facts: Facts) -> Step:
    match event:
        case Opened():
            return home.opened(state, facts)
        case Said():
            return said(state, event, facts)
        case Chose(value=value):
            return chose(state, value, facts)
        case Rated(number=number, helpful=helpful):
            return Step(state, asks=(RecordFeedback(number, helpful),))
        case Happened():
            return happened(state, event, facts)
        case Outcome():
            return outcome(state, event, facts)
        case _:
            assert_never(event)


def _is_the_same_again(event: Said, taken: Step, facts: Facts) -> bool:
    """The very answer that was given last: it did not help then, and will not now. To another question it may be said."""
    said, topic = _said(taken), _topic(event)
    is_same_question = topic in {"", facts.memory.topic}
    is_same = said == facts.memory.said or (topic != "" and _was_reworded(event, facts))
    return bool(said) and is_same and is_same_question and not taken.asks


def _was_reworded(event: Said, facts: Facts) -> bool:
    """The last answer was the one in other words, and nothing else is asked now."""
    other_words = _other_words(facts)
    if event.wish.question or not other_words:
        return False
    return facts.memory.said.startswith(text(facts, other_words).text[:LONGEST_SAID])


def _other_words(facts: Facts) -> str:
    """The last answer in other words, if there are any that are true of this person."""
    key, mine = f"again.{facts.memory.topic}", facts.administered
    is_untrue = {
        "again.request_status": not any(practice.open_request for practice in mine),
        "again.request_activation": facts.who != "member" or bool(mine) or facts.may_set_up,
    }
    return key if has(key) and not is_untrue.get(key, False) else ""


def _not_twice(state: State, taken: Step, facts: Facts) -> Step:
    """Instead of the same once more: the question in other words with a person beside it, then the person."""
    if isinstance(taken.state, HandedOver):
        return hand_over.noted(taken.state, facts)
    other_words = _other_words(facts)
    if other_words and not facts.memory.told(other_words):
        says = (text(facts, other_words), *questions.reminder(taken.state, facts))
        return Step(taken.state, says, memory=(taken.memory or facts.memory).counting(other_words))
    times = facts.memory.told(SAME)
    if times and facts.floor == "bot":
        step = hand_over.at_once(state, facts)
        return replace(step, memory=facts.memory.counting(SAME))
    asked = asking(facts, "home.said_that", (*home.likely(facts, 2), person(facts, "not_helpful")))
    return Step(taken.state, (asked,), memory=(taken.memory or facts.memory).counting(SAME))


def _remembered(state: State, event: Event, taken: Step, facts: Facts) -> Memory:
    """What the next line may lean on: the topic, what was asked back, the answer itself, the mood."""
    memory = taken.memory or facts.memory
    if not isinstance(event, Said | Chose):
        return replace(memory, said=_said(taken) or memory.said)
    has_moved = taken.state.name != state.name and taken.state.name.startswith("guide_")
    return replace(
        memory,
        topic=_topic(event) or memory.topic,
        asked_back=memory.asked_back if memory.asked_back != facts.memory.asked_back else (),
        said=_said(taken),
        complaints=() if has_moved else memory.complaints,
        second=memory.second if memory.second != facts.memory.second else "",
        moods=_moods(event, memory),
        offer=_offer(taken),
        left=_left(state, taken, memory),
    )


def _left(state: State, taken: Step, memory: Memory) -> str:
    """The step at which the set-up was left, until it goes on."""
    if taken.state.name.startswith("guide_"):
        return ""
    return state.name if state.name.startswith("guide_") else memory.left


def _offer(taken: Step) -> str:
    """The one thing a yes can mean after this answer: its only button, ways out left aside; a person if nothing else."""
    asked = [message for message in taken.says if isinstance(message, Choices)]
    values = [choice.value for choice in asked[-1].choices] if asked else []
    own = [value for value in values if not value.startswith(WAYS_OUT)]
    if len(own) == 1:
        return own[0]
    return next((value for value in values if value.startswith("person")), "") if len(values) == 1 else ""


def _topic(event: Said | Chose) -> str:
    if isinstance(event, Chose):
        return event.value.removeprefix("intent:") if event.value.startswith("intent:") else ""
    return (
        ""
        if event.wish.move or event.wish.intent in NO_TOPIC or event.wish.alternatives
        else event.wish.intent
    )


def _moods(event: Said | Chose, memory: Memory) -> tuple[str, ...]:
    felt = event.wish.mood if isinstance(event, Said) else frozenset[str]()
    return tuple(dict.fromkeys((*memory.moods, *sorted(felt))))


def _said(taken: Step) -> str:
    return "\n".join(message.text for message in taken.says)[:LONGEST_SAID]

"""The conversation engine: one pure, total function. No clock, no database, no randomness, no I/O."""

from typing import assert_never

from bot.engine.flows import home
from bot.engine.steps.chose import chose
from bot.engine.steps.news import happened
from bot.engine.steps.outcomes import outcome
from bot.engine.steps.said import said
from bot.engine.types.effects import RecordFeedback
from bot.engine.types.events import Chose, Event, Happened, Opened, Outcome, Rated, Said
from bot.engine.types.facts import Facts
from bot.engine.types.result import Step
from bot.engine.types.states import State


def step(state: State, event: Event, facts: Facts) -> Step:
    """What a conversation says and asks for when this happens; every state answers every event."""
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

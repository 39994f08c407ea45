"""The conversation engine: one pure, total function. No clock, no database, no randomness, no I/O."""

from typing import assert_never

from bot.engine import home
from bot.engine.chose import chose
from bot.engine.effects import RecordFeedback
from bot.engine.events import Chose, Event, Happened, Opened, Outcome, Rated, Said
from bot.engine.facts import Facts
from bot.engine.news import happened
from bot.engine.outcomes import outcome
from bot.engine.result import Step
from bot.engine.said import said
from bot.engine.states import State

__all__ = ["Step", "step"]


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

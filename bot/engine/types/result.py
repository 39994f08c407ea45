"""What one step of a conversation comes to."""

from dataclasses import dataclass

from bot.engine.types.effects import Effect
from bot.engine.types.memory import Memory
from bot.engine.types.messages import Message
from bot.engine.types.states import State


@dataclass(frozen=True)
class Step:
    """The next state, what the bot says, and what it asks core to do (answered by an Outcome each)."""

    state: State
    says: tuple[Message, ...] = ()
    asks: tuple[Effect, ...] = ()
    memory: Memory | None = None  # None: what the conversation remembered before

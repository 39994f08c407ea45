"""One person's chat in tests: speak, press, and read what came of it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from bot.engine.types import states
from bot.turns.turn import Incoming, Pressed, TurnTaken, Wrote, take_turn
from core.chat import conversations
from core.chat.conversations import Conversation, Message
from tests.cast import MONDAY, Cast


@dataclass
class Chat:
    """A member's conversation, spoken in by name."""

    cast: Cast
    name: str

    def __post_init__(self) -> None:
        self.user_id = self.cast.person(self.name).id
        user_id = self.user_id
        self.id = self.cast.do(lambda session: conversations.of_member(session, user_id, now=MONDAY).id)
        self._events = count(1)

    def turn(self, incoming: Incoming, *, event_id: str | None = None, now: datetime = MONDAY) -> object:
        """Any event; the outcome as it is."""
        return take_turn(
            self.cast.installation,
            self.id,
            incoming,
            event_id=event_id or f"event-{next(self._events)}",
            actor=self.cast.actor(self.name, channel="bubble"),
            now=now,
        )

    def say(self, text: str, **more: Any) -> list[str]:
        """What the bot answers to these words."""
        return self.answers(self.turn(Wrote(text), **more))

    def press(self, label: str, **more: Any) -> list[str]:
        """Press the newest button that says so; what the bot answers."""
        offers = [
            (message.number, choice["value"])
            for message in self.messages()
            for choice in message.body.get("choices", ())
            if choice["label"] == label
        ]
        number, value = offers[-1]
        return self.answers(self.turn(Pressed(value, number), **more))

    def messages(self) -> list[Message]:
        """Every line, oldest first."""
        query = select(Message).where(Message.conversation_id == self.id).order_by(Message.number)
        return self.cast.rows(query)

    def texts(self) -> list[str]:
        """What the bot has said, oldest first."""
        return [message.body["text"] for message in self.messages() if message.author == "bot"]

    def row(self) -> Conversation:
        """The conversation as stored."""
        return self.cast.one(select(Conversation).where(Conversation.id == self.id))

    def state(self) -> states.State:
        """The question that is open."""
        return states.from_json(self.row().state)

    def answers(self, taken: object) -> list[str]:
        """The bot's lines of one turn."""
        assert isinstance(taken, TurnTaken), taken
        said = {message.number: message for message in self.messages()}
        return [said[number].body["text"] for number in taken.numbers if said[number].author == "bot"]

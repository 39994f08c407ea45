"""One turn of a conversation, the same for every channel: hear, step, do, answer, save, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.engine.flows import home
from bot.engine.flows.secrets import warnings
from bot.engine.steps.step import step
from bot.engine.types import memory as memories
from bot.engine.types import messages, states
from bot.engine.types.events import Chose, Event, Happened, Opened, Rated, Said
from bot.engine.types.facts import Facts, Language
from bot.turns.facts import facts_for
from bot.turns.incoming_text import (
    PLACEHOLDER,
    Heard,
    MaskedText,
    context_of,
    hear,
    language_of,
    listen,
    listen_again,
)
from bot.turns.interim import wish_of
from bot.turns.perform import Turn, perform
from bot.turns.situation import situation_of
from core.chat import conversations
from core.chat.conversations import Conversation, Message
from core.ground.actors import Actor
from core.ground.installation import Installation

MOST_EVENTS = 8  # of one turn: an engine that never stops asking is a defect, not a conversation
BUTTONS_LAST = 6  # messages back in which typed words may stand for a button


@dataclass(frozen=True)
class Wrote:
    """Free text as typed; it is masked before anything is stored."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Pressed:
    """A button: its value, and the number of the message that offered it (none: the home screen)."""

    value: str
    number: int | None = None


@dataclass(frozen=True)
class Judged:
    """An answer to "Did this answer your question?" under message ``number``."""

    number: int
    helpful: bool


@dataclass(frozen=True)
class Told:
    """Something that happened elsewhere, from the outbox."""

    kind: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Commanded:
    """A command of the channel itself, ``/2fa setup``: what it asks for, and its words as the person's line."""

    intent: str
    words: str


@dataclass(frozen=True)
class CameIn:
    """The person opened a chat that has no home screen: the bot greets."""


Incoming = Wrote | MaskedText | Pressed | Commanded | CameIn | Judged | Told
Got = Heard | Pressed | Commanded | CameIn | Judged | Told  # the same, once a text is masked and understood


@dataclass(frozen=True)
class TurnTaken:
    """The numbers of the messages this turn added, the person's own included."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class AlreadySeen:
    """The same event again: it had its effect and has no second one."""


@dataclass(frozen=True)
class NotOffered:
    """A button this conversation never showed."""


def take_turn(
    installation: Installation,
    conversation_id: str,
    incoming: Incoming,
    *,
    event_id: str,
    actor: Actor,
    now: datetime,
) -> TurnTaken | AlreadySeen | NotOffered:
    """Answer one event, exactly once. Secrets are cut out before the transaction, so nothing ever stores them."""
    got: Got
    if isinstance(incoming, Wrote):
        heard_at = (installation, conversation_id, incoming.text)
        got = listen(*heard_at, event_id=event_id, actor=actor, now=now)
    elif isinstance(incoming, MaskedText):
        got = listen_again(installation, conversation_id, incoming)
    else:
        got = incoming

    def work(session: Session) -> TurnTaken | AlreadySeen | NotOffered:
        turn = Turn(session, conversations.lock(session, conversation_id), actor, now)
        label = _label(turn, got) if isinstance(got, Pressed) else ""
        if label is None:
            return NotOffered()
        if not conversations.is_new_event(session, conversation_id, event_id, now=now):
            return AlreadySeen()
        event = _event(turn, got)  # reads what was on offer, so it comes before the person's own line
        spoken = _spoken(turn, got, label)
        said = (_warn if _is_with_a_person(turn.conversation, got) else _run)(turn, event)
        return TurnTaken((*spoken, *said))

    return installation.database.transact(work)


def _is_with_a_person(conversation: Conversation, got: Got) -> bool:
    """While somebody of the team has the floor the bot is silent; news is still news."""
    return conversation.floor == "person" and isinstance(got, Heard | Pressed | Commanded | CameIn)


def _spoken(turn: Turn, got: Got, label: str) -> tuple[int, ...]:
    """The person's own line, if this event has one."""
    if isinstance(got, Heard):
        turn.conversation.language = language_of(got, turn.conversation)
        body: dict[str, Any] = {"kind": "text", "text": got.text}
        return (_add(turn, "person", body | {"masked": True} if got.removed else body),)
    if isinstance(got, Pressed | Commanded):
        words = label if isinstance(got, Pressed) else got.words
        return (_add(turn, "person", {"kind": "text", "text": words}),)
    return ()


def _event(turn: Turn, got: Got) -> Event:
    match got:
        case Heard():
            return _said(turn, got)
        case Pressed(value=value):
            return Chose(value)
        case Commanded(intent=intent):
            return Chose(f"intent:{intent}")
        case CameIn():
            return Opened()
        case Judged(number=number, helpful=helpful):
            return Rated(number, helpful)
        case Told(kind=kind, data=data):
            return Happened(kind, data)
        case _:
            assert_never(got)


def _said(turn: Turn, heard: Heard) -> Event:
    """The text by its meaning; the words of a button on offer are that button."""
    offered = {label.casefold(): value for label, value in _on_offer(turn)}
    value = offered.get(heard.text.strip().casefold())
    if value is not None:
        return Chose(value)
    ear = context_of(turn.session, turn.conversation)
    if ear != heard.ear:  # another turn came between: the same words may mean something else now
        heard = hear(MaskedText(heard.text), ear) if not heard.removed else heard
    state = states.from_json(turn.conversation.state)
    situation = situation_of(state, _facts(turn, _language(turn)), _on_offer(turn))
    words = PLACEHOLDER.sub(" ", heard.text) if heard.removed else heard.text
    return Said(heard.text, wish_of(words, situation), heard.removed, heard.has_burned)


def _run(turn: Turn, event: Event) -> tuple[int, ...]:
    """Step and do until nothing is asked any more, then save the state and write what was said."""
    state, memory = (
        states.from_json(turn.conversation.state),
        memories.from_json(turn.conversation.state.get("memory")),
    )
    language = _language(turn)
    waiting: list[Event] = [event]
    says: list[messages.Message] = []
    for _ in range(MOST_EVENTS):
        if not waiting:
            break
        facts = replace(_facts(turn, language), memory=memory)
        result = step(state, waiting.pop(0), facts)
        state, memory = result.state, result.memory or memory
        says.extend(result.says)
        waiting.extend(perform(turn, effect) for effect in result.asks)
        turn.session.flush()
    if waiting:
        raise RuntimeError("the engine goes on asking")
    numbers = tuple(_add(turn, "bot", messages.to_json(message)) for message in says)
    turn.conversation.state = {**states.to_json(state), "memory": memories.to_json(memory)}
    return numbers


def _facts(turn: Turn, language: Language) -> Facts:
    facts = facts_for(turn.session, turn.conversation, language=language, now=turn.now)
    return replace(facts, memory=memories.from_json(turn.conversation.state.get("memory")))


def _warn(turn: Turn, event: Event) -> tuple[int, ...]:
    """The bot is silent but for one thing: a secret that was taken out is explained, whoever has the floor."""
    if not isinstance(event, Said):
        return ()
    facts = facts_for(turn.session, turn.conversation, language=_language(turn), now=turn.now)
    return tuple(_add(turn, "bot", messages.to_json(message)) for message in warnings(event, facts))


def _add(turn: Turn, author: conversations.Author, body: dict[str, Any]) -> int:
    turn.session.flush()  # adding reads the conversation afresh
    return conversations.add(turn.session, turn.conversation, author, body, now=turn.now).number


def _label(turn: Turn, pressed: Pressed) -> str | None:
    """What the button says; None when no such button was shown: a value is never believed for its own sake."""
    if pressed.number is None:
        facts = facts_for(turn.session, turn.conversation, language=_language(turn), now=turn.now)
        offered = home.suggestions(facts)
        return next((choice.label for choice in offered if choice.value == pressed.value), None)
    message = turn.session.get(Message, (turn.conversation.id, pressed.number))
    if message is None or message.author != "bot":
        return None
    return next((label for label, value in _choices(message) if value == pressed.value), None)


def _on_offer(turn: Turn) -> list[tuple[str, str]]:
    """The buttons of the bot's latest question, as label and value."""
    latest = (
        select(Message)
        .where(
            Message.conversation_id == turn.conversation.id,
            Message.author == "bot",
            Message.number > turn.conversation.last_number - BUTTONS_LAST,
        )
        .order_by(Message.number.desc())
    )
    asked = (message for message in turn.session.scalars(latest) if message.body.get("kind") == "choices")
    return next((_choices(message) for message in asked), [])


def _choices(message: Message) -> list[tuple[str, str]]:
    return [(choice["label"], choice["value"]) for choice in message.body.get("choices", ())]


def _language(turn: Turn) -> Language:
    return cast("Language", turn.conversation.language)

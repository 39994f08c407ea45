"""One turn of a conversation, the same for every channel: read, step, perform, answer, save, in one transaction."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy.orm import Session

from bot.engine.flows import home
from bot.engine.flows.secrets import warnings
from bot.engine.steps.step import step
from bot.engine.types import memory as memories
from bot.engine.types import messages, states
from bot.engine.types.events import Chose, Event, Happened, Opened, Rated, Said
from bot.engine.types.facts import Facts, Language
from bot.engine.types.memory import Memory
from bot.engine.words import say
from bot.turns.facts import facts_for
from bot.turns.incoming_text import MaskedText, clean_in
from bot.turns.perform import Turn, perform
from bot.turns.reading import language_of, read, situation_of
from bot.understanding.understood import read_ahead
from core.chat import conversations
from core.chat.conversations import Message
from core.ground.actors import Actor
from core.ground.installation import Installation

MOST_EVENTS = 8  # of one turn: an engine that never stops asking is a defect, not a conversation
START_OVER = tuple(
    (say(language, "button.start_over"), "start_over") for language in ("en", "es")
)  # always on offer
NOT_ME = "reset.not_me:"
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
class Commanded:
    """A command of the channel itself, ``/2fa setup``: what it asks for, and its words as the person's line."""

    intent: str
    words: str


# What needs work before the engine sees it, and the engine's own events, which need none.
Ready = MaskedText | Pressed | Commanded | Opened | Rated | Happened
Incoming = Wrote | Ready


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
    ready: Ready
    if isinstance(incoming, Wrote):
        ready = clean_in(
            installation, conversation_id, incoming.text, event_id=event_id, actor=actor, now=now
        )
    else:
        ready = incoming
    if isinstance(ready, MaskedText):
        read_ahead()  # the first text of a process must not load the model under the lock

    def work(session: Session) -> TurnTaken | AlreadySeen | NotOffered:
        turn = Turn(session, conversations.lock(session, conversation_id), actor, now)
        return _taken(turn, ready, event_id)

    return installation.database.transact(work)


def _taken(turn: Turn, ready: Ready, event_id: str) -> TurnTaken | AlreadySeen | NotOffered:
    label = _label(turn, ready) if isinstance(ready, Pressed) else None
    if isinstance(ready, Pressed) and label is None:
        return NotOffered()
    if not conversations.is_new_event(turn.session, turn.conversation.id, event_id, now=turn.now):
        return AlreadySeen()
    event = _event(turn, ready)  # reads what was on offer, so it comes before the person's own line
    own = _own_line(ready, label)
    numbers = (_add(turn, "person", own),) if own is not None else ()
    if turn.conversation.floor == "person" and isinstance(event, Said | Chose | Opened) and not _stops(event):
        return TurnTaken((*numbers, *_warn(turn, event)))
    return TurnTaken((*numbers, *_run(turn, event)))


def _stops(event: Event) -> bool:
    """Whether it stops a reset: that counts also while a person of the team has the floor."""
    return isinstance(event, Chose) and event.value.startswith(NOT_ME)


def _own_line(ready: Ready, label: str | None) -> dict[str, Any] | None:
    """The person's own line, if this event has one."""
    match ready:
        case MaskedText(text=text, removed=removed):
            return {"kind": "text", "text": text} | ({"masked": True} if removed else {})
        case Pressed():
            return {"kind": "text", "text": label}
        case Commanded(words=words):
            return {"kind": "text", "text": words}
        case _:
            return None


def _event(turn: Turn, ready: Ready) -> Event:
    match ready:
        case MaskedText():
            return _said(turn, ready)
        case Pressed(value=value):
            return Chose(value)
        case Commanded(intent=intent):
            return Chose(f"intent:{intent}")
        case Opened() | Rated() | Happened():
            return ready
        case _:
            assert_never(ready)


def _said(turn: Turn, masked: MaskedText) -> Event:
    """The text as understood; the words of an offered button count as pressing it."""
    offered = [*_on_offer(turn), *START_OVER]
    state, facts = states.from_json(turn.conversation.state), _facts(turn)
    wish = read(masked, situation_of(state, facts, offered))
    turn.conversation.language = language_of(masked, wish, turn.conversation)
    if any(value == wish.button for _, value in offered):
        return Chose(wish.button)
    return Said(masked.text, wish, masked.removed, masked.has_burned)


def _run(turn: Turn, event: Event) -> tuple[int, ...]:
    """Step and perform until the engine asks for nothing more, then save the state and write the messages."""
    state, memory = states.from_json(turn.conversation.state), _memory(turn)
    waiting: list[Event] = [event]
    says: list[messages.Message] = []
    for _ in range(MOST_EVENTS):
        if not waiting:
            break
        facts = replace(_facts(turn), memory=memory)
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


def _facts(turn: Turn) -> Facts:
    """The facts of this moment, with what the conversation remembers."""
    facts = facts_for(turn.session, turn.conversation, language=_language(turn), now=turn.now)
    return replace(facts, memory=_memory(turn))


def _memory(turn: Turn) -> Memory:
    return memories.from_json(turn.conversation.state.get("memory"))


def _warn(turn: Turn, event: Event) -> tuple[int, ...]:
    """The bot says only one thing: it explains a removed secret, even when the team has the floor."""
    if not isinstance(event, Said):
        return ()
    facts = facts_for(turn.session, turn.conversation, language=_language(turn), now=turn.now)
    return tuple(_add(turn, "bot", messages.to_json(message)) for message in warnings(event, facts))


def _add(turn: Turn, author: conversations.Author, body: dict[str, Any]) -> int:
    turn.session.flush()  # adding re-reads the conversation
    return conversations.add(turn.session, turn.conversation, author, body, now=turn.now).number


def _label(turn: Turn, pressed: Pressed) -> str | None:
    """What the button says; None when no such button was shown: a value is never trusted by itself."""
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
    said = conversations.latest_from_bot(turn.session, turn.conversation, BUTTONS_LAST)
    return next((_choices(message) for message in said if message.body.get("kind") == "choices"), [])


def _choices(message: Message) -> list[tuple[str, str]]:
    return [(choice["label"], choice["value"]) for choice in message.body.get("choices", ())]


def _language(turn: Turn) -> Language:
    return turn.conversation.language

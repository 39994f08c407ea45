"""Free text before the engine sees it: masked, understood, and in which language to answer."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from bot.engine.types import states
from bot.engine.types.facts import Language
from bot.secrets_guard.masking import mask
from bot.secrets_guard.reading import Expecting
from bot.turns.facts import who_in
from bot.understanding.understood import understand
from bot.understanding.wish import Wish
from core.chat.conversations import Conversation, SeenEvent
from core.ground.actors import Actor
from core.ground.installation import Installation
from core.practices import practices
from core.second_factor import attempts
from core.second_factor.attempts import Burned

ENOUGH_WORDS = 3  # a shorter text does not change the language of a conversation: "ok" and "no" are both
PLACEHOLDER = re.compile(r"\[[^\]]*\]")  # what the guard leaves in place of a secret


@dataclass(frozen=True)
class ReadingContext:
    """What the same words can mean something else by: who speaks, and which question is open."""

    role: str
    state: str

    @property
    def expecting(self) -> Expecting | None:
        """What is being typed on the page just now, and may land in the chat by mistake."""
        return "code" if self.state in {"guide_step_2", "guide_step_3"} else None


@dataclass(frozen=True)
class Owner:
    """Whose recovery tokens could be pasted here, and how the conversation listens."""

    user_id: str | None
    ear: ReadingContext = ReadingContext("visitor", "idle")


@dataclass(frozen=True)
class Heard:
    """A masked text and what it seems to ask for."""

    text: str
    removed: tuple[str, ...]
    understood: Wish
    ear: ReadingContext
    has_burned: bool = False


@dataclass(frozen=True)
class MaskedText:
    """A text whose secrets are cut out: what may be kept of it. ``removed`` names their kinds."""

    text: str
    removed: tuple[str, ...] = ()
    has_burned: bool = False


def clean(
    installation: Installation, text: str, *, who: Owner, is_old_event: bool, actor: Actor, now: datetime
) -> MaskedText:
    """Cut out every secret, and burn a true recovery token, before anything is written: hashing needs no transaction.

    An event that was heard before burns nothing: trying its token again would count as an attempt.
    """
    masked = mask(text, expecting=who.ear.expecting)
    removed = tuple(finding.kind for finding in masked.found)
    token = masked.recovery_token
    if token is None or who.user_id is None or is_old_event:
        return MaskedText(masked.text, removed)
    outcome = attempts.burn(installation, who.user_id, token, by=actor, now=now)
    return MaskedText(masked.text, removed, has_burned=isinstance(outcome, Burned))


def listen(
    installation: Installation,
    conversation_id: str,
    text: str,
    *,
    event_id: str,
    actor: Actor,
    now: datetime,
) -> Heard:
    """Clean and understand a text as typed, before the turn."""
    who, is_old = installation.database.read(lambda session: _before(session, conversation_id, event_id))
    cleaned = clean(installation, text, who=who, is_old_event=is_old, actor=actor, now=now)
    return hear(cleaned, who.ear)


def listen_again(installation: Installation, conversation_id: str, cleaned: MaskedText) -> Heard:
    """Understand a text that was cleaned when it came in."""
    who = installation.database.read(lambda session: owner_of(session, conversation_id))
    return hear(cleaned, who.ear)


def owner_of(session: Session, conversation_id: str) -> Owner:
    """Who speaks in a conversation, and how it listens at the moment."""
    conversation = session.get_one(Conversation, conversation_id)
    return Owner(conversation.user_id or conversation.proven_user_id, context_of(session, conversation))


def context_of(session: Session, conversation: Conversation) -> ReadingContext:
    """How this conversation listens at the moment."""
    return ReadingContext(role=_role(session, conversation), state=states.from_json(conversation.state).name)


def hear(cleaned: MaskedText, ear: ReadingContext) -> Heard:
    """Understand a cleaned text. Pure, and worth doing outside a transaction (milliseconds of CPU)."""
    words = PLACEHOLDER.sub(" ", cleaned.text) if cleaned.removed else cleaned.text
    understood = understand(words, role=ear.role, state=ear.state)
    return Heard(cleaned.text, cleaned.removed, understood, ear, cleaned.has_burned)


def language_of(heard: Heard, conversation: Conversation) -> Language:
    """The asker's language: set by the first words, changed only by a text long enough to be sure."""
    words = re.findall(r"[^\W\d_]+", PLACEHOLDER.sub(" ", heard.text) if heard.removed else heard.text)
    is_first = conversation.last_number == 0
    if words and (is_first or len(words) >= ENOUGH_WORDS):
        return cast("Language", heard.understood.language)
    return cast("Language", conversation.language)


def _before(session: Session, conversation_id: str, event_id: str) -> tuple[Owner, bool]:
    is_old = session.get(SeenEvent, (conversation_id, event_id)) is not None
    return owner_of(session, conversation_id), is_old


def _role(session: Session, conversation: Conversation) -> str:
    if who_in(conversation) != "member" or conversation.user_id is None:
        return "visitor"
    works_in = practices.practices_of(session, conversation.user_id)
    return "admin" if any(practice.role == "admin" for practice in works_in) else "member"

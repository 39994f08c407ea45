"""Free text before the engine sees it: masked, understood, and in which language to answer."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from bot.engine import states
from bot.engine.facts import Language
from bot.facts import who_in
from bot.secrets_guard import Expecting, Masked, mask
from bot.understanding import Understood, understand
from core import practices, second_factor
from core.actors import Actor
from core.conversations import Conversation, SeenEvent
from core.installation import Installation
from core.second_factor import Burned

ENOUGH_WORDS = 3  # a shorter text does not change the language of a conversation: "ok" and "no" are both
PLACEHOLDER = re.compile(r"\[[^\]]*\]")  # what the guard leaves in place of a secret


@dataclass(frozen=True)
class Ear:
    """What the same words can mean something else by: who speaks, and which question is open."""

    role: str
    state: str

    @property
    def expecting(self) -> Expecting | None:
        """What is being typed on the page just now, and may land in the chat by mistake."""
        return "code" if self.state in {"guide_step_2", "guide_step_3"} else None


@dataclass(frozen=True)
class Heard:
    """A masked text and what it seems to ask for."""

    text: str
    removed: tuple[str, ...]
    understood: Understood
    ear: Ear
    has_burned: bool = False


def listen(
    installation: Installation,
    conversation_id: str,
    text: str,
    *,
    event_id: str,
    actor: Actor,
    now: datetime,
) -> Heard:
    """Mask and understand a text, and burn a true recovery token in it, before the turn: hashing needs no transaction."""
    before = installation.database.read(lambda session: _before(session, conversation_id, event_id))
    masked = mask(text, expecting=before.ear.expecting)
    token, owner = masked.recovery_token, before.owner
    if token is None or owner is None or before.is_old_event:
        return hear(masked, before.ear)
    outcome = second_factor.burn(installation, owner, token, by=actor, now=now)
    return replace(hear(masked, before.ear), has_burned=isinstance(outcome, Burned))


def ear_of(session: Session, conversation: Conversation) -> Ear:
    """How this conversation listens at the moment."""
    return Ear(role=_role(session, conversation), state=states.from_json(conversation.state).name)


def hear(masked: Masked, ear: Ear) -> Heard:
    """Understand a masked text. Pure, and worth doing outside a transaction (milliseconds of CPU)."""
    removed = tuple(finding.kind for finding in masked.found)
    words = PLACEHOLDER.sub(" ", masked.text) if removed else masked.text
    understood = understand(words, role=ear.role, state=ear.state)
    return Heard(masked.text, removed, understood, ear)


def language_of(heard: Heard, conversation: Conversation) -> Language:
    """The asker's language: set by the first words, changed only by a text long enough to be sure."""
    words = re.findall(r"[^\W\d_]+", PLACEHOLDER.sub(" ", heard.text) if heard.removed else heard.text)
    is_first = conversation.last_number == 0
    if words and (is_first or len(words) >= ENOUGH_WORDS):
        return cast("Language", heard.understood.language)
    return cast("Language", conversation.language)


@dataclass(frozen=True)
class _Before:
    ear: Ear
    owner: str | None  # whose tokens could be pasted here
    is_old_event: bool  # heard before: a token in it is burned already, and trying it again would count


def _before(session: Session, conversation_id: str, event_id: str) -> _Before:
    conversation = session.get_one(Conversation, conversation_id)
    return _Before(
        ear=ear_of(session, conversation),
        owner=conversation.user_id or conversation.proven_user_id,
        is_old_event=session.get(SeenEvent, (conversation_id, event_id)) is not None,
    )


def _role(session: Session, conversation: Conversation) -> str:
    if who_in(conversation) != "member" or conversation.user_id is None:
        return "visitor"
    works_in = practices.practices_of(session, conversation.user_id)
    return "admin" if any(practice.role == "admin" for practice in works_in) else "member"

"""Free text before the transaction: secrets are cut out, and a true recovery token is burned, which needs hashing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.engine.types import states
from bot.secrets_guard.masking import mask
from bot.secrets_guard.reading import Expecting
from core.chat import conversations
from core.chat.conversations import Conversation
from core.ground.actors import Actor
from core.ground.installation import Installation
from core.second_factor import attempts
from core.second_factor.attempts import Burned

CODE_STEPS = {"guide_step_2", "guide_step_3"}  # a code is being typed on the page
TOKEN_STEPS = {"guide_tokens", "lost_phone"}  # a recovery token is shown or asked for


@dataclass(frozen=True)
class Owner:
    """Whose recovery tokens could be pasted here, and what is being typed on the page meanwhile."""

    user_id: str | None
    expecting: Expecting | None = None


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

    A repeated event burns nothing: trying its token again would count as an attempt.
    """
    masked = mask(text, expecting=who.expecting)
    removed = tuple(finding.kind for finding in masked.found)
    token = masked.recovery_token
    if token is None or who.user_id is None or is_old_event:
        return MaskedText(masked.text, removed)
    outcome = attempts.burn(installation, who.user_id, token, by=actor, now=now)
    return MaskedText(masked.text, removed, has_burned=isinstance(outcome, Burned))


def clean_in(
    installation: Installation,
    conversation_id: str,
    text: str,
    *,
    event_id: str,
    actor: Actor,
    now: datetime,
) -> MaskedText:
    """Clean a text as typed into this conversation."""

    def look(session: Session) -> tuple[Owner, bool]:
        is_old = conversations.is_seen_event(session, conversation_id, event_id)
        return owner_of(session, conversation_id), is_old

    who, is_old = installation.database.read(look)
    return clean(installation, text, who=who, is_old_event=is_old, actor=actor, now=now)


def owner_of(session: Session, conversation_id: str) -> Owner:
    """Who speaks in a conversation, and what they may be typing beside it."""
    conversation = session.get_one(Conversation, conversation_id)
    state = states.from_json(conversation.state).name
    return Owner(conversation.user_id or conversation.proven_user_id, _expected_in(state))


def _expected_in(state: str) -> Expecting | None:
    """What may be pasted by mistake while this question is open."""
    if state in TOKEN_STEPS:
        return "recovery_token"
    return "code" if state in CODE_STEPS else None

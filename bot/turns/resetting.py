"""What the engine asks about a reset, carried out by one call into core each. Who acts comes from the channel."""

from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from bot.engine.types import effects
from bot.engine.types.events import Outcome
from bot.turns.facts import who_in
from core.chat.conversations import Conversation
from core.ground.actors import Actor
from core.ground.time_words import coming_moment
from core.people.staff_rights import NotAllowed
from core.people.users import User
from core.practices import practices
from core.requests import reset_requests
from core.requests.reset_requests import (
    NoSuchReset,
    NothingToReset,
    ResetAlreadyFiled,
    ResetFiled,
    ResetFrozen,
    ResetOver,
    ResetWithdrawn,
    TooManyResets,
)
from core.requests.reset_states import ResetRequest

ResetEffect = effects.FileReset | effects.WithdrawReset | effects.FreezeReset


def perform_reset(
    session: Session, conversation: Conversation, effect: ResetEffect, *, by: Actor, now: datetime
) -> Outcome:
    """One effect on a reset. Core reads from ``by`` who it is and how it is proven, never from the chat."""
    if who_in(conversation) == "visitor":
        return Outcome("reset.not_allowed")
    if conversation.kind == "proven" and by.user_id != conversation.proven_user_id:
        return Outcome("reset.sign_in_again")  # the half sign-in is over; its chat alone proves nothing
    match effect:
        case effects.FileReset():
            return _file(session, conversation, effect, by=by, now=now)
        case effects.WithdrawReset(reset_id=reset_id):
            return _withdraw(session, reset_id, by=by, now=now)
        case effects.FreezeReset(reset_id=reset_id):
            return _freeze(session, reset_id, by=by, now=now)
        case _:
            assert_never(effect)


def _file(
    session: Session, conversation: Conversation, effect: effects.FileReset, *, by: Actor, now: datetime
) -> Outcome:
    person_id = effect.person_id or by.user_id or ""
    outcome = reset_requests.file(
        session, person_id, by=by, note=effect.note, conversation_id=conversation.id, now=now
    )
    name = _name_of_another(session, person_id, by)
    match outcome:
        case ResetFiled(reset_id=reset_id) | ResetAlreadyFiled(reset_id=reset_id):
            kind = "reset.filed" if isinstance(outcome, ResetFiled) else "reset.already"
            return Outcome(kind, {"reset_id": reset_id, "name": name})
        case NothingToReset():
            return Outcome("reset.nothing_other" if name else "reset.nothing", {"name": name})
        case TooManyResets(until=until):
            return Outcome("reset.too_many", {"until": _words(session, conversation, by, until, now=now)})
        case NotAllowed():
            is_own = person_id == by.user_id
            return Outcome("reset.not_allowed" if is_own else "reset.not_your_colleague")
        case _:
            assert_never(outcome)


def _withdraw(session: Session, reset_id: str, *, by: Actor, now: datetime) -> Outcome:
    outcome = reset_requests.withdraw_reset(session, reset_id, by=by, now=now)
    match outcome:
        case ResetWithdrawn():
            return Outcome("reset.withdrawn", _about(session, reset_id, by))
        case ResetOver(state=state):
            return Outcome("reset.over", {"state": state})
        case NoSuchReset():
            return Outcome("reset.unknown")
        case _:
            assert_never(outcome)


def _freeze(session: Session, reset_id: str, *, by: Actor, now: datetime) -> Outcome:
    outcome = reset_requests.freeze(session, reset_id, by=by, now=now)
    match outcome:
        case ResetFrozen():
            return Outcome("reset.frozen", _about(session, reset_id, by))
        case ResetOver(state=state):
            return Outcome("reset.over", {"state": state})
        case NoSuchReset():
            return Outcome("reset.unknown")
        case _:
            assert_never(outcome)


def _about(session: Session, reset_id: str, by: Actor) -> dict[str, str]:
    whose = session.get_one(ResetRequest, reset_id).user_id
    return {"reset_id": reset_id, "name": _name_of_another(session, whose, by)}


def _name_of_another(session: Session, person_id: str, by: Actor) -> str:
    """The name of another person; empty for oneself. Said only after core has let this person act on them."""
    person = session.get(User, person_id) if person_id != by.user_id else None
    return person.name if person else ""


def _words(
    session: Session, conversation: Conversation, by: Actor, moment: datetime, *, now: datetime
) -> str:
    zone = practices.first_time_zone(practices.practices_of(session, by.user_id or ""))
    return coming_moment(moment, zone=zone, language=conversation.language, now=now)

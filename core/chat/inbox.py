"""What the team does with a conversation that waits: take, reply, note, give back to the bot, close.

Only the holder of a conversation answers in it, so two never talk over each other; taking it from a colleague is a
separate action that names that colleague. Texts arrive here already masked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.audit import entries
from core.chat import conversations, hand_overs
from core.chat.conversations import LONGEST_LINE, Conversation
from core.chat.hand_overs import Ending
from core.ground import outbox
from core.ground.actors import Actor
from core.ground.db import announce, changed
from core.ground.outbox import NoticeKind
from core.people.names import first_name
from core.people.staff_rights import NotAllowed, may_act
from core.people.users import User

MAIL_AFTER = timedelta(minutes=5)  # that an answer lies unread in the chat


@dataclass(frozen=True)
class ConversationTaken:
    """The conversation is yours."""


@dataclass(frozen=True)
class TakenByColleague:
    """A colleague has it: ``name``, and the id to name when taking it over."""

    name: str
    staff_id: str


@dataclass(frozen=True)
class NotWaiting:
    """The bot has it: no person waits, or a colleague has finished."""


@dataclass(frozen=True)
class NotTakenByYou:
    """It waits for a person, and you have not taken it yet."""


@dataclass(frozen=True)
class Replied:
    """The person reads it now; ``number`` is its place in the conversation."""

    number: int


@dataclass(frozen=True)
class Noted:
    """The team reads it; the person never does."""

    number: int


@dataclass(frozen=True)
class HandedBack:
    """The bot has the floor again, and says so."""


@dataclass(frozen=True)
class VisitorGone:
    """The cookie that opens this conversation has ended: a reply would reach no one."""


@dataclass(frozen=True)
class BadReply:
    """The text is missing or too long; ``why`` is one plain sentence."""

    why: str


@dataclass(frozen=True)
class NoConversation:
    """There is none of this id that was ever handed over."""


NotHeld: TypeAlias = NotAllowed | NoConversation | NotWaiting | NotTakenByYou | TakenByColleague


def take(
    session: Session, conversation_id: str, *, instead_of: str | None = None, by: Actor, now: datetime
) -> ConversationTaken | TakenByColleague | NotWaiting | NoConversation | NotAllowed:
    """Take the floor, or take it over from ``instead_of``. One guarded UPDATE: of two, one succeeds."""
    found = _open(session, conversation_id, by=by)
    if not isinstance(found, Conversation):
        return found
    free = Conversation.floor == "waiting" if instead_of is None else Conversation.taken_by == instead_of
    mine = update(Conversation).where(Conversation.id == conversation_id, Conversation.floor != "bot", free)
    if not changed(session, mine.values(floor="person", taken_by=by.user_id)):
        return _who_has_it(session, conversation_id, by)
    hand_overs.taken(session, conversation_id, staff_id=by.person_id, now=now)
    _seen(session, conversation_id)
    details = {"instead_of": instead_of} if instead_of else {}
    _record(session, conversation_id, "conversation.taken", by=by, now=now, **details)
    return ConversationTaken()


def reply(
    session: Session, conversation_id: str, text: str, *, by: Actor, now: datetime
) -> Replied | BadReply | VisitorGone | NotHeld:
    """Send a reply to the person, under the sender's first name; only the conversation's holder can."""
    held = _held(session, conversation_id, by)
    if not isinstance(held, Conversation):
        return held
    if problem := text_problem(text):
        return problem
    if held.expires_at is not None and held.expires_at <= now:
        return VisitorGone()
    body = {"kind": "text", "text": text.strip()}
    message = conversations.add(session, held, "staff", body, staff_id=by.user_id, now=now)
    hand_overs.replied(session, conversation_id, now=now)
    _mail_that_it_waits(session, held, message.number, now=now)
    _finish(session, conversation_id, "conversation.replied", message.number, by=by, now=now)
    return Replied(message.number)


def note(
    session: Session, conversation_id: str, text: str, *, by: Actor, now: datetime
) -> Noted | BadReply | NoConversation | NotAllowed:
    """Write a line for colleagues; it does not need the floor, because the person never sees it."""
    found = _known(session, conversation_id, by)
    if not isinstance(found, Conversation):
        return found
    if problem := text_problem(text):
        return problem
    body = {"kind": "text", "text": text.strip()}
    message = conversations.add(session, found, "note", body, staff_id=by.user_id, now=now)
    _finish(session, conversation_id, "conversation.noted", message.number, by=by, now=now)
    return Noted(message.number)


def give_back(session: Session, conversation_id: str, *, by: Actor, now: datetime) -> HandedBack | NotHeld:
    """The bot continues where it stopped."""
    return _leave(session, conversation_id, "given_back", by=by, now=now)


def close(session: Session, conversation_id: str, *, by: Actor, now: datetime) -> HandedBack | NotHeld:
    """The matter is settled; the bot asks whether it helped."""
    return _leave(session, conversation_id, "closed", by=by, now=now)


def see(session: Session, conversation_id: str, *, by: Actor) -> None:
    """A team member who may answer has read it to the end; an auditor's view does not count."""
    if isinstance(_known(session, conversation_id, by), Conversation):
        _seen(session, conversation_id)


def show_typing(session: Session, conversation_id: str, *, by: Actor) -> None:
    """Update the person's screen while the holder types; none of the words are stored."""
    if isinstance(_held(session, conversation_id, by), Conversation):
        announce(session, f"typing:{conversation_id}:staff")


def is_unread(session: Session, conversation_id: str, number: int) -> bool:
    """Whether the person has not seen our line ``number`` yet."""
    chat = session.get(Conversation, conversation_id)
    return chat is not None and chat.read_number < number


def text_problem(text: str) -> BadReply | None:
    """What is wrong with a reply or a note; None when it will do."""
    if not text.strip():
        return BadReply("Please write something.")
    if len(text.strip()) > LONGEST_LINE:
        return BadReply(f"That is too long. A message can have {LONGEST_LINE:,} characters.")
    return None


def _known(session: Session, conversation_id: str, by: Actor) -> Conversation | NoConversation | NotAllowed:
    """A conversation that was handed over, for staff who may act; talks with the bot alone stay private."""
    if refused := may_act(session, by):
        return refused
    if not hand_overs.was_handed_over(session, conversation_id):
        return NoConversation()
    return conversations.lock(session, conversation_id)


def _open(
    session: Session, conversation_id: str, *, by: Actor
) -> Conversation | NoConversation | NotAllowed | NotWaiting:
    found = _known(session, conversation_id, by)
    return NotWaiting() if isinstance(found, Conversation) and found.floor == "bot" else found


def _held(session: Session, conversation_id: str, by: Actor) -> Conversation | NotHeld:
    """The conversation, locked, if this person has the floor in it; or who has it instead."""
    found = _open(session, conversation_id, by=by)
    if not isinstance(found, Conversation):
        return found
    if found.floor == "waiting":
        return NotTakenByYou()
    return found if found.taken_by == by.user_id else _holder(session, found)


def _who_has_it(
    session: Session, conversation_id: str, by: Actor
) -> ConversationTaken | TakenByColleague | NotWaiting:
    found = conversations.lock(session, conversation_id)
    if found.floor != "person":
        return NotWaiting()
    return ConversationTaken() if found.taken_by == by.user_id else _holder(session, found)


def _holder(session: Session, conversation: Conversation) -> TakenByColleague:
    holder = session.get_one(User, conversation.taken_by)
    return TakenByColleague(holder.name, holder.id)


def _leave(
    session: Session, conversation_id: str, ended: Ending, *, by: Actor, now: datetime
) -> HandedBack | NotHeld:
    held = _held(session, conversation_id, by)
    if not isinstance(held, Conversation):
        return held
    hand_overs.end(session, conversation_id, ended, now=now)
    held.floor, held.taken_by, held.waiting_since = "bot", None, None
    session.flush()
    _finish(session, conversation_id, f"conversation.{ended}", held.last_number, by=by, now=now)
    staff = first_name(session.get_one(User, by.person_id).name)
    kind: NoticeKind = "conversation_given_back" if ended == "given_back" else "conversation_closed"
    outbox.tell(
        session,
        kind,
        via="conversation",
        conversation_id=conversation_id,
        data={"staff": staff},
        now=now,
    )
    return HandedBack()


def _mail_that_it_waits(session: Session, chat: Conversation, number: int, *, now: datetime) -> None:
    """For a member who has left the chat: one mail until they look, with none of what was said.

    Slack notifies of its own lines; for visitors no address is known to be right.
    """
    if chat.kind == "member":
        outbox.tell(
            session,
            "answer_waits",
            via="mail",
            user_id=chat.user_id,
            conversation_id=chat.id,
            data={"number": number},
            once=f"answer_waits:{chat.id}:{chat.read_number}",
            now=now + MAIL_AFTER,  # due then, if it is unread still
        )


def _seen(session: Session, conversation_id: str) -> None:
    """What the person wrote is not new to the team any more."""
    behind = Conversation.team_read_number < Conversation.last_number
    unseen = update(Conversation).where(Conversation.id == conversation_id, behind)
    if changed(session, unseen.values(team_read_number=Conversation.last_number)):
        announce(session, "inbox")
        announce(session, f"conversation:{conversation_id}")


def _finish(
    session: Session, conversation_id: str, action: str, number: int, *, by: Actor, now: datetime
) -> None:
    session.flush()
    _seen(session, conversation_id)
    _record(session, conversation_id, action, by=by, now=now, number=number)


def _record(
    session: Session, conversation_id: str, action: str, *, by: Actor, now: datetime, **details: object
) -> None:
    """The entry names the conversation and the line, never its words."""
    entries.record(session, action, by=by, now=now, on=conversation_id, details=dict(details))
    announce(session, "inbox")
    announce(session, f"conversation:{conversation_id}")

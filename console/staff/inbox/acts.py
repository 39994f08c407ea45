"""What the team does with a conversation: take it, answer, note, give it back, close it. Each is one call into core."""

from typing import assert_never

from starlette.responses import Response

from console.staff.cleaning import LONGEST_TYPED, Clean, CleanedText
from console.staff.inbox import conversation
from console.staff.inbox.conversation import NO_SUCH, conversation_id
from console.web.doors import Handler, refusal
from console.web.visit import Visit
from core.chat import inbox, saved_replies
from core.chat.inbox import (
    BadReply,
    ConversationTaken,
    HandedBack,
    NoConversation,
    Noted,
    NotHeld,
    NotTakenByYou,
    NotWaiting,
    Replied,
    TakenByColleague,
    VisitorGone,
)
from core.people.staff_rights import NotAllowed

HAS_ENDED = "This chat has ended on their side, so nobody would read an answer. You can close it."
NOT_TAKEN = "Take the conversation first, then answer."
WITH_THE_BOT = "The bot has this conversation again. Nothing was changed."


async def take(visit: Visit) -> Response:
    """Take it, or take it over from the colleague the page named; a reply that was typed already is kept."""
    typed = visit.form.text("reply", limit=LONGEST_TYPED)
    outcome = await visit.database.transact(
        lambda session: inbox.take(
            session,
            conversation_id(visit),
            instead_of=visit.form.text("instead_of", limit=24) or None,
            by=visit.actor,
            now=visit.now,
        )
    )
    if isinstance(outcome, ConversationTaken):
        return await conversation.draw(visit, reply=typed) if typed else _page(visit, done="take")
    return await _refused(visit, outcome, reply=typed)


def replying(clean: Clean) -> Handler:
    """The handler of a reply. ``clean`` cuts secrets out before anything is kept."""

    async def reply(visit: Visit) -> Response:
        cleaned = clean(visit.form.text("reply", limit=LONGEST_TYPED))
        outcome = await visit.database.transact(
            lambda session: inbox.reply(
                session, conversation_id(visit), cleaned.text, by=visit.actor, now=visit.now
            )
        )
        match outcome:
            case Replied():
                return _page(visit, cleaned, done="reply")
            case BadReply(why):
                return await _wrong(visit, "reply", why, cleaned)
            case VisitorGone():
                return await conversation.draw(visit, status=409, problem=HAS_ENDED)
            case _:
                return await _refused(visit, outcome, reply=cleaned.text)

    return reply


def noting(clean: Clean) -> Handler:
    """The handler of a note for colleagues, which passes the same guard."""

    async def note(visit: Visit) -> Response:
        cleaned = clean(visit.form.text("note", limit=LONGEST_TYPED))
        outcome = await visit.database.transact(
            lambda session: inbox.note(
                session, conversation_id(visit), cleaned.text, by=visit.actor, now=visit.now
            )
        )
        match outcome:
            case Noted():
                return _page(visit, cleaned, done="note")
            case BadReply(why):
                return await _wrong(visit, "note", why, cleaned)
            case _:
                return await _refused(visit, outcome)

    return note


async def give_back(visit: Visit) -> Response:
    """Give the conversation back to the bot."""
    outcome = await visit.database.transact(
        lambda session: inbox.give_back(session, conversation_id(visit), by=visit.actor, now=visit.now)
    )
    return await _left(visit, outcome, "given-back")


async def close(visit: Visit) -> Response:
    """Close the conversation."""
    outcome = await visit.database.transact(
        lambda session: inbox.close(session, conversation_id(visit), by=visit.actor, now=visit.now)
    )
    return await _left(visit, outcome, "closed")


async def insert(visit: Visit) -> Response:
    """Put a saved reply behind what is typed already; the page's script does the same without asking us."""
    typed = visit.form.text("reply", limit=LONGEST_TYPED)
    wanted = visit.form.text("insert", limit=24)
    saved = await visit.database.read(saved_replies.listing)
    texts = [each.text for each in saved if each.id == wanted]
    return await conversation.draw(visit, reply="\n\n".join([*filter(None, [typed]), *texts]))


async def seen(visit: Visit) -> Response:
    """The open page has shown what is new."""
    await visit.database.transact(lambda session: inbox.see(session, conversation_id(visit), by=visit.actor))
    return Response(status_code=204)


async def typing(visit: Visit) -> Response:
    """The person sees that a reply is being typed; nothing of it is stored."""
    await visit.database.transact(
        lambda session: inbox.show_typing(session, conversation_id(visit), by=visit.actor)
    )
    return Response(status_code=204)


async def _left(visit: Visit, outcome: HandedBack | NotHeld, done: str) -> Response:
    if isinstance(outcome, HandedBack):
        return visit.go("/inbox", done=done)
    return await _refused(visit, outcome)


async def _wrong(visit: Visit, field: str, why: str, cleaned: CleanedText) -> Response:
    return await conversation.draw(visit, status=400, wrong=field, problem=why, **{field: cleaned.text})


async def _refused(visit: Visit, outcome: NotHeld, reply: str = "") -> Response:
    """Nothing was done: a colleague has it, no one has it, or this person may not act on it."""
    match outcome:
        case TakenByColleague(name=name):
            why = f"{name} has this conversation. You can take it over, if that is what you both want."
        case NotTakenByYou():
            why = NOT_TAKEN
        case NotWaiting():
            why = WITH_THE_BOT
        case NotAllowed(why):
            return refusal(visit, 403, why)
        case NoConversation():
            return refusal(visit, 404, NO_SUCH)
        case _:
            assert_never(outcome)
    return await conversation.draw(visit, status=409, problem=why, reply=reply)


def _page(visit: Visit, cleaned: CleanedText | None = None, *, done: str) -> Response:
    query = cleaned.as_query if cleaned else {}
    return visit.go(f"/inbox/{conversation_id(visit)}", done=done, **query)

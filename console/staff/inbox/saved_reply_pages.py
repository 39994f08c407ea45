"""The page of saved replies: what the team writes often, to be inserted with one press."""

from typing import assert_never

from starlette.responses import Response

from console.staff.cleaning import LONGEST_TYPED, Clean, removed_sentence
from console.web.doors import Handler, refusal
from console.web.visit import Visit
from core.chat import saved_replies
from core.chat.saved_replies import BadSavedReply, Deleted, NoSuchReply, Saved
from core.people.staff_rights import DECIDERS, NotAllowed

PAGE = "/inbox/replies"
GONE = "Somebody has deleted this saved reply."
BLANK = {"wrong": "", "problem": "", "wrong_id": "", "title": "", "text": ""}


async def show(visit: Visit) -> Response:
    """All of them."""
    return await _draw(visit)


def saving(clean: Clean) -> Handler:
    """The handler that keeps a new text or a changed one; both fields go through the guard."""

    async def save(visit: Visit) -> Response:
        reply_id = visit.form.text("id", limit=24)
        title = clean(visit.form.text("title", limit=LONGEST_TYPED))
        text = clean(visit.form.text("text", limit=LONGEST_TYPED))
        outcome = await visit.database.transact(
            lambda session: saved_replies.save(
                session, reply_id or None, title=title.text, text=text.text, by=visit.actor, now=visit.now
            )
        )
        match outcome:
            case Saved():
                removed = ",".join(dict.fromkeys((*title.removed, *text.removed)))
                return visit.go(PAGE, done="saved", **({"removed": removed} if removed else {}))
            case BadSavedReply(field, why):
                typed = {"title": title.text, "text": text.text, "wrong_id": reply_id}
                return await _draw(visit, status=400, wrong=field, problem=why, **typed)
            case NoSuchReply():
                return refusal(visit, 404, GONE)
            case NotAllowed(why):
                return refusal(visit, 403, why)
            case _:
                assert_never(outcome)

    return save


async def delete(visit: Visit) -> Response:
    """Take one out of the list."""
    reply_id = visit.form.text("id", limit=24)
    outcome = await visit.database.transact(
        lambda session: saved_replies.delete(session, reply_id, by=visit.actor, now=visit.now)
    )
    match outcome:
        case Deleted():
            return visit.go(PAGE, done="deleted")
        case NoSuchReply():
            return refusal(visit, 404, GONE)
        case NotAllowed(why):
            return refusal(visit, 403, why)
        case _:
            assert_never(outcome)


async def _draw(visit: Visit, *, status: int = 200, **facts: str) -> Response:
    saved = await visit.database.read(saved_replies.listing)
    removed = visit.request.query_params.get("removed", "").split(",")
    return visit.page(
        "saved_replies.html",
        status=status,
        saved=saved,
        may_act=visit.me.staff_role in DECIDERS,
        removed=removed_sentence(removed),
        **(BLANK | facts),
    )

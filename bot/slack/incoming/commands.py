"""``/2fa``: an answer that only the person sees, or a turn of the conversation and a word where to look for it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.slack.incoming.intake import SlackAction, TakenIn, take_in, take_in_text
from bot.slack.views.elements import Rendered
from bot.slack.views.home_view import overview, status
from bot.slack.views.replies import answered_there, too_many
from bot.slack.workspace.facts import LinkedPerson, facts_of
from bot.slack.workspace.workspace import Workspace

Ack = Callable[..., Awaitable[Any]]


async def answer_command(workspace: Workspace, ack: Ack, command: Mapping[str, Any]) -> None:
    """The word behind ``/2fa`` decides; anything else is a question, answered in the Messages tab."""
    user, trigger = command["user_id"], command["trigger_id"]
    typed = str(command.get("text") or "").strip()
    known = await workspace.database.read(
        lambda session: facts_of(session, workspace, user, now=workspace.clock())
    )
    word = typed.casefold()
    if known is not None and word in {"", "status"}:
        show = overview if not word else status
        await _say(ack, show(known.facts, site_url=workspace.site_url))
        return
    taken = await _write_down(workspace, user, f"trigger:{trigger}", typed, trigger=trigger)
    if taken == "too_many":
        await _say(ack, too_many(1, language=_language(known)))
    elif word == "request" and known is not None:
        await ack()  # the modal opens in a moment
    else:
        await _say(ack, answered_there(language=_language(known)))


async def _write_down(workspace: Workspace, user: str, key: str, typed: str, *, trigger: str) -> TakenIn:
    """What is too much is said in the answer to the command, so nowhere else."""
    match typed.casefold():
        case "" | "status":  # of a user we do not know yet
            deed = SlackAction(key, "came", user)
        case "request":
            deed = SlackAction(key, "ask", user, {"trigger": trigger, "practice_id": None})
        case "setup":
            deed = SlackAction(key, "command", user, {"intent": "start_setup", "words": "/2fa setup"})
        case "help":
            deed = SlackAction(key, "greet", user)
        case _:
            return await take_in_text(workspace, SlackAction(key, "said", user), typed, tells=False)
    return await take_in(workspace, deed, tells=False)


async def _say(ack: Ack, told: Rendered) -> None:
    await ack(response_type="ephemeral", text=told.text, blocks=told.blocks)


def _language(known: LinkedPerson | None) -> Any:
    return known.facts.language if known else "en"

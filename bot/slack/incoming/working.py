"""Doing what was asked, from the row: who is it, what do they want, once."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import assert_never

from bot.engine.types.events import Rated
from bot.slack.outgoing import opening, welcome
from bot.slack.outgoing.cards import refresh
from bot.slack.outgoing.conversation import come_in, take_turn
from bot.slack.outgoing.posting import PostFailed, failure, message
from bot.slack.outgoing.welcome import Greeting
from bot.slack.views.replies import pointer_to_dm
from bot.slack.workspace.calling import SlackAnswered, call
from bot.slack.workspace.facts import language_of
from bot.slack.workspace.people import LinkedMember, Newcomer, Unclear, Unwelcome, who
from bot.slack.workspace.workspace import Workspace, acting
from bot.turns.incoming_text import MaskedText
from bot.turns.turn import Commanded, Pressed
from core.requests import activation_requests
from core.slack.slack_events import SlackEvent, SlackEventKind

POINTLESS_AFTER = timedelta(minutes=2)  # an answer to a mention that is long forgotten

Work = Callable[[Workspace, str, SlackEvent], Awaitable[PostFailed | None]]


async def work(workspace: Workspace, received: SlackEvent) -> PostFailed | None:
    """The whole effect of one row; None when it has had it. Doing it again does nothing new."""
    now = workspace.clock()
    found = await who(workspace, received.slack_user_id, now=now)
    door = Greeting(received.slack_user_id, received.key, is_home=received.kind == "home")
    match found:
        case LinkedMember(user_id=user_id):
            return await WORK[received.kind](workspace, user_id, received)
        case Newcomer() if received.kind == "mentioned":
            return await _point(workspace, "", received)
        case Newcomer() if received.kind == "slowed":
            return await _slowed(workspace, "", received)
        case Newcomer():
            return await welcome.greet(workspace, door, found, now=now)
        case Unwelcome() if received.kind in {"mentioned", "slowed"}:
            return None
        case Unwelcome():
            return await welcome.refuse(workspace, door, found)
        case Unclear(error=error, retry_after=wait):
            return PostFailed(error, wait.total_seconds() if wait else None)
        case _:
            assert_never(found)


async def _said(workspace: Workspace, user_id: str, received: SlackEvent) -> None:
    data = received.data
    cleaned = MaskedText(data["text"], tuple(data["removed"]), has_burned=data["has_burned"])
    await take_turn(workspace, user_id, cleaned, received.key)


async def _pressed(workspace: Workspace, user_id: str, received: SlackEvent) -> None:
    pressed = Pressed(received.data["value"], received.data["number"])
    await take_turn(workspace, user_id, pressed, received.key)


async def _rated(workspace: Workspace, user_id: str, received: SlackEvent) -> None:
    rated = Rated(received.data["number"], helpful=received.data["helpful"])
    await take_turn(workspace, user_id, rated, received.key)


async def _commanded(workspace: Workspace, user_id: str, received: SlackEvent) -> None:
    await take_turn(
        workspace, user_id, Commanded(received.data["intent"], received.data["words"]), received.key
    )


async def _came(workspace: Workspace, user_id: str, _received: SlackEvent) -> None:
    """The Messages tab: a greeting once in a lifetime."""
    await come_in(workspace, user_id, event_id="came")


async def _greeted(workspace: Workspace, user_id: str, received: SlackEvent) -> None:
    await come_in(workspace, user_id, event_id=received.key)


async def _withdrawn(workspace: Workspace, user_id: str, received: SlackEvent) -> None:
    """The card under the button shows what came of it."""
    by, request_id = acting(user_id, received.key), received.data["request_id"]
    now = workspace.clock()
    await workspace.database.transact(
        lambda session: activation_requests.withdraw(session, request_id, by=by, now=now)
    )


async def _helped(workspace: Workspace, user_id: str, received: SlackEvent) -> PostFailed | None:
    """The shortcut: the modal for an admin who has something to ask for, the conversation for everybody else."""
    if await opening.may_ask(workspace, user_id):
        return await _asked(workspace, user_id, received)
    await come_in(workspace, user_id, event_id=received.key)
    return None


async def _asked(workspace: Workspace, user_id: str, received: SlackEvent) -> PostFailed | None:
    opened = await opening.request(workspace, user_id, received.data)
    if isinstance(opened, opening.TooLate):
        await take_turn(workspace, user_id, Commanded("request_activation", "/2fa request"), received.key)
        return None
    return opened


async def _answering(workspace: Workspace, user_id: str, received: SlackEvent) -> PostFailed | None:
    opened = await opening.answer(workspace, user_id, received.data)
    return None if isinstance(opened, opening.TooLate) else opened


async def _practice(workspace: Workspace, user_id: str, received: SlackEvent) -> PostFailed | None:
    return await opening.show_practice(workspace, user_id, received.data)


async def _home(workspace: Workspace, user_id: str, _received: SlackEvent) -> PostFailed | None:
    return await refresh(workspace, user_id)


async def _point(workspace: Workspace, _user_id: str, received: SlackEvent) -> PostFailed | None:
    """A mention in a channel is answered for that person's eyes only; where we may not speak, nothing is said."""
    told = message(pointer_to_dm())
    ephemeral = workspace.client.chat_postEphemeral
    where = {"channel": received.data["channel"], "user": received.slack_user_id}
    outcome = await call(workspace, ephemeral, **where, **told)
    if isinstance(outcome, SlackAnswered):
        return None
    failed = failure(outcome)
    is_over = workspace.clock() - received.received_at > POINTLESS_AFTER
    return failed if failed.retry_after is not None and not is_over else None


async def _slowed(workspace: Workspace, user_id: str, received: SlackEvent) -> PostFailed | None:
    language = await workspace.database.read(lambda session: language_of(session, user_id))
    door = Greeting(received.slack_user_id, received.key)
    return await welcome.slow_down(workspace, door, received.data["seconds"], language=language)


WORK: Mapping[SlackEventKind, Work] = {  # "sent" had its effect when its row was written
    "said": _said,
    "pressed": _pressed,
    "judged": _rated,
    "command": _commanded,
    "came": _came,
    "greet": _greeted,
    "withdraw": _withdrawn,
    "help": _helped,
    "ask": _asked,
    "answer": _answering,
    "practice": _practice,
    "home": _home,
    "mentioned": _point,
    "slowed": _slowed,
}

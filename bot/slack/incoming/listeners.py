"""What Bolt hands us, turned into deeds. Every handler stays tiny: write the row, answer, leave the rest to the worker.

A handler that fails answers 500 and Slack delivers again; Bolt would else answer 200 before the row is written.
"""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.incoming import modals
from bot.slack.incoming.commands import answer_command
from bot.slack.incoming.intake import SlackAction, take_in, take_in_text
from bot.slack.views.presses import (
    AnswerPressed,
    AskPressed,
    ChoicePressed,
    FeedbackPressed,
    LinkPressed,
    Press,
    WithdrawPressed,
    read_press,
)
from bot.slack.views.request_modal import ANSWER, CHOSE_PRACTICE, REQUEST
from bot.slack.workspace.workspace import Workspace
from core.slack.slack_events import SlackEventKind

COMMAND = "/2fa"
SHORTCUT = "two_factor_help"
VIEWS = (REQUEST, ANSWER)
ANYTHING = re.compile(".*")

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
log = structlog.get_logger("slack")
bolt_log = logging.getLogger("slack_bolt")
bolt_log.setLevel(logging.WARNING)  # at INFO it writes rejected bodies


def build_bolt(workspace: Workspace) -> AsyncApp:
    """Bolt with our listeners. The signature was checked at the door; the token never leaves our own client.

    ``authorize`` answers from the settings: Bolt's own way asks Slack within the three seconds it has to answer.
    """
    bolt = AsyncApp(
        name="tc2fa",
        logger=bolt_log,
        client=AsyncWebClient(base_url=workspace.installation.settings.slack_api_url, retry_handlers=[]),
        authorize=_authorize(workspace),
        before_authorize=_only_our_team(workspace),
        process_before_response=True,
        request_verification_enabled=False,
    )
    for name, handle in EVENTS.items():
        bolt.event(name)(_event_listener(workspace, handle))
    _listen_to_people(bolt, workspace)
    _ignore_the_rest(bolt)
    bolt.error(_surprised)
    return bolt


async def message(workspace: Workspace, event: Body, key: str) -> None:
    """A message in the Messages tab. Edits, deletions, files and other apps are no words to us."""
    if event.get("subtype") or event.get("bot_id") or event.get("channel_type") != "im":
        return
    user, text = event.get("user"), event.get("text")
    if isinstance(user, str) and isinstance(text, str) and text.strip():
        await take_in_text(workspace, SlackAction(key, "said", user), text)


async def mention(workspace: Workspace, event: Body, key: str) -> None:
    """A mention in a channel: only its place is kept, never its words."""
    user, channel = event.get("user"), event.get("channel")
    if isinstance(user, str) and isinstance(channel, str) and not event.get("bot_id"):
        await take_in(workspace, SlackAction(key, "mentioned", user, {"channel": channel}))


async def home_opened(workspace: Workspace, event: Body, key: str) -> None:
    """One of the app's tabs is looked at."""
    user = event.get("user")
    if isinstance(user, str):
        kind: SlackEventKind = "came" if event.get("tab") == "messages" else "home"
        await take_in(workspace, SlackAction(key, kind, user))


EVENTS: Mapping[str, Callable[[Workspace, Body, str], Awaitable[None]]] = {
    "message": message,
    "app_mention": mention,
    "app_home_opened": home_opened,
}


def action_of(pressed: Press, *, key: str, user: str, trigger: str) -> SlackAction | None:
    """What a button asks for; a page that was opened asks for nothing."""
    match pressed:
        case ChoicePressed(value=value, number=number):
            return SlackAction(key, "pressed", user, {"value": value, "number": number})
        case FeedbackPressed(number=number, helpful=helpful):
            return SlackAction(key, "judged", user, {"number": number, "helpful": helpful})
        case AskPressed(practice_id=practice_id):
            return SlackAction(key, "ask", user, {"trigger": trigger, "practice_id": practice_id})
        case AnswerPressed(request_id=request_id):
            return SlackAction(key, "answer", user, {"trigger": trigger, "request_id": request_id})
        case WithdrawPressed(request_id=request_id):
            return SlackAction(key, "withdraw", user, {"request_id": request_id})
        case LinkPressed():
            return None


def _listen_to_people(bolt: AsyncApp, workspace: Workspace) -> None:
    def given(handle: Callable[[Workspace, Ack, Body], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def listener(ack: Ack, body: Body) -> None:
            await handle(workspace, ack, body)

        return listener

    bolt.command(COMMAND)(given(answer_command))
    bolt.shortcut(SHORTCUT)(given(_shortcut))
    bolt.action(CHOSE_PRACTICE)(given(_practice_chosen))
    bolt.action(ANYTHING)(given(_press))
    bolt.view(REQUEST)(given(modals.request_sent))
    bolt.view(ANSWER)(given(modals.answer_sent))


async def _shortcut(workspace: Workspace, ack: Ack, body: Body) -> None:
    trigger = body["trigger_id"]
    await take_in(
        workspace, SlackAction(f"trigger:{trigger}", "help", body["user"]["id"], {"trigger": trigger})
    )
    await ack()


async def _practice_chosen(workspace: Workspace, ack: Ack, body: Body) -> None:
    deed = modals.practice_chosen(body)
    if deed is not None:
        await take_in(workspace, deed)
    await ack()


async def _press(workspace: Workspace, ack: Ack, body: Body) -> None:
    trigger, pressed = body["trigger_id"], read_press(body["actions"][0])
    user = body["user"]["id"]
    deed = action_of(pressed, key=f"trigger:{trigger}", user=user, trigger=trigger) if pressed else None
    if deed is not None:
        await take_in(workspace, deed)
    await ack()


def _event_listener(
    workspace: Workspace, handle: Callable[[Workspace, Body, str], Awaitable[None]]
) -> Callable[..., Awaitable[None]]:
    async def listener(event: Body, body: Body) -> None:
        await handle(workspace, event, f"event:{body['event_id']}")

    return listener


def _ignore_the_rest(bolt: AsyncApp) -> None:
    """What we never asked for is acknowledged and forgotten; Bolt would log it and Slack deliver it again."""

    async def nothing(ack: Ack) -> None:
        await ack()

    for listen in (bolt.event, bolt.command, bolt.shortcut, bolt.view, bolt.view_closed, bolt.options):
        listen(ANYTHING)(nothing)


def _authorize(workspace: Workspace) -> Callable[..., Awaitable[AuthorizeResult]]:
    async def authorize(team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=team_id or workspace.team_id)

    return authorize


def _only_our_team(workspace: Workspace) -> Callable[..., Awaitable[BoltResponse | None]]:
    """Bolt accepts every team that signs with our secret; we serve one, also over the socket."""

    async def check(req: AsyncBoltRequest, next_: Callable[[], Awaitable[Any]]) -> BoltResponse | None:
        if req.body.get("type") == "url_verification" or req.context.team_id == workspace.team_id:
            await next_()
            return None
        log.warning(
            "another team's request was refused; compare TC2FA_SLACK_TEAM_ID", team=req.context.team_id
        )
        return BoltResponse(status=403, body="another team")

    return check


async def _surprised(error: Exception) -> BoltResponse:
    """Nothing of the body in the log; 500 lets Slack deliver again."""
    log.error("a delivery from Slack was not taken in", kind=type(error).__name__)
    return BoltResponse(status=500, body="")

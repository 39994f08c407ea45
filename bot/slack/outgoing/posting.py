"""Saying something in Slack once: recorded before, reconciled after, changed only when it would read differently."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, assert_never

from sqlalchemy.orm import Session

from bot.slack.views.elements import Part, Rendered
from bot.slack.workspace.calling import RateLimited, SlackAnswered, SlackRefused, SlackSilent, call
from bot.slack.workspace.workspace import Workspace
from core.ground.jobs.job_worker import JobFailed
from core.slack import slack_posts
from core.slack.slack_posts import AlreadySettled, Claimed, ClaimedElsewhere, Post, PostTarget

EVENT = "tc2fa_post"  # names the message in its metadata, by which it is found again
LOOKED_BACK = timedelta(minutes=5)  # two clocks may differ
LOOKED_AT = 200  # messages of a channel
SOON = 2.0  # seconds; another worker is sending it
PERMANENT_ERRORS = {
    "is_archived",
    "msg_too_long",
    "no_text",
    "invalid_blocks",
    "invalid_blocks_format",
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "msg_blocks_too_long",
}


class PostFailed(JobFailed):
    """It does not stand in Slack."""


async def post(
    workspace: Workspace,
    place: PostTarget,
    drawn: Rendered,
    *,
    is_live: bool = False,
    under: str | None = None,
    revives: bool = False,
) -> Post | PostFailed:
    """The message at its place, sent unless it stands there. ``under``: as an answer to this message.

    ``revives``: also when it was given up before, which else is for good.
    """
    begun = await workspace.database.transact(
        lambda session: slack_posts.begin(
            session, place, is_live=is_live, now=workspace.clock(), revives=revives
        )
    )
    match begun:
        case AlreadySettled(post=known):
            return known
        case ClaimedElsewhere():
            return PostFailed("held", SOON)
        case Claimed(post=mine, unsure=unsure):
            found = await _found(workspace, mine) if unsure else None
            if isinstance(found, PostFailed):
                return await _not_sent(workspace, mine, found, was_sent=None)
            return (
                await _keep(workspace, mine, found, "")
                if found
                else await _send(workspace, mine, drawn, under)
            )
        case _:
            assert_never(begun)


async def change(workspace: Workspace, known: Post, drawn: Rendered, *, is_live: bool) -> PostFailed | None:
    """Let a message read differently; nothing is sent when it reads so already.

    One that is on its way was drawn from what was known before, so a caller with newer facts tries again.
    """
    shown = digest(drawn.text, drawn.blocks)
    if known.state != "sent" or known.ts is None:
        return PostFailed("held", SOON) if known.state == "sending" else None
    if shown != known.shown:
        update = workspace.client.chat_update
        words = {"text": drawn.text, "blocks": drawn.blocks}
        outcome = await call(workspace, update, channel=known.channel, ts=known.ts, **words)
        if not isinstance(outcome, SlackAnswered):
            return await _not_changed(workspace, known, failure(outcome))
    if shown != known.shown or is_live != known.is_live:
        await workspace.database.transact(
            lambda session: slack_posts.showed(session, known.key, shown=shown, is_live=is_live)
        )
    return None


def message(drawn: Rendered) -> dict[str, Any]:
    """A new message; Slack's servers fetch nothing for a preview of it."""
    return {"text": drawn.text, "blocks": drawn.blocks, "unfurl_links": False, "unfurl_media": False}


def digest(text: str, blocks: list[Part]) -> str:
    """What a message shows, as a number to compare."""
    return hashlib.sha256(json.dumps([text, blocks], sort_keys=True).encode()).hexdigest()


def failure(outcome: SlackRefused | RateLimited | SlackSilent) -> PostFailed:
    """A call that did not work, as a reason to come again or not."""
    match outcome:
        case SlackRefused(error=error):
            return PostFailed(error, for_good=error.partition(":")[0] in PERMANENT_ERRORS)
        case RateLimited(retry_after=seconds):
            return PostFailed("ratelimited", seconds)
        case SlackSilent(why=why):
            return PostFailed(why)
        case _:
            assert_never(outcome)


async def _send(workspace: Workspace, mine: Post, drawn: Rendered, under: str | None) -> Post | PostFailed:
    more: dict[str, Any] = {"thread_ts": under} if under else {}
    name = {"event_type": EVENT, "event_payload": {"key": mine.key}}
    outcome = await call(
        workspace,
        workspace.client.chat_postMessage,
        channel=mine.channel,
        metadata=name,
        **message(drawn),
        **more,
    )
    match outcome:
        case SlackAnswered(data=data):
            return await _keep(workspace, mine, str(data["ts"]), digest(drawn.text, drawn.blocks))
        case SlackSilent():
            return await _not_sent(workspace, mine, failure(outcome), was_sent=None)
        case SlackRefused() | RateLimited():
            return await _not_sent(workspace, mine, failure(outcome), was_sent=False)
        case _:
            assert_never(outcome)


async def _keep(workspace: Workspace, mine: Post, ts: str, shown: str) -> Post | PostFailed:
    def work(session: Session) -> Post | None:
        slack_posts.sent(session, mine.key, ts=ts, shown=shown)
        return slack_posts.find(session, mine.key)

    return await workspace.database.transact(work) or PostFailed("gone")


async def _not_sent(
    workspace: Workspace, mine: Post, failed: PostFailed, *, was_sent: bool | None
) -> PostFailed:
    def work(session: Session) -> None:
        if failed.for_good:
            slack_posts.give_up(session, mine.key)
        else:
            slack_posts.let_go(session, mine.key, was_sent=was_sent)

    await workspace.database.transact(work)
    return failed


async def _not_changed(workspace: Workspace, known: Post, failed: PostFailed) -> PostFailed:
    if failed.for_good:
        await workspace.database.transact(lambda session: slack_posts.give_up(session, known.key))
    return failed


async def _found(workspace: Workspace, mine: Post) -> str | PostFailed | None:
    """The message of an unsure try, by its name in the channel's last messages; None when it never arrived.

    Our scopes read direct messages only. In the team's channel an unsure notice is sent again: twice is better than never.
    """
    asked = await call(
        workspace,
        workspace.client.conversations_history,
        channel=mine.channel,
        oldest=str((mine.started_at - LOOKED_BACK).timestamp()),
        limit=LOOKED_AT,
        include_all_metadata=True,
    )
    match asked:
        case SlackAnswered(data=data):
            return next((str(each["ts"]) for each in data["messages"] if _is(each, mine.key)), None)
        case SlackRefused(error="missing_scope" | "not_in_channel" | "channel_not_found"):
            return None
        case SlackRefused() | RateLimited() | SlackSilent():
            return failure(asked)
        case _:
            assert_never(asked)


def _is(message: Mapping[str, Any], key: str) -> bool:
    name = message.get("metadata") or {}
    return name.get("event_type") == EVENT and (name.get("event_payload") or {}).get("key") == key

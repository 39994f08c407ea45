"""The direct message with one Slack user: where it is, and who is behind a conversation."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.slack.outgoing.posting import PostFailed, failure
from bot.slack.workspace.calling import SlackAnswered, call
from bot.slack.workspace.people import Unwelcome, who
from bot.slack.workspace.workspace import Workspace
from core.slack import slack_links

GONE = {"user_disabled", "user_not_found", "user_not_visible", "cannot_dm_bot", "users_not_found"}


@dataclass(frozen=True)
class NoRecipient:
    """The Slack user is gone, so a message has no recipient."""


async def channel_of(workspace: Workspace, slack_user_id: str) -> str | PostFailed | NoRecipient:
    """The channel of a direct message, opened if need be and remembered."""
    known = workspace.memory.channels.get(slack_user_id)
    if known is not None:
        return known
    opened = await call(workspace, workspace.client.conversations_open, users=slack_user_id)
    if isinstance(opened, SlackAnswered):
        channel = str(opened.data["channel"]["id"])
        workspace.memory.channels[slack_user_id] = channel
        return channel
    failed = failure(opened)
    return await _gone(workspace, slack_user_id) if failed.error in GONE else failed


def slack_user_of(session: Session, workspace: Workspace, user_id: str) -> str | None:
    """The Slack user who may receive this person's messages; None when their link has ended."""
    mine = (
        link.slack_user_id
        for link in slack_links.links_of(session, user_id)
        if link.team_id == workspace.team_id
    )
    slack_user_id = next(mine, None)
    if slack_user_id is None:
        return None
    speaks_for = slack_links.person_of(session, team_id=workspace.team_id, slack_user_id=slack_user_id)
    return slack_user_id if speaks_for == user_id else None


async def _gone(workspace: Workspace, slack_user_id: str) -> NoRecipient | PostFailed:
    """A user who was deleted in Slack is unlinked."""
    found = await who(workspace, slack_user_id, now=workspace.clock())
    return NoRecipient() if isinstance(found, Unwelcome) else PostFailed("nobody there", for_good=True)

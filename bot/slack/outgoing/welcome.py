"""A Slack user we do not know yet: the way to link, one at a time, so that no older link in the chat misleads."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.types.facts import Language
from bot.slack.outgoing.direct import NoRecipient, channel_of
from bot.slack.outgoing.posting import PostFailed, change, failure, post
from bot.slack.views.elements import Part, Rendered, rendered, section
from bot.slack.views.home_view import unlinked_home
from bot.slack.views.replies import link_prompt, not_welcome, too_many
from bot.slack.views.words import say
from bot.slack.workspace.calling import SlackAnswered, call
from bot.slack.workspace.people import Newcomer, Unwelcome
from bot.slack.workspace.workspace import Workspace
from core.ground.time_words import whole_minutes
from core.slack import slack_link_starts, slack_posts
from core.slack.slack_posts import PostTarget


@dataclass(frozen=True)
class Greeting:
    """Where a newcomer is answered: ``key`` of the deed, and whether it was the Home tab that they opened."""

    slack_user_id: str
    key: str
    is_home: bool = False


async def greet(
    workspace: Workspace, door: Greeting, newcomer: Newcomer, *, now: datetime
) -> PostFailed | None:
    """A fresh link where they are; the ones before it say that they are old."""
    link = await _link(workspace, door, newcomer, now=now)
    if door.is_home:
        await retire(workspace, door.slack_user_id, "link.old")
        return await publish(workspace, door.slack_user_id, unlinked_home(link, language="en"))
    failed = await _tell(workspace, door, link, kind="link")
    return failed or await retire(workspace, door.slack_user_id, "link.old", but=f"told:{door.key}")


async def refuse(workspace: Workspace, door: Greeting, unwelcome: Unwelcome) -> PostFailed | None:
    """Says why, to a user who can read it; another app or a deleted user gets no answer at all."""
    if unwelcome.why in {"bot", "deleted"}:
        return None
    told = not_welcome(unwelcome.why, site_url=workspace.site_url)
    if door.is_home:
        return await publish(workspace, door.slack_user_id, unlinked_home(told, language="en"))
    return await _tell(workspace, door, told, kind="refusal")


async def slow_down(
    workspace: Workspace, door: Greeting, seconds: float, *, language: Language
) -> PostFailed | None:
    """Say once that it was too much; what came in meanwhile was acknowledged and not read."""
    return await _tell(workspace, door, too_many(whole_minutes(seconds), language=language), kind="slow")


async def retire(
    workspace: Workspace, slack_user_id: str, words: str, *, but: str | None = None
) -> PostFailed | None:
    """Take the buttons out of link prompts that are of no more use."""
    prompts = await workspace.database.read(lambda session: slack_posts.live_of_kind(session, "link"))
    text = say("en", words)
    for prompt in prompts:
        if prompt.about == slack_user_id and prompt.key != but:
            old = rendered(text, [section("old", text)])
            if failed := await change(workspace, prompt, old, is_live=False):
                return failed
    return None


async def publish(workspace: Workspace, slack_user_id: str, view: Part) -> PostFailed | None:
    """Draw a user's Home."""
    outcome = await call(workspace, workspace.client.views_publish, user_id=slack_user_id, view=view)
    return None if isinstance(outcome, SlackAnswered) else failure(outcome)


async def _link(workspace: Workspace, door: Greeting, newcomer: Newcomer, *, now: datetime) -> Rendered:
    """The token stands in the button and nowhere else: it is begun just before it is sent."""
    token = await workspace.database.transact(
        lambda session: slack_link_starts.start(
            session,
            team_id=workspace.team_id,
            slack_user_id=door.slack_user_id,
            slack_name=newcomer.name,
            now=now,
        )
    )
    return link_prompt(f"{workspace.site_url}/slack/link/{token}")


async def _tell(workspace: Workspace, door: Greeting, told: Rendered, *, kind: str) -> PostFailed | None:
    channel = await channel_of(workspace, door.slack_user_id)
    if isinstance(channel, NoRecipient):
        return None
    if isinstance(channel, PostFailed):
        return channel
    place = PostTarget(f"told:{door.key}", kind, channel, about=door.slack_user_id)
    sent = await post(workspace, place, told, is_live=kind == "link")
    return sent if isinstance(sent, PostFailed) and not sent.for_good else None

"""From the outbox to Slack: a line that was said, a link that began or ended, news for the team's channel.

Conversations are worked beside each other, the notices of one in their order.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from bot.slack.outgoing import staff_channel, welcome
from bot.slack.outgoing.cards import forget_home, refresh
from bot.slack.outgoing.conversation import come_in
from bot.slack.outgoing.direct import slack_user_of
from bot.slack.outgoing.lines import say_new, settle
from bot.slack.outgoing.posting import PostFailed
from bot.slack.views.elements import Rendered
from bot.slack.views.home_view import unlinked_home
from bot.slack.views.replies import unlinked
from bot.slack.workspace.workspace import Workspace
from core.enrolling import nudges
from core.ground import outbox
from core.ground.jobs.job_worker import JobWorker
from core.ground.outbox import OutboxRow, Via

VIAS: tuple[Via, ...] = ("slack", "staff_channel")
AT_ONCE = 40  # conversations
LATE = timedelta(minutes=30)


def slack_delivery(workspace: Workspace) -> JobWorker[OutboxRow]:
    """The worker that carries notices to Slack."""
    return JobWorker(
        name="outbox slack",
        database=workspace.database,
        clock=workspace.clock,
        queue=outbox.QUEUE,
        claim=partial(outbox.claim, via=VIAS),
        work=partial(deliver, workspace),
        topics=[f"outbox:{via}" for via in VIAS],
        key_of=_conversation_or_request,
        lanes=AT_ONCE,
    )


async def deliver(workspace: Workspace, notice: OutboxRow) -> PostFailed | None:
    """One notice; None when it arrived, or has no recipient. Delivering it again posts nothing twice."""
    if notice.via == "staff_channel":
        return await staff_channel.tell(workspace, notice)
    match notice.kind:
        case "slack_line" if notice.conversation_id is not None:
            return await _late_at_night(workspace, notice) or await say_new(workspace, notice.conversation_id)
        case "slack_settle" if notice.conversation_id is not None:
            return await settle(workspace, notice.conversation_id)
        case "slack_linked":
            return await _linked(workspace, notice)
        case "slack_unlinked":
            return await _unlinked(workspace, notice.data)
        case _:
            return None


async def _late_at_night(workspace: Workspace, notice: OutboxRow) -> PostFailed | None:
    """What Slack did not accept in time is not posted at night; it goes out with the next answer."""
    now = workspace.clock()
    if now - notice.created_at < LATE or notice.user_id is None:
        return None
    whose = notice.user_id
    morning = await workspace.database.read(lambda session: nudges.reachable_at(session, whose, now=now))
    return PostFailed("it is night there", (morning - now).total_seconds()) if morning > now else None


async def _linked(workspace: Workspace, notice: OutboxRow) -> PostFailed | None:
    """The link is made: old prompts say so, the bot greets, and Home shows the person's own state."""
    user_id, slack_user_id = notice.user_id or "", str(notice.data["slack_user_id"])
    hears = await workspace.database.read(lambda session: slack_user_of(session, workspace, user_id))
    if hears != slack_user_id:
        return None  # ended again meanwhile, or another workspace's
    await welcome.retire(workspace, slack_user_id, "link.done")
    await come_in(workspace, user_id, event_id=f"notice:{notice.id}")
    return await refresh(workspace, user_id)


async def _unlinked(workspace: Workspace, data: dict[str, Any]) -> PostFailed | None:
    """Home shows nothing of the person any more."""
    if data.get("team_id") != workspace.team_id:
        return None
    told: Rendered = unlinked()
    failed = await forget_home(workspace, str(data["slack_user_id"]), unlinked_home(told, language="en"))
    return None if failed is None or failed.retry_after is None else failed


def _conversation_or_request(notice: OutboxRow) -> str:
    about = notice.data.get("request_id") or notice.data.get("reset_id")
    return notice.conversation_id or str(about or notice.id)

"""From the outbox to Slack: conversations beside each other, the notices of one in their order, each until it arrives."""

from functools import partial

from bot.slack.outgoing.delivering import deliver
from bot.slack.workspace.workspace import Workspace
from core.ground import outbox
from core.ground.job_worker import JobWorker
from core.ground.outbox import OutboxRow, Via

VIAS: tuple[Via, ...] = ("slack", "staff_channel")
AT_ONCE = 40  # conversations


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


def _conversation_or_request(notice: OutboxRow) -> str:
    return notice.conversation_id or str(notice.data.get("request_id") or notice.id)

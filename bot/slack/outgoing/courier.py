"""From the outbox to Slack: conversations beside each other, the notices of one in their order, each until it arrives."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

import structlog

from bot.slack.outgoing.posting import PostFailed
from bot.slack.workspace.workspace import Workspace
from core.ground import outbox
from core.ground.db import DatabaseUnavailable
from core.ground.live import Watcher, pause
from core.ground.outbox import Notice, Via

PATROL = 5.0  # seconds after which due retries are looked for without any change
AT_ONCE = 40
VIAS: tuple[Via, ...] = ("slack", "staff_channel")
log = structlog.get_logger("slack")

Deliver = Callable[[Workspace, Notice], Awaitable[PostFailed | None]]


@dataclass(frozen=True)
class SlackDelivery:
    """Carries notices to Slack until it is told to stop; the batch in hand is finished first."""

    workspace: Workspace
    deliver: Deliver

    async def run(self, watcher: Watcher, stop: asyncio.Event) -> None:
        """A batch, and the next one at once; else wait for news, or for a retry that is due."""
        async with watcher.watch([f"outbox:{via}" for via in VIAS]) as changes:
            while not stop.is_set():
                if not await self.carry():
                    await pause(changes, stop, seconds=PATROL)

    async def carry(self) -> int:
        """Deliver what is due now; how many were tried."""
        now = self.workspace.clock()
        try:
            notices = await self.workspace.transact(
                lambda session: outbox.claim(session, via=VIAS, now=now, limit=AT_ONCE)
            )
        except DatabaseUnavailable:
            log.warning("notices for Slack wait: the database does not answer")
            return 0
        bundles = groupby(sorted(notices, key=_where), key=_where)
        await asyncio.gather(*[self._in_turn(list(theirs)) for _place, theirs in bundles])
        return len(notices)

    async def _in_turn(self, notices: list[Notice]) -> None:
        for notice in notices:
            await self._mark(notice, await self._one(notice))

    async def _one(self, notice: Notice) -> PostFailed | None:
        """Whatever goes wrong with one notice must not hold up the others."""
        try:
            return await self.deliver(self.workspace, notice)
        except DatabaseUnavailable:
            return PostFailed("database")
        except Exception as error:
            log.exception("a notice could not be delivered", notice=notice.id, kind=notice.kind)
            return PostFailed(type(error).__name__)

    async def _mark(self, notice: Notice, failed: PostFailed | None) -> None:
        now = self.workspace.clock()
        try:
            if failed is None:
                await self.workspace.transact(lambda session: outbox.delivered(session, notice.id, now))
                return
            wait = timedelta(seconds=failed.retry_after) if failed.retry_after is not None else None
            await self.workspace.transact(
                lambda session: outbox.failed(
                    session, notice.id, failed.error, now, wait, for_good=failed.for_good
                )
            )
        except DatabaseUnavailable:
            log.warning("a claim runs out by itself; saying it again changes nothing", notice=notice.id)


def _where(notice: Notice) -> str:
    """Notices of one conversation, or one request, keep their order."""
    return notice.conversation_id or str(notice.data.get("request_id") or notice.id)

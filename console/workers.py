"""What runs beside the sites: deliveries, seals of the audit trail, and the watcher that hears other processes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import anyio.to_thread
import structlog

from bot.delivery.deliveries import run_deliveries
from bot.slack.app import SlackChannel
from bot.understanding import understood
from console import rounds
from console.web.site import Clock
from core.audit import chain
from core.ground.db import DatabaseUnavailable
from core.ground.installation import Installation
from core.ground.live import Watcher

SEAL_EVERY = 2.0  # seconds an entry may wait for its seal
log = structlog.get_logger("workers")


@contextlib.asynccontextmanager
async def working(
    installation: Installation, watcher: Watcher, clock: Clock, *, slack: SlackChannel | None = None
) -> AsyncIterator[None]:
    """Run every worker until the block ends; each finishes the row it holds before it leaves."""
    stop = asyncio.Event()
    delivering = run_deliveries(installation, watcher, stop, clock=clock, has_slack=slack is not None)
    jobs = [
        asyncio.create_task(delivering, name="deliveries"),
        *([asyncio.create_task(slack.run(watcher, stop), name="slack")] if slack else []),
        asyncio.create_task(_every(SEAL_EVERY, stop, lambda: _seal(installation, clock)), name="seals"),
        *_rounds(installation, clock, stop),
        asyncio.create_task(asyncio.to_thread(understood.read_ahead), name="understanding"),
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*jobs, return_exceptions=True)
        await _seal(installation, clock)


def _rounds(installation: Installation, clock: Clock, stop: asyncio.Event) -> list[asyncio.Task[None]]:
    """What is looked after every few minutes and every hour."""
    reminders = _every(rounds.REMIND_EVERY, stop, lambda: rounds.remind(installation, clock))
    tidying = _every(rounds.TIDY_EVERY, stop, lambda: rounds.tidy(installation, clock, stop))
    heads = _every(rounds.TIDY_EVERY, stop, lambda: rounds.tell_head(installation, clock))
    return [
        asyncio.create_task(heads, name="audit head"),
        asyncio.create_task(reminders, name="reminders"),
        asyncio.create_task(tidying, name="housekeeping"),
    ]


async def _every(seconds: float, stop: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
    while not stop.is_set():
        await work()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), seconds)


async def _seal(installation: Installation, clock: Clock) -> None:
    """One batch of seals. An outage waits for the next round; a broken chain is an alarm, not an end."""
    try:
        await anyio.to_thread.run_sync(
            installation.database.transact,
            lambda session: chain.seal_pending(session, installation.keys, now=clock()),
        )
    except DatabaseUnavailable:
        log.warning("seals wait: the database does not answer")
    except chain.ChainBroken as error:
        log.critical("the audit chain is broken; run tc2fa audit verify", problem=str(error))

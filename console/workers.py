"""What runs beside the sites: deliveries, Slack, seals of the audit trail, reminders and housekeeping."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from bot.delivery.deliveries import run_deliveries
from bot.understanding import understood
from console import rounds
from console.web.site import Clock
from core.audit import chain
from core.ground.async_database import AsyncDatabase
from core.ground.installation import Installation
from core.ground.jobs.supervision import Supervisor, repeat
from core.ground.live import Watcher

if TYPE_CHECKING:
    from bot.slack.app import SlackChannel

SEAL_EVERY = 2.0  # seconds an entry may wait for its seal
log = structlog.get_logger("workers")


@contextlib.asynccontextmanager
async def working(
    installation: Installation, watcher: Watcher, clock: Clock, *, slack: "SlackChannel | None" = None
) -> AsyncIterator[None]:
    """Run every worker until the block ends; each finishes its row before it ends."""
    stop = asyncio.Event()
    database = AsyncDatabase(installation.database)
    seal = partial(_seal, installation, clock)

    def every(seconds: float, name: str, step: Callable[[], None]) -> asyncio.Task[None]:
        return _start(
            repeat(Supervisor(name, database, clock), seconds, stop, lambda: database.run(step)), name
        )

    tasks: list[asyncio.Task[Any]] = [
        _start(
            run_deliveries(installation, watcher, stop, clock=clock, has_slack=slack is not None),
            "deliveries",
        ),
        *([_start(slack.run(watcher, stop), "slack")] if slack else []),
        every(SEAL_EVERY, "seals", seal),
        every(rounds.REMIND_EVERY, "reminders", partial(rounds.remind, installation, clock)),
        every(rounds.TIDY_EVERY, "audit head", partial(rounds.tell_head, installation, clock)),
        every(rounds.RESET_EVERY, "resets", partial(rounds.carry_out_resets, installation, clock)),
        every(rounds.TIDY_EVERY, "housekeeping", partial(rounds.tidy, installation, clock, stop.is_set)),
        every(
            rounds.CHECK_EVERY,
            "audit check",
            partial(rounds.check_chain, installation, clock, stop.is_set),
        ),
        _start(database.run(understood.read_ahead), "understanding"),
    ]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        await Supervisor("seals", database, clock).attempt(lambda: database.run(seal))


def _start(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    return asyncio.create_task(work, name=name)


def _seal(installation: Installation, clock: Clock) -> None:
    """One batch of seals, when there is something to seal."""
    if not installation.database.read(chain.has_unsealed):
        return
    try:
        installation.database.transact(
            lambda session: chain.seal_pending(session, installation.keys, now=clock())
        )
    except chain.ChainBroken as error:
        log.critical("the audit chain is broken; run tc2fa audit verify", problem=str(error))
        raise

"""Keep a background worker going: an error is logged, shown to the team as an alarm, and tried again after a wait."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import structlog

from core.ground import alarms
from core.ground.async_database import AsyncDatabase
from core.ground.db import DatabaseUnavailable

T = TypeVar("T")

OUTAGE_WAIT = 5.0  # seconds at most between two tries while the database does not answer
LONGEST_WAIT = 60.0  # the same after an unexpected error
log = structlog.get_logger("workers")


@dataclass(frozen=True)
class StepFailed:
    """The step did not work; try the next one after ``wait`` seconds."""

    wait: float


@dataclass
class Supervisor:
    """Runs the steps of one worker. ``name`` names its alarm, of at most 33 characters."""

    name: str
    database: AsyncDatabase
    clock: Callable[[], datetime]
    failures: int = 0  # in a row
    has_alarm: bool | None = (
        None  # None: not known yet, so the first success ends what an earlier process raised
    )

    async def attempt(self, step: Callable[[], Awaitable[T]]) -> T | StepFailed:
        """One step. An outage of the database is waited for; any other error is an alarm until a step works again."""
        try:
            result = await step()
        except DatabaseUnavailable:
            log.warning("a worker waits: the database does not answer", worker=self.name)
            return self._failed(OUTAGE_WAIT)
        except Exception as error:
            log.exception("a worker failed and will try again", worker=self.name)
            await self._raise_alarm(type(error).__name__)
            return self._failed(LONGEST_WAIT)
        self.failures = 0
        if self.has_alarm is not False:
            await self._end_alarm()
        return result

    def _failed(self, longest: float) -> StepFailed:
        self.failures += 1
        return StepFailed(min(2.0 ** min(self.failures - 1, 10), longest))

    async def _raise_alarm(self, problem: str) -> None:
        self.has_alarm = True
        with contextlib.suppress(Exception):  # what went wrong may be the database; the log has it
            await self.database.transact(
                lambda session: alarms.sound(session, f"worker:{self.name}", problem, now=self.clock())
            )

    async def _end_alarm(self) -> None:
        with contextlib.suppress(Exception):  # tried again after the next step
            await self.database.transact(lambda session: alarms.end(session, f"worker:{self.name}"))
            self.has_alarm = False


async def repeat(
    supervisor: Supervisor, seconds: float, stop: asyncio.Event, step: Callable[[], Awaitable[None]]
) -> None:
    """Take ``step`` every ``seconds`` until ``stop``; sooner or later after a failure, by its back-off."""
    while not stop.is_set():
        outcome = await supervisor.attempt(step)
        await rest(stop, outcome.wait if isinstance(outcome, StepFailed) else seconds)


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait so long, or until ``stop``."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)

"""The one loop that works through a queue: claim, do, mark; rows of one key in order, keys in parallel."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar, assert_never

import structlog
from sqlalchemy.orm import Session

from core.ground.async_database import AsyncDatabase
from core.ground.db import DatabaseUnavailable
from core.ground.jobs.job_queue import JobQueue, JobRow
from core.ground.jobs.supervision import StepFailed, Supervisor, repeat, rest
from core.ground.live import Watcher, pause

PATROL = 5.0  # seconds after which due retries are looked for without any change
RENEWALS = 3  # in the time of one lease, so that one may fail
R = TypeVar("R", bound=JobRow)
R_co = TypeVar("R_co", bound=JobRow, covariant=True)
log = structlog.get_logger("workers")


@dataclass(frozen=True)
class JobFailed:
    """It failed. ``retry_after``: seconds, when the other system named a time; ``for_good``: it can never succeed."""

    error: str
    retry_after: float | None = None
    for_good: bool = False


@dataclass(frozen=True)
class Postponed:
    """It is put back until then; this is not a failure."""

    until: datetime


Outcome = JobFailed | Postponed | None  # None: it is done


class Claim(Protocol[R_co]):
    """Leases the next rows of a queue."""

    def __call__(self, session: Session, *, now: datetime, limit: int) -> Sequence[R_co]:
        """At most ``limit`` rows, in their order."""


@dataclass(eq=False)
class JobWorker(Generic[R]):
    """Works on the rows that ``claim`` leases until it is told to stop.

    A lease is renewed while its row waits or is worked here, so that slow work is not done twice. A process that
    dies lets its leases end, and its rows are processed again by another.
    """

    name: str
    database: AsyncDatabase
    clock: Callable[[], datetime]
    queue: JobQueue[R]
    claim: Claim[R]
    work: Callable[[R], Awaitable[Outcome]]
    topics: Sequence[str]  # that wake it
    key_of: Callable[[R], str] = lambda _row: ""  # rows of one key are worked one after the other
    lanes: int = 1  # keys worked at the same time
    batch: int = 1  # rows claimed for each free lane
    is_strict: bool = False  # after a row that failed, the later ones of its key wait
    leaves_within: float | None = None  # seconds to finish what is due at a stop; None: only what is in hand

    def __post_init__(self) -> None:
        """Begin with nothing in hand."""
        self._held: dict[Any, datetime] = {}  # the rows leased here and the ends of their leases
        self._lanes: dict[str, deque[R]] = {}  # by key, the rows that wait for the one in hand
        self._tasks: set[asyncio.Task[None]] = set()  # one for each lane
        self._freed = asyncio.Event()
        self._stop = asyncio.Event()
        self._supervisor = Supervisor(self.name, self.database, self.clock)

    async def run(self, watcher: Watcher, stop: asyncio.Event) -> None:
        """Run until ``stop``; then finish the rows in progress and put the others back."""
        self._stop = stop
        async with watcher.watch(self.topics, is_patient=True) as changes, self._renewing():
            while not stop.is_set():
                self._freed.clear()
                taken = await self._supervisor.attempt(self._fill)
                if isinstance(taken, StepFailed):
                    await rest(stop, taken.wait)
                elif not taken:
                    await pause(changes, stop, self._freed, seconds=PATROL)
            await self._leave()

    async def work_off(self) -> int:
        """Work until no due row is left; returns how many rows were tried."""
        total = 0
        while True:
            taken = await self._supervisor.attempt(self._fill)
            total += taken if isinstance(taken, int) else 0
            if self._tasks:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            elif not isinstance(taken, int) or not taken:
                return total

    async def _fill(self) -> int:
        """Lease rows for the lanes that are free; how many."""
        limit = (self.lanes - len(self._lanes)) * self.batch
        if limit <= 0:
            return 0
        now = self.clock()
        rows = await self.database.transact(lambda session: self.claim(session, now=now, limit=limit))
        for row in rows:
            self._take(row, now + self.queue.lease)
        return len(rows)

    def _take(self, row: R, lease_end: datetime) -> None:
        is_here = row.id in self._held  # its lease had ended, and it is still waiting or worked here
        self._held[row.id] = lease_end
        key = self.key_of(row)
        if is_here:
            return
        if key in self._lanes:
            self._lanes[key].append(row)
            return
        self._lanes[key] = deque([row])
        task = asyncio.create_task(self._work_lane(key), name=f"{self.name} {key}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work_lane(self, key: str) -> None:
        rows = self._lanes[key]
        try:
            while rows and not (self._stop.is_set() and self.leaves_within is None):
                if not await self._work_one(rows.popleft()) and self.is_strict:
                    break
        finally:
            del self._lanes[key]
            self._freed.set()
        await self._release([row.id for row in rows])

    async def _work_one(self, row: R) -> bool:
        """Whether it is done. A row whose lease has ended may be another worker's, and is left to that worker."""
        end = self._held.get(row.id)
        if end is None or end <= self.clock():
            self._held.pop(row.id, None)
            return False
        outcome = await self._tried(row)
        await self._supervisor.attempt(lambda: self._mark(row, outcome))
        self._held.pop(row.id, None)
        return outcome is None

    async def _tried(self, row: R) -> Outcome:
        """An error in one row must not hold up the others."""
        try:
            return await self.work(row)
        except DatabaseUnavailable:
            return JobFailed("database")
        except Exception as error:
            log.exception("a job failed", worker=self.name, job=row.id, kind=row.kind)
            return JobFailed(type(error).__name__)

    async def _mark(self, row: R, outcome: Outcome) -> None:
        """Record the outcome. When that fails the lease expires; working on the row again has no second effect."""
        now = self.clock()

        def mark(session: Session) -> None:
            match outcome:
                case None:
                    self.queue.complete(session, row.id, now=now)
                case Postponed(until=until):
                    self.queue.release(session, row.id, due_at=until)
                case JobFailed(error=error, retry_after=seconds, for_good=for_good):
                    wait = timedelta(seconds=seconds) if seconds is not None else None
                    self.queue.fail(session, row.id, error, now=now, retry_after=wait, for_good=for_good)
                case _:
                    assert_never(outcome)

        await self.database.transact(mark)

    @contextlib.asynccontextmanager
    async def _renewing(self) -> AsyncIterator[None]:
        seconds = self.queue.lease.total_seconds() / RENEWALS
        supervisor = Supervisor(f"{self.name} leases", self.database, self.clock)
        task = asyncio.create_task(repeat(supervisor, seconds, asyncio.Event(), self._renew))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _renew(self) -> None:
        """Extend every lease held here; a row that another worker has claimed meanwhile is no longer ours."""
        held, now = dict(self._held), self.clock()
        if not held:
            return
        ours = await self.database.transact(lambda session: self.queue.renew(session, held, now=now))
        for row_id, end in held.items():
            if self._held.get(row_id) != end:
                continue  # done, or claimed again, while this was written
            if row_id in ours:
                self._held[row_id] = ours[row_id]
            else:
                del self._held[row_id]

    async def _leave(self) -> None:
        """End in order: what is due within the time given, or only what is in hand; the rest is put back."""
        try:
            await asyncio.wait_for(self._end(), self.leaves_within)
        except TimeoutError:
            log.warning("work is slow; what is left is done at the next start", worker=self.name)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._release(list(self._held))

    async def _end(self) -> None:
        if self.leaves_within is None:
            await asyncio.gather(*self._tasks)
        else:
            await self.work_off()

    async def _release(self, row_ids: Sequence[Any]) -> None:
        """Put rows back untried; those whose lease has ended may be another worker's."""
        now = self.clock()
        ours = [row_id for row_id in row_ids if self._held.pop(row_id, now) > now]

        def put_back(session: Session) -> None:
            for row_id in ours:
                self.queue.release(session, row_id)

        if ours:
            await self._supervisor.attempt(lambda: self.database.transact(put_back))

"""Every worker of the product: what it holds outlives a kill, a slow row is not done by two, an error ends none."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.ground import alarms, outbox
from core.ground.db import Database, DatabaseUnavailable
from core.ground.jobs import job_worker
from core.ground.jobs.job_queue import JobRow
from core.ground.jobs.job_worker import JobFailed, JobWorker
from core.ground.live import Watcher
from core.slack import slack_events
from core.slack.slack_events import SlackEvent
from tests.bot.workers import WORKERS, build, do_one_and_hang, write
from tests.cast import MONDAY
from tests.parts.processes import OtherProcess

every_worker = pytest.mark.parametrize("name", WORKERS)


def rows(database: Database, worker: JobWorker[Any]) -> list[Any]:
    return database.read(lambda session: list(session.scalars(select(worker.queue.table).order_by("id"))))


def write_some(database: Database, name: str, count: int = 6, *, whose: str | None = None) -> None:
    def work(session: Session) -> None:
        for number in range(count):
            write(session, name, number, whose=whose)

    database.transact(work)


def until(is_so: Callable[[], Any], seconds: float = 20) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it never was"
        time.sleep(0.02)


@asynccontextmanager
async def at_work(worker: JobWorker[Any]) -> AsyncIterator[asyncio.Event]:
    """The worker as it runs beside the sites, until the block ends."""
    stop = asyncio.Event()
    async with Watcher(worker.database.database) as watcher:
        running = asyncio.create_task(worker.run(watcher, stop))
        try:
            yield stop
        finally:
            stop.set()
            await asyncio.wait_for(running, 10)


async def soon(is_so: Callable[[], Any]) -> None:
    await asyncio.to_thread(until, is_so)


@every_worker
def test_what_a_killed_worker_held_is_done_when_its_lease_ends_and_only_that_in_hand_is_begun_twice(
    name: str, database: Database, database_url: str
) -> None:
    write_some(database, name)
    process = OtherProcess(do_one_and_hang, database_url, name)
    done, in_hand, again = process.hear(), process.hear(), list[Any]()

    async def work(row: JobRow) -> None:
        again.append(row.id)

    def work_off(after: timedelta) -> None:
        asyncio.run(build(name, database, work, lambda: MONDAY + after).work_off())

    lease = (worker := build(name, database, work, lambda: MONDAY)).queue.lease
    until(lambda: [row.id for row in rows(database, worker) if row.done_at] == [done])
    process.kill()
    work_off(lease - timedelta(seconds=1))
    assert in_hand not in again
    work_off(lease)
    assert done not in again
    assert sorted([done, *again]) == [row.id for row in rows(database, worker)]
    assert all(row.done_at for row in rows(database, worker))


@every_worker
def test_a_row_that_takes_longer_than_its_lease_is_not_done_by_two(
    name: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = timedelta(seconds=0.6)
    monkeypatch.setattr(job_worker, "PATROL", 0.1)  # the other worker looks often enough to take what is free
    for queue in (outbox, slack_events):
        monkeypatch.setattr(queue, "QUEUE", replace(queue.QUEUE, lease=short))
    write_some(database, name, 2)
    begun = list[Any]()

    async def slow(row: JobRow) -> None:
        begun.append(row.id)
        await asyncio.sleep(2 * short.total_seconds())

    async def story() -> None:
        one, two = (build(name, database, slow, lambda: datetime.now(UTC)) for _ in range(2))
        async with at_work(one), at_work(two):
            await soon(lambda: all(row.done_at for row in rows(database, one)))

    asyncio.run(story())
    assert len(begun) == len(set(begun)) == 2


@pytest.mark.parametrize("name", ["mail", "slack"])
def test_at_a_stop_the_row_in_hand_is_finished_and_the_others_are_put_back_untried(
    name: str, database: Database
) -> None:
    write_some(database, name, 3)
    begun = list[Any]()

    async def story() -> JobWorker[Any]:
        freed = asyncio.Event()

        async def work(row: JobRow) -> None:
            begun.append(row.id)
            await freed.wait()

        worker = replace(
            build(name, database, work, lambda: MONDAY), lanes=1, batch=3, key_of=lambda _row: ""
        )
        async with at_work(worker) as stop:
            await soon(lambda: begun)
            stop.set()
            freed.set()
        return worker

    worker = asyncio.run(story())
    assert len(begun) == 1
    left = [row for row in rows(database, worker) if not row.done_at]
    assert [(row.attempts, row.claimed_until) for row in left] == [(0, None)] * 2


def test_after_a_row_of_somebody_failed_their_later_ones_wait_for_it(database: Database) -> None:
    write_some(database, "events", 3, whose="UDANA")
    begun = list[Any]()

    async def fail(row: SlackEvent) -> JobFailed:
        begun.append(row.key)
        return JobFailed("later", retry_after=9)

    worker = replace(build("events", database, fail, lambda: MONDAY), batch=3)
    assert asyncio.run(worker.work_off()) == 3
    assert begun == ["e-0"]
    assert [row.attempts for row in rows(database, worker)] == [0, 0, 0]


@every_worker
def test_an_unexpected_error_is_an_alarm_and_the_worker_goes_on_when_it_is_over(
    name: str, database: Database
) -> None:
    async def work(_row: JobRow) -> None:
        pass

    worker = build(name, database, work, lambda: MONDAY)
    table = worker.queue.table.__tablename__

    def alarm() -> list[str]:
        return [each.name for each in database.read(alarms.standing)]

    async def story() -> None:
        rename(database, table, "away")
        async with at_work(worker):
            await soon(lambda: alarm() == [f"worker:{worker.name}"])
            rename(database, "away", table)
            await asyncio.to_thread(write_some, database, name)
            await soon(lambda: all(row.done_at for row in rows(database, worker)) and not alarm())

    asyncio.run(story())


def rename(database: Database, table: str, to: str) -> None:
    database.transact(lambda session: session.execute(text(f"ALTER TABLE {table} RENAME TO {to}")))


def test_an_outage_ends_no_worker_and_is_no_alarm(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = list[int]()
    real = Database.transact

    def down(self: Database, work: Callable[[Session], Any]) -> Any:
        tries.append(1)
        if len(tries) < 3:
            raise DatabaseUnavailable("down")
        return real(self, work)

    async def work(_row: JobRow) -> None:
        pass

    write_some(database, "mail")
    worker = build("mail", database, work, lambda: MONDAY)
    monkeypatch.setattr(Database, "transact", down)

    async def story() -> None:
        async with at_work(worker):
            await soon(lambda: all(row.done_at for row in rows(database, worker)))

    asyncio.run(story())
    assert database.read(alarms.standing) == ()

"""A watcher receives every change, from any process, and leaves nothing behind."""

import asyncio
import gc
import subprocess
import sys
import textwrap
from collections.abc import Callable, Coroutine
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.ground.db import Database, LiveTopic, announce
from core.ground.live import Changes, Watcher


def say(database: Database, *topics: str) -> None:
    """Commit a change of these topics."""

    def change(session: Any) -> None:
        for topic in topics:
            announce(session, topic)

    database.transact(change)


async def hear(changes: Changes, *, within: float = 3) -> str:
    return await asyncio.wait_for(anext(changes), within)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())
    gc.collect()  # a task left behind would speak up here


def test_a_change_of_this_process_is_heard_at_once(database: Database) -> None:
    async def story() -> None:
        async with Watcher(database, every=60) as watcher, watcher.watch(["requests"]) as changes:
            await asyncio.to_thread(say, database, "requests")
            assert await hear(changes) == "requests"

    run(story)


def test_a_change_of_another_process_is_heard_soon(database: Database, database_url: str) -> None:
    script = textwrap.dedent("""
        import sys
        from core.ground.db import Database, announce
        Database(sys.argv[1]).transact(lambda session: announce(session, "requests"))
    """)

    async def story() -> None:
        async with Watcher(database, every=0.05) as watcher, watcher.watch(["requests"]) as changes:
            await asyncio.to_thread(subprocess.run, [sys.executable, "-c", script, database_url], check=True)
            assert await hear(changes) == "requests"

    run(story)


def test_a_topic_of_others_wakes_nobody(database: Database) -> None:
    async def story() -> None:
        async with Watcher(database, every=0.02) as watcher, watcher.watch(["conversation:a"]) as changes:
            await asyncio.to_thread(say, database, "conversation:b")
            with pytest.raises(TimeoutError):
                await hear(changes, within=0.2)

    run(story)


def test_one_change_wakes_once_although_the_process_and_the_poll_both_see_it(database: Database) -> None:
    async def story() -> None:
        async with Watcher(database, every=0.02) as watcher, watcher.watch(["requests"]) as changes:
            await asyncio.to_thread(say, database, "requests")
            assert await hear(changes) == "requests"
            with pytest.raises(TimeoutError):
                await hear(changes, within=0.3)

    run(story)


def test_a_change_before_watching_is_history(database: Database) -> None:
    say(database, "requests")

    async def story() -> None:
        async with Watcher(database, every=0.02) as watcher, watcher.watch(["requests"]) as changes:
            with pytest.raises(TimeoutError):
                await hear(changes, within=0.2)

    run(story)


def test_a_version_that_went_down_is_a_change_too(database: Database) -> None:
    """A restored backup has lower numbers; a watcher that waited for larger ones would be deaf for days."""
    for _ in range(3):
        say(database, "requests")
    lower = update(LiveTopic).values(version=1)

    async def story() -> None:
        async with Watcher(database, every=0.02) as watcher, watcher.watch(["requests"]) as changes:
            await asyncio.to_thread(database.transact, lambda session: session.execute(lower) and None)
            assert await hear(changes) == "requests"

    run(story)


def test_a_change_that_rolls_back_is_heard_by_nobody(database: Database) -> None:
    class Stop(Exception):
        pass

    def fail(session: Any) -> None:
        announce(session, "requests")
        raise Stop

    async def story() -> None:
        async with Watcher(database, every=0.02) as watcher, watcher.watch(["requests"]) as changes:
            with pytest.raises(Stop):
                await asyncio.to_thread(database.transact, fail)
            with pytest.raises(TimeoutError):
                await hear(changes, within=0.2)

    run(story)


def test_closing_ends_every_reader_and_leaves_no_task(database: Database) -> None:
    async def story() -> None:
        watcher = Watcher(database, every=0.02)
        readers = [asyncio.create_task(_read_to_the_end(watcher)) for _ in range(3)]
        await asyncio.sleep(0.1)
        await watcher.close()
        assert await asyncio.wait_for(asyncio.gather(*readers), 3) == [[], [], []]
        assert asyncio.all_tasks() == {asyncio.current_task()}

    run(story)


def test_who_comes_after_the_end_is_sent_away_at_once(database: Database) -> None:
    async def story() -> None:
        watcher = Watcher(database)
        await watcher.close()
        assert await asyncio.wait_for(_read_to_the_end(watcher), 3) == []

    run(story)


def test_while_only_workers_wait_the_database_is_asked_more_rarely(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[None] = []
    read = Database.read

    def count(self: Database, work: Callable[[Session], Any]) -> Any:
        asked.append(None)
        return read(self, work)

    monkeypatch.setattr(Database, "read", count)

    async def story() -> None:
        async with Watcher(database, every=0.2) as watcher, watcher.watch(["outbox"], is_patient=True):
            asked.clear()
            await asyncio.sleep(0.8)
            assert len(asked) == 0
            async with watcher.watch(["requests"]):
                await asyncio.sleep(0.8)
            assert len(asked) > 1

    run(story)


def test_a_worker_hears_of_its_own_process_at_once_and_of_others_when_someone_watches(
    database: Database, database_url: str
) -> None:
    async def story() -> None:
        async with (
            Watcher(database, every=0.05) as watcher,
            watcher.watch(["outbox"], is_patient=True) as changes,
        ):
            await asyncio.to_thread(say, database, "outbox")
            assert await hear(changes, within=0.2) == "outbox"
            other = Database(database_url)
            await asyncio.to_thread(say, other, "outbox")
            assert await hear(changes) == "outbox"
            other.close()

    run(story)


def test_nobody_is_asked_while_nobody_watches(database: Database) -> None:
    async def story() -> None:
        async with Watcher(database, every=0.02) as watcher:
            async with watcher.watch(["requests"]):
                assert len(asyncio.all_tasks()) == 2
            assert asyncio.all_tasks() == {asyncio.current_task()}
            say(database, "requests")  # and a commit without a subscriber does no harm

    run(story)


@pytest.mark.databases("sqlite")  # the fault is made by taking the file away, which is SQLite's own
def test_an_outage_makes_no_reader_deaf(database: Database) -> None:
    async def story() -> None:
        async with Watcher(database, every=0.02) as watcher, watcher.watch(["requests"]) as changes:
            await asyncio.to_thread(_lose_and_bring_back, database)
            await asyncio.to_thread(say, database, "requests")
            assert await hear(changes) == "requests"

    run(story)


@pytest.mark.databases("sqlite")  # as above
def test_who_begins_to_watch_in_an_outage_hears_as_soon_as_it_is_over(database: Database) -> None:
    say(database, "requests")

    async def story() -> None:
        file, aside = _taken_away(database)
        async with Watcher(database, every=0.02) as watcher, watcher.watch(["requests"]) as changes:
            _bring_back(file, aside)
            assert await hear(changes) == "requests"

    run(story)


def test_a_slow_database_makes_no_false_alarm_at_the_start(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The poll runs many times before the first look at where the topic stands comes back."""
    say(database, "requests")
    real = Database.read

    def slow(self: Database, work: Callable[[Session], Any]) -> Any:
        sleep(0.1)
        return real(self, work)

    monkeypatch.setattr(Database, "read", slow)

    async def story() -> None:
        async with Watcher(database, every=0.01) as watcher, watcher.watch(["requests"]) as changes:
            with pytest.raises(TimeoutError):
                await hear(changes, within=0.5)

    run(story)


def _lose_and_bring_back(database: Database) -> None:
    file, aside = _taken_away(database)
    sleep(0.1)
    _bring_back(file, aside)


def _taken_away(database: Database) -> tuple[Path, Path]:
    file = Path(str(database.url.database))
    aside = file.with_suffix(".aside")
    database.close()
    file.rename(aside)
    file.mkdir()  # nothing can be opened here now
    return file, aside


def _bring_back(file: Path, aside: Path) -> None:
    file.rmdir()
    aside.rename(file)


async def _read_to_the_end(watcher: Watcher) -> list[str]:
    async with watcher.watch(["requests"]) as changes:
        return [topic async for topic in changes]

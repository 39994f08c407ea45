"""Change notices: immediately when this process made the change, within half a second when another did.

Topics carry a version that only grows, and a watcher checks whether it differs, never whether it is larger,
so no order of commits, restart or restored backup makes it miss a change.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Literal, Self

import structlog
from sqlalchemy import select

from core.ground.async_database import AsyncDatabase
from core.ground.db import Database, DatabaseUnavailable, LiveTopic, Versions

POLL_SECONDS = 0.5
PATIENCE = 4  # polls that a watcher leaves out while only workers wait: what they do, any process can do
TROUBLE_SECONDS = 5.0  # the same after an unexpected error
log = structlog.get_logger("live")
UNKNOWN = -1  # no version is lower than 0


class Changes(AsyncIterator[str]):
    """The topics that changed, for one reader. Many changes of one topic before it is read are one."""

    def __init__(self, topics: Iterable[str], *, is_patient: bool = False) -> None:
        self.topics = frozenset(topics)
        self.is_patient = is_patient
        self._waiting: dict[str, None] = {}
        self._something = asyncio.Event()
        self._over = False

    def tell(self, topic: str) -> None:
        """The topic changed."""
        self._waiting[topic] = None
        self._something.set()

    def end(self) -> None:
        """There will be no more: a reader that waits stops."""
        self._over = True
        self._something.set()

    @property
    def is_over(self) -> bool:
        """Whether there will be no more."""
        return self._over

    async def wait(self) -> None:
        """Until there is something, or nothing more to come."""
        await self._something.wait()

    def take(self) -> frozenset[str]:
        """Everything that changed so far."""
        taken = frozenset(self._waiting)
        self._waiting.clear()
        if not self._over:
            self._something.clear()
        return taken

    async def __anext__(self) -> str:
        await self._something.wait()
        if not self._waiting:
            raise StopAsyncIteration
        topic = next(iter(self._waiting))
        del self._waiting[topic]
        if not self._waiting and not self._over:
            self._something.clear()
        return topic


class Watcher:
    """One per process: a single query every half second serves all readers, and rarer while only workers wait."""

    def __init__(self, database: Database, *, every: float = POLL_SECONDS) -> None:
        self._database = database
        self._every = every
        self._readers: set[Changes] = set()
        self._known: dict[str, int] = {}
        self._polling: asyncio.Task[None] | None = None
        self._deafen: Callable[[], None] | None = None
        self._closed = False
        self._hurry = asyncio.Event()  # while a reader is there who is not patient

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @contextlib.asynccontextmanager
    async def watch(self, topics: Iterable[str], *, is_patient: bool = False) -> AsyncIterator[Changes]:
        """Watch while the block runs: ``async for topic in changes``.

        Every commit after entering the block is reported; read the state inside the block to miss nothing. A patient
        reader may hear of other processes' changes a little later, so that an idle process does next to nothing.
        """
        changes = Changes(topics, is_patient=is_patient)
        self._readers.add(changes)
        self._mind_haste()
        try:
            self._listen()
            await self._learn(changes.topics)
            yield changes
        finally:
            self._readers.discard(changes)
            self._mind_haste()
            for topic in changes.topics - self._watched():
                self._known.pop(topic, None)
            if not self._readers:
                await self._rest()

    async def standing(self, topics: Iterable[str]) -> Versions:
        """The current versions of these topics, so that a returning browser knows whether it missed anything."""
        return await self._versions(frozenset(topics))

    async def close(self) -> None:
        """End every reader's iteration and stop asking; to be called before the process leaves."""
        self._closed = True
        for changes in self._readers:
            changes.end()
        await self._rest()

    def _mind_haste(self) -> None:
        if all(changes.is_patient for changes in self._readers):
            self._hurry.clear()
        else:
            self._hurry.set()

    def _listen(self) -> None:
        if self._closed:
            for changes in self._readers:
                changes.end()
        elif self._polling is None:
            loop = asyncio.get_running_loop()
            self._deafen = self._database.on_commit(lambda versions: self._heard(loop, versions))
            self._polling = loop.create_task(self._poll(), name="live topics")

    async def _learn(self, topics: frozenset[str]) -> None:
        """Read the versions of new topics before the poll. Unknown after an error: then any version counts as new."""
        unknown = topics - self._known.keys()
        stand: Versions = dict.fromkeys(unknown, UNKNOWN)
        with contextlib.suppress(Exception):  # the poll meets the same and says so
            stand = await self._versions(unknown)
        for topic, version in stand.items():
            self._known.setdefault(topic, version)

    async def _rest(self) -> None:
        polling, self._polling = self._polling, None
        self._known.clear()
        if self._deafen is not None:
            self._deafen()
            self._deafen = None
        if polling is not None:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    async def _poll(self) -> None:
        while True:
            if not self._hurry.is_set():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._hurry.wait(), self._every * PATIENCE)
            await asyncio.sleep(self._every)
            try:
                self._spread(await self._versions(frozenset(self._known)))
            except DatabaseUnavailable:
                continue  # the next poll compares versions and finds what was missed
            except Exception:
                log.exception("changes made by other processes are not heard for now")
                await asyncio.sleep(TROUBLE_SECONDS)

    def _heard(self, loop: asyncio.AbstractEventLoop, versions: Versions) -> None:
        """Called in the thread that committed."""
        with contextlib.suppress(RuntimeError):  # the loop is closed, and all its readers are gone
            loop.call_soon_threadsafe(self._spread, versions)

    def _spread(self, versions: Versions) -> None:
        for topic in self._watched() & versions.keys():
            if self._known.get(topic) == versions[topic]:
                continue
            self._known[topic] = versions[topic]
            for changes in self._readers:
                if topic in changes.topics:
                    changes.tell(topic)

    def _watched(self) -> frozenset[str]:
        return frozenset().union(*(changes.topics for changes in self._readers))

    async def _versions(self, topics: frozenset[str]) -> Versions:
        if not topics:
            return {}
        asked = select(LiveTopic.topic, LiveTopic.version).where(LiveTopic.topic.in_(topics))
        found = await AsyncDatabase(self._database).read(lambda session: session.execute(asked).all())
        return dict.fromkeys(topics, 0) | dict(found)


async def pause(changes: Changes, *signals: asyncio.Event, seconds: float) -> frozenset[str]:
    """For a worker: sleep until something changes, ``seconds`` have gone by, or a signal is set; what changed."""
    waiting = [asyncio.create_task(signal.wait()) for signal in signals]
    if not changes.is_over:
        waiting.append(asyncio.create_task(_heard(changes)))
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
    return changes.take()


async def _heard(changes: Changes) -> Literal[True]:
    await changes.wait()
    return True

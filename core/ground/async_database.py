"""The one seam between the event loop and blocking calls (database, hashing, mail server), which run in threads."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import anyio.to_thread
from anyio import CapacityLimiter
from sqlalchemy.orm import Session

from core.ground.db import Database

T = TypeVar("T")


@dataclass(frozen=True)
class AsyncDatabase:
    """A database for coroutines. ``limiter``: how many threads it may have at a time (None: the usual 40 of AnyIO)."""

    database: Database
    limiter: CapacityLimiter | None = None

    def with_one_thread(self) -> "AsyncDatabase":
        """The same database for background work: one thread, so that it never delays a request.

        Python runs one thread at a time; each further busy thread makes all the others slower.
        """
        return replace(self, limiter=CapacityLimiter(1))

    async def transact(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in one write transaction. Raises DatabaseUnavailable when the database does not answer."""
        return await self.run(partial(self.database.transact, work))

    async def read(self, work: Callable[[Session], T]) -> T:
        """Run ``work`` in a transaction that is rolled back at the end."""
        return await self.run(partial(self.database.read, work))

    async def run(self, work: Callable[[], T]) -> T:
        """Run anything that blocks, with transactions of its own or none."""
        return await anyio.to_thread.run_sync(work, limiter=self.limiter)

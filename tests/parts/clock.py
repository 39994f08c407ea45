"""The time that served sites and phones show: the real one, put forward where a person would have to wait.

A code works once, so whoever needs two within half a minute waits for the next. Tests do not: they move this clock,
which the sites read and the phones too. Only sites that the test itself serves follow it; a product in a process of
its own has the real time, and there the wait is real.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

STEP = timedelta(seconds=30)


@dataclass
class ShownTime:
    """A clock that goes, and that can be put forward while somebody serves sites by it."""

    ahead: timedelta = timedelta(0)
    followers: int = 0

    def __call__(self) -> datetime:
        """What it shows now."""
        return datetime.now(UTC) + self.ahead

    def to_next_code(self) -> None:
        """The next half-minute begins, by moving the clock or, when nobody follows it, by waiting."""
        left = STEP - timedelta(seconds=self().timestamp() % STEP.total_seconds())
        if self.followers:
            self.ahead += left
        else:
            time.sleep(left.total_seconds())

    @contextlib.contextmanager
    def followed(self) -> Iterator[None]:
        """Sites follow it until the block ends; when the last one is gone it shows the real time again."""
        self.followers += 1
        try:
            yield
        finally:
            self.followers -= 1
            if not self.followers:
                self.ahead = timedelta(0)


shown_time = ShownTime()

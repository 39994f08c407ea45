"""The time that served sites and phones show: a weekday at noon, put forward where a person would have to wait.

At noon, because what comes unasked waits until the day, and a test must not depend on when it runs. A code works once, so a test that needs two in half a minute waits for the next. Tests do not: they move this clock,
which the sites read and the phones too. Only sites that the test itself serves follow it; a product in a process of
its own has the real time, and there the wait is real.
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

STEP = timedelta(seconds=30)
NOON = 17  # o'clock UTC, when it is day everywhere in the United States
FRIDAY = 4


@dataclass
class ShownTime:
    """A clock that goes, and that can be put forward while someone serves sites by it."""

    ahead: timedelta = timedelta(0)
    followers: int = 0
    starts: int = 0  # how often it was set to noon: the codes of an earlier noon show again

    def __call__(self) -> datetime:
        """What it shows now."""
        return datetime.now(UTC) + self.ahead

    def forward(self, by: timedelta) -> None:
        """Time passes."""
        assert self.followers, "nobody follows this clock, so only waiting would help"
        self.ahead += by

    def to_next_code(self) -> None:
        """The next half-minute begins, by moving the clock or, when no one follows it, by waiting."""
        left = STEP - timedelta(seconds=self().timestamp() % STEP.total_seconds())
        if self.followers:
            self.forward(left)
        else:
            time.sleep(left.total_seconds())

    @contextlib.contextmanager
    def followed(self) -> Iterator[None]:
        """Sites follow it until the block ends; when the last one is gone it shows the real time again."""
        if not self.followers:
            self.ahead = _next_noon(datetime.now(UTC)) - datetime.now(UTC)
            self.starts += 1
        self.followers += 1
        try:
            yield
        finally:
            self.followers -= 1
            if not self.followers:
                self.ahead = timedelta(0)


def _next_noon(now: datetime) -> datetime:
    noon = now.replace(hour=NOON, minute=0, second=5, microsecond=0)
    while noon < now or noon.weekday() > FRIDAY:
        noon += timedelta(days=1)
    return noon


shown_time = ShownTime()

"""What a piece of work costs, in a measure that a slow or busy machine does not change."""

import time
from collections.abc import Callable

REFERENCE = 10_000  # rounds of the loop below: one millisecond of a quiet core of 2024


def cost_of(work: Callable[[], object]) -> float:
    """Processor time of ``work`` in milliseconds of a quiet core.

    It is divided by that of a loop just before and after, so a core that is shared or slow slows both.
    """
    before, spent, after = _spent(_loop), _spent(work), _spent(_loop)
    return spent / max(before, after)


def _spent(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _loop() -> int:
    total = 0
    for number in range(REFERENCE):
        total += number * number % 7
    return total

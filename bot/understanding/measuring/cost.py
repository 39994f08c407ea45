"""What understanding costs a process: measured in a fresh one, so that nothing of this one is counted."""

import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.understood import understand

ROUNDS = 200
_KIB = 1024
_IN_A_FRESH_PROCESS = """
import pathlib, time
status = pathlib.Path("/proc/self/status")
before, start = status.read_text(), time.process_time()
from bot.understanding.understood import understand
understand("hello")
print(time.process_time() - start)
understand("why is my code refused " * 100)
print(before, status.read_text())
"""


@dataclass(frozen=True)
class Cost:
    """Processor seconds until the first answer, and how far the peak of resident memory rose, in MiB."""

    seconds: float
    mebibytes: float


def cost_of_a_process() -> Cost:
    """Starts this Python once more; reads Linux's VmHWM (the peak), because a mean would hide the reading."""
    told = subprocess.run(
        [sys.executable, "-c", _IN_A_FRESH_PROCESS],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    ).stdout
    before, after = (int(peak) / _KIB for peak in re.findall(r"VmHWM:\s+(\d+) kB", told))
    return Cost(float(told.split(maxsplit=1)[0]), after - before)


def milliseconds_each(texts: Sequence[str], rounds: int = ROUNDS) -> float:
    """Processor time of one message, over the first ``rounds`` of them."""
    understand("hello")  # loading is not a message's cost
    some = texts[:rounds]
    start = time.process_time()
    for text in some:
        understand(text)
    return (time.process_time() - start) / len(some) * 1000

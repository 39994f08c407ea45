"""A product that answers, and the processor time that its processes have used."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx2

STARTS_WITHIN = 60  # seconds


@dataclass(frozen=True)
class Served:
    """Where it answers, and its first process."""

    site: str
    process: int

    def processor_seconds(self) -> float:
        """Of the process and its children so far (proc(5), fields 14 and 15 of stat)."""
        return sum(_seconds(process) for process in (self.process, *_children(self.process)))


@contextlib.contextmanager
def started(
    command: Sequence[str], site: str, *, cwd: Path, settings: Mapping[str, str], log: Path
) -> Iterator[Served]:
    """Run ``command`` until the block ends; yields once ``site`` answers."""
    with (
        log.open("w") as output,
        subprocess.Popen(
            command, cwd=cwd, env=os.environ | settings, stdout=output, stderr=output
        ) as process,
    ):
        try:
            _wait_for(site, process, log)
            yield Served(site, process.pid)
        finally:
            process.terminate()


def _wait_for(site: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(httpx2.TransportError):
            httpx2.get(site)
            return
        time.sleep(0.1)
    raise RuntimeError(f"{site} did not start:\n{log.read_text()}")


def _seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children(process: int) -> list[int]:
    return [
        int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    ]

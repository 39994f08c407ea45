"""What the running product costs while nobody is there, how long it takes to start, and what a first page weighs."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import httpx2

from core.ground.sealing import new_key
from tests.parts.server import Command, free_port, running

SETTLED_AFTER = 12.0  # seconds; what is loaded after the start is loaded by then
WATCHED_FOR = 30.0
PAGE = "/sign-in"
NAMED_IN_PAGE = re.compile(r'<(?:link|script)\b[^>]*?\b(?:href|src)="(/[^"]+)"')


@dataclass(frozen=True)
class AtRest:
    """Processor milliseconds, KiB and requests of one process that serves both sites."""

    start_wall: float
    start_cpu: float
    memory: int
    cpu_per_second: float
    requests: int
    weight: float


def measure(database_url: str, folder: Path) -> AtRest:
    """Start it, let it settle, look at it, and ask for one page as a browser does that was never there."""
    begun = time.perf_counter()
    with serve(database_url, folder) as (server, site):
        process = server.process.pid
        started, burnt = time.perf_counter() - begun, cpu(process)
        time.sleep(SETTLED_AFTER)
        before = cpu(process)
        time.sleep(WATCHED_FOR)
        at_rest = (cpu(process) - before) / WATCHED_FOR
        requests, weight = first_page(site + PAGE)
        return AtRest(started * 1000, burnt * 1000, memory(process), at_rest * 1000, requests, weight)


@contextmanager
def serve(database_url: str, folder: Path) -> Iterator[tuple[Command, str]]:
    """The product's own command on an upgraded database; yields it and the address of the account site."""
    ports = free_port(), free_port()
    site, console = (f"http://127.0.0.1:{port}" for port in ports)
    settings = {
        "TC2FA_DATABASE_URL": database_url,
        "TC2FA_KEYS": new_key("k1"),
        "TC2FA_PUBLIC_URL": site,
        "TC2FA_CONSOLE_URL": console,
        "TC2FA_LOG_LEVEL": "error",
    }
    served = ("serve", "--port", str(ports[0]), "--console-port", str(ports[1]))
    with running(*served, settings=settings, folder=folder) as server:
        server.wait_until_it_answers(ports[1])
        httpx2.get(f"{site}/sign-in")
        yield server, site


def first_page(address: str) -> tuple[int, float]:
    """Requests and KiB on the wire for a page with everything that it and its style sheets name."""
    with httpx2.Client(headers={"Accept-Encoding": "gzip"}) as client:
        waiting, seen, weight = [address], set[str](), 0
        while waiting:
            at = waiting.pop()
            seen.add(at)
            with client.stream("GET", at) as answer:
                weight += sum(map(len, answer.iter_raw()))
            body = client.get(at).text if at == address else ""
            named = {urljoin(at, path) for path in NAMED_IN_PAGE.findall(body)}
            waiting += named - seen
    return len(seen), weight / 1024


def cpu(process: int) -> float:
    """Seconds of CPU the process has used so far, as Linux counts them (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> int:
    """MiB of the process that are in memory."""
    told = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(told[1]) // 1024 if told else 0

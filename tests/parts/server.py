"""Sites that are served for real: an app in a thread, or the product's own command in a process to be killed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from console.serving import Address
from console.serving import listen as production_listen

STARTS_WITHIN = 60.0  # seconds; argon2, migrations and two busy cores
STOPS_WITHIN = 15.0


def listen() -> socket.socket:
    """A listening socket on a port of the system's choice. Taken before the app is built, so it can know its address."""
    return production_listen(Address("127.0.0.1", 0))


def address_of(listening: socket.socket) -> str:
    """Where this socket answers, e.g. ``http://127.0.0.1:40123``."""
    host, port = listening.getsockname()
    return f"http://{host}:{port}"


@contextlib.contextmanager
def serving(app: Any, at: socket.socket) -> Iterator[str]:
    """Serve an ASGI app on ``at`` with uvicorn until the block ends; yields the address."""
    config = uvicorn.Config(app, log_config=None, lifespan="on", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [at]}, name="served site", daemon=True)
    thread.start()
    try:
        _wait_until(lambda: server.started or not thread.is_alive(), "the site did not start")
        assert server.started, "the site ended while starting; its log is above"
        yield address_of(at)
    finally:
        server.should_exit = True
        thread.join(STOPS_WITHIN)
        at.close()
    assert not thread.is_alive(), f"the site did not stop within {STOPS_WITHIN} s"


@dataclass
class Command:
    """A running ``tc2fa`` command with its output in a file."""

    process: subprocess.Popen[bytes]
    log: Path

    def said(self) -> str:
        """Everything it has printed so far."""
        return self.log.read_text("utf-8", "replace")

    def wait_for(self, words: str, *, seconds: float = STARTS_WITHIN) -> None:
        """Wait until it has printed ``words``; fails with all of its output."""
        _wait_until(
            lambda: words in self.said() or self.process.poll() is not None,
            words,
            seconds=seconds,
            more=self.said,
        )
        assert words in self.said(), (
            f"it ended with {self.process.returncode} and never said {words!r}:\n{self.said()}"
        )

    def wait_until_it_answers(self, port: int, *, seconds: float = STARTS_WITHIN) -> None:
        """Wait until something listens on ``port``."""
        _wait_until(
            lambda: _answers(port) or self.process.poll() is not None,
            f"port {port}",
            seconds=seconds,
            more=self.said,
        )
        assert self.process.poll() is None, f"it ended with {self.process.returncode}:\n{self.said()}"

    def kill(self) -> None:
        """Kill it and its children as a power cut would: nothing of theirs runs any more."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(STOPS_WITHIN)

    def terminate(self) -> int:
        """Ask it to leave, as an operator would; returns its exit code."""
        self.process.terminate()
        return self.process.wait(STOPS_WITHIN)


@contextlib.contextmanager
def running(*arguments: str, settings: Mapping[str, str], folder: Path) -> Iterator[Command]:
    """Run ``tc2fa`` with these arguments and settings in ``folder``; it is killed when the block ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TC2FA_")}
    log = folder / f"tc2fa-{time.monotonic_ns()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(Path(sys.executable).with_name("tc2fa")), *arguments],
            cwd=folder,
            env=environment | dict(settings) | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "default"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    command = Command(process, log)
    try:
        yield command
    finally:
        with contextlib.suppress(ProcessLookupError):
            command.kill()


def free_port() -> int:
    """A port that was free a moment ago, for a command that wants to be told one."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _wait_until(
    is_so: Callable[[], bool], what: str, *, seconds: float = STARTS_WITHIN, more: Callable[[], str] = str
) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, f"waited {seconds} s in vain for: {what}\n{more()}"
        time.sleep(0.02)

"""Processes of Python that begin with everything imported: one imports, and each that is wanted is forked from it.

They are as apart from the test as any other process, with connections of their own; only a second of imports is saved.
"""

import multiprocessing
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

Say = Callable[[Any], None]
IMPORTED = (
    "tests.core.ground.writer_process",
    "tests.core.second_factor.second_factor_process",
    "tests.bot.workers",
)
ANSWERS_WITHIN = 100.0  # seconds
_forked = multiprocessing.get_context("forkserver")
_forked.set_forkserver_preload([*IMPORTED])


class OtherProcess:
    """Runs ``work(say, *given)``, a function of a module, in a process of its own; what it says is received here."""

    def __init__(self, work: Callable[..., None], *given: Any) -> None:
        self._ear, mouth = _forked.Pipe(duplex=False)
        self._process: ForkServerProcess = _forked.Process(
            target=_run, args=(mouth, work, given), daemon=True
        )
        self._process.start()
        mouth.close()

    def hear(self) -> Any:
        """The next thing it says."""
        assert self._ear.poll(ANSWERS_WITHIN), f"it said nothing for {ANSWERS_WITHIN} s"
        return self._ear.recv()

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self._process.kill()
        self.end()

    def end(self) -> int | None:
        """Wait until it has ended; its exit code, or the number of the signal that ended it, negative."""
        self._process.join(ANSWERS_WITHIN)
        self._ear.close()
        return self._process.exitcode


def _run(mouth: "Connection[Any, Any]", work: Callable[..., None], given: tuple[Any, ...]) -> None:
    try:
        work(mouth.send, *given)
    except Exception:
        mouth.send(traceback.format_exc())  # the test shows it where it compares what was said
        raise

"""What every test has at hand. The parts live in tests/parts, one file each; the cast lives in tests/cast.py."""

import gc
import os

import pytest
from hypothesis import settings

from console import logs
from tests.parts.memory import keep_temporary_files_in_memory

keep_temporary_files_in_memory()

pytest_plugins = [
    "tests.cast",
    "tests.parts.browser",
    "tests.parts.database",
    "tests.parts.mail",
    "tests.parts.quick",
    "tests.parts.sites",
    "tests.parts.slowest_files",
]

# The product's own log format: without it a trace would show every local variable, as development tools do.
logs.configure("info")

# No deadline: two workers share two cores with a database and a browser. The seed is fixed so that the suite
# says the same twice; to look for new counter-examples run with --hypothesis-profile=explore.
settings.register_profile("suite", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """All that was imported and collected stays to the end, so the garbage collector need not look through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The developer's own TC2FA_ and proxy settings must not decide whether a test passes."""
    for name in list(os.environ):
        if name.startswith("TC2FA_") or name.lower() in {"http_proxy", "https_proxy", "all_proxy"}:
            monkeypatch.delenv(name)

"""The staff console behind its public door, with a clock that the test moves."""

import pytest

from tests.cast import Cast
from tests.console.staff.desk import Console, open_console


@pytest.fixture
def console(cast: Cast) -> Console:
    """The console on SQLite and on PostgreSQL, on Monday morning."""
    return open_console(cast)

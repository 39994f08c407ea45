"""``pytest --quick``: every test that needs neither a browser nor PostgreSQL."""

import pytest

SLOW_FIXTURES = {"browser", "postgres"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Make the option known."""
    parser.addoption("--quick", action="store_true", help="only what needs neither a browser nor PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a browser or PostgreSQL. It counts as deselected, so no report calls it passed."""
    if config.getoption("--quick"):
        slow = [item for item in items if _is_slow(item)]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if item not in set(slow)]


def _is_slow(item: pytest.Item) -> bool:
    """By the fixtures it asks for, and by the database it was given."""
    assert isinstance(item, pytest.Function)
    kind = item.callspec.params.get("database_kind") if hasattr(item, "callspec") else None
    return kind == "postgresql" or not SLOW_FIXTURES.isdisjoint(item.fixturenames)

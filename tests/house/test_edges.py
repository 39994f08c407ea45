"""What may happen only at the edge: opening a transaction, asking the clock."""

import ast
from collections.abc import Iterator

from tests.house.sources import HISTORY, PACKAGES, explain, files_in, tree

THE_DOOR = "core/ground/db.py"
NO_DATABASE = "bot/engine/"  # an import contract keeps the database out; there, a guide begins
OPENS_OR_ENDS = {"begin", "begin_nested", "commit", "rollback"}
MAKES_SESSIONS = {"create_engine", "sessionmaker", "scoped_session"}
CLOCK_EDGE = (
    "console/cli",
    "console/asgi",
    "console/commands/",
    "console/web/",
    "bot/delivery/deliveries",
    "bot/slack/",
    "bot/bubble/",
)
AMBIENT = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("func", "now"),
    ("func", "current_timestamp"),
}
ONE_DOOR = (
    "Transactions begin and end in core/ground/db.py only: take a session, and let Database.transact around the request "
    "commit. A second door is how half a change gets saved."
)
NO_CLOCK = (
    "The moment is passed in as `now`, so that every rule can be tested at any time: ask the clock where the "
    f"request arrives ({', '.join(CLOCK_EDGE)}) and hand it on."
)


def test_only_the_database_file_opens_and_ends_transactions() -> None:
    found = [
        f"{name}:{line} {word}"
        for name in files_in(*PACKAGES)
        if name != THE_DOOR and not name.startswith((HISTORY, NO_DATABASE))
        for line, word in (*_calls(name, OPENS_OR_ENDS), *_names(name, MAKES_SESSIONS))
    ]
    assert not found, explain(ONE_DOOR, found)


def test_nobody_inside_asks_the_clock() -> None:
    found = [
        f"{name}:{node.lineno} {owner}.{node.attr}"
        for name in files_in(*PACKAGES)
        if not name.startswith((*CLOCK_EDGE, HISTORY))
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Attribute) and ((owner := _owner(node)), node.attr) in AMBIENT
    ]
    assert not found, explain(NO_CLOCK, found)


def _calls(name: str, methods: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(name)):
        if (
            not isinstance(node, ast.Call) or node.args or node.keywords
        ):  # enrollments.begin(session, …) is a set-up
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            yield node.lineno, f"{ast.unparse(node.func)}()"


def _names(name: str, words: set[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, each.name) for each in node.names if each.name in words)
        elif isinstance(node, ast.Attribute) and node.attr in words:
            yield node.lineno, node.attr


def _owner(node: ast.Attribute) -> str:
    """The last word before the dot: ``dt.datetime.now`` is still the clock."""
    match node.value:
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return word
        case _:
            return ""

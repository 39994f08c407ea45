"""One word for one thing: a class name is defined once, and every name has one address to import it from."""

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.house.sources import HISTORY, PACKAGES, explain, files_in, tree

ONCE = "A reader who meets the name must know which one it is: name one of them for what sets it apart."
ONE_ADDRESS = "Import a name from the file that defines it, so that a search for it leads to one place."


def test_a_public_class_name_is_defined_once() -> None:
    places = defaultdict(list)
    for name in files_in(*PACKAGES):
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(name)
    found = [f"{word}: {', '.join(where)}" for word, where in places.items() if len(where) > 1]
    assert not found, explain(ONCE, found)


def test_every_name_is_imported_from_where_it_is_defined() -> None:
    modules = {_module(name): name for name in files_in(*PACKAGES, "tests")}
    found = [
        f"{name}:{line} {word} from {module}"
        for name in modules.values()
        if not name.startswith(HISTORY)
        for line, module, word in _imports(name)
        if module in modules and f"{module}.{word}" not in modules and word not in _defined(modules[module])
        if not any(other.startswith(f"{module}.{word}.") for other in modules)
    ]
    assert not found, explain(ONE_ADDRESS, found)


def test_a_borrowed_name_would_be_caught() -> None:
    assert "Session" not in _defined("core/ground/outbox.py")
    assert {"Database", "transact"} & _defined("core/ground/db.py") == {"Database"}


def _module(name: str) -> str:
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(name: str) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, node.module, each.name) for each in node.names)


def _defined(name: str) -> set[str]:
    """The names that the top level of a file makes itself."""
    made = set()
    for node in tree(name).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.For | ast.If | ast.With | ast.Try):
            made |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and _is_made(each)}
    return made


def _is_made(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)

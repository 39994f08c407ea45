"""Each package says what is in it: its ``__init__`` is the map of its files, and no folder is a heap."""

import ast
import re
from collections import Counter
from pathlib import PurePosixPath

from tests.house.sources import PACKAGES, explain, files_in, tree

MOST_FILES = 20
SAYS_ITSELF = ("/migrations/", "/words/en/", "/words/es/")  # history, and texts by topic


def test_no_folder_holds_more_than_20_python_files() -> None:
    files = [name for name in files_in(*PACKAGES, "tests") if not name.endswith("__init__.py")]
    full = Counter(str(PurePosixPath(name).parent) for name in files)
    found = [f"{folder}: {count}" for folder, count in full.items() if count > MOST_FILES]
    assert not found, explain("Find the two words of the domain that this folder holds.", found)


def test_every_package_names_its_parts_and_nothing_else() -> None:
    found = []
    for package in _packages():
        parts, named = _parts(package), _named(package)
        found += [f"{package}: {each} is missing" for each in sorted(parts - named)]
        found += [f"{package}: {each} is not there" for each in sorted(_listed(package) - parts)]
    assert not found, explain("The docstring of __init__.py is the map of the package: correct it.", found)


def _packages() -> list[str]:
    names = [
        name.removesuffix("/__init__.py") for name in files_in(*PACKAGES) if name.endswith("/__init__.py")
    ]
    return [name for name in names if not f"{name}/".endswith(SAYS_ITSELF)]


def _parts(package: str) -> set[str]:
    inside = [PurePosixPath(name).relative_to(package).parts for name in files_in(package)]
    return {parts[0].removesuffix(".py") for parts in inside} - {"__init__"}


def _listed(package: str) -> set[str]:
    """The names that begin a line of the map."""
    return set(re.findall(r"(?m)^``(\w+)``", _map(package)))


def _named(package: str) -> set[str]:
    return set(re.findall(r"``(\w+)``", _map(package)))


def _map(package: str) -> str:
    return ast.get_docstring(tree(f"{package}/__init__.py")) or ""

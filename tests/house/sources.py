"""The files that the house rules are about, read once."""

import ast
import functools
import io
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "bot", "console")
HISTORY = (
    "core/ground/migrations/versions/"  # a migration is never edited once released, so taste rules pass it by
)


@functools.cache
def files() -> tuple[str, ...]:
    """Every file that is in the history or about to be, as a path from the top."""
    command = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


def files_in(*folders: str, endings: tuple[str, ...] = (".py",)) -> list[str]:
    """The files under these folders with one of these endings, without what others wrote (vendor)."""
    inside = tuple(f"{folder.rstrip('/')}/" for folder in folders)
    return [
        name
        for name in files()
        if name.startswith(inside) and name.endswith(endings) and "/vendor/" not in name
    ]


@functools.cache
def text(name: str) -> str:
    """What the file says."""
    return (ROOT / name).read_text("utf-8")


@functools.cache
def tree(name: str) -> ast.Module:
    """The file as Python reads it."""
    return ast.parse(text(name), name)


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a Python file."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(name: str) -> Iterator[tuple[int, str]]:
    """The file's lines with their numbers, from 1."""
    return enumerate(text(name).splitlines(), start=1)


def comments(name: str) -> Iterator[tuple[int, str]]:
    """The comments of a Python file with their line numbers; strings that look like one are left out."""
    for token in tokenize.generate_tokens(io.StringIO(text(name)).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def explain(rule: str, found: list[str]) -> str:
    """What a person who broke the rule is told."""
    return f"{rule}\n" + "\n".join(f"  {each}" for each in found)

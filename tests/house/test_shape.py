"""Where things are and how big they may grow."""

import ast

from tests.house.sources import HISTORY, explain, files, files_in, functions, text

TOP = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "bot",
    "console",
    "core",
    "deno.json",  # where deno looks for it
    "manifest.yml",
    "pyproject.toml",
    "tests",
    "uv.lock",
}
WRITTEN_BY_HAND = (".py", ".js", ".css", ".html", ".sql")
LONGEST_FILE = 299
LONGEST_FUNCTION = 40
JUNK_DRAWERS = {"services", "models", "utils", "util", "helpers", "helper", "common", "misc", "managers"}


def test_the_top_level_is_the_fixed_one() -> None:
    strangers = sorted({name.split("/")[0] for name in files()} - TOP)
    found = [name for name in strangers if not name.startswith(".")]
    assert not found, explain("The top level is fixed: put this into core, bot, console or tests.", found)


def test_files_stay_under_300_lines() -> None:
    found = [
        f"{name}: {length} lines"
        for name in files_in("core", "bot", "console", "tests", endings=WRITTEN_BY_HAND)
        if not name.startswith(HISTORY) and (length := len(text(name).splitlines())) > LONGEST_FILE
    ]
    assert not found, explain("A file this long holds two ideas: give the second a file named for it.", found)


def test_functions_stay_under_40_lines() -> None:
    found = [
        f"{name}:{each.lineno} {each.name}: {length} lines"
        for name in files_in("core", "bot", "console", "tests")
        if not name.startswith(HISTORY)
        for each in functions(name)
        if (length := _length(each)) > LONGEST_FUNCTION
    ]
    assert not found, explain("Name a step of this function and move it below.", found)


def test_no_file_is_a_junk_drawer() -> None:
    found = [name for name in files() if JUNK_DRAWERS & {part.split(".")[0] for part in name.split("/")}]
    assert not found, explain(
        "Name the file for a word of the domain, not for the kind of code in it.", found
    )


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end; what the docstring explains costs nothing."""
    first = function.body[0]
    is_docstring = ast.get_docstring(function) is not None
    explained = (first.end_lineno or first.lineno) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - explained

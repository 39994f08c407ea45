"""A silenced checker and a published name have a stated reason."""

import ast
import re

import pytest

from tests.house.sources import ROOT, comments, explain, files_in, functions, lines, tree

EVERYWHERE = ("core", "bot", "console", "tests")
SILENCERS = re.compile(
    r"#\s*(?:(?P<what>noqa|type:\s*ignore|pyright:\s*ignore|fmt:\s*(?:off|skip)|pragma:\s*no cover|nosec)"
    r"(?P<codes>\s*\[[^]]*\]|:\s*[A-Z]+\d+(?:\s*,\s*[A-Z]+\d+)*)?)(?P<reason>.*)$"
)
IN_SCRIPTS = re.compile(r"(?:eslint|stylelint|prettier)-(?:disable|ignore)\S*(?P<reason>[^*]*)")
NEEDS_CODES = ("noqa", "type", "pyright")
WHY = re.compile(r"(?:\w[\w'’.:/-]*\W+)+\w")  # two words are the shortest reason there is
SKIPS = {"skip", "skipif", "xfail", "importorskip"}


def test_a_silenced_checker_names_its_rule_and_its_reason() -> None:
    found = [
        f"{name}:{number} {line.strip()}"
        for name in files_in(*EVERYWHERE)
        for number, line in comments(name)
        if _is_silent_without_reason(line)
    ]
    rule = "Say which rule is silenced and why: `# noqa: S303  RFC 6238's default`. Better, fix it."
    assert not found, explain(rule, found)


def test_a_silenced_script_checker_has_its_reason() -> None:
    found = [
        f"{name}:{number} {line.strip()}"
        for name in files_in(*EVERYWHERE, endings=(".js", ".css", ".html"))
        for number, line in lines(name)
        if (hit := IN_SCRIPTS.search(line)) and not WHY.search(hit["reason"])
    ]
    assert not found, explain("Say why beside it.", found)


def test_no_test_is_skipped_without_a_reason() -> None:
    found = [
        f"{name}:{node.lineno} {ast.unparse(node)}"
        for name in files_in("tests")
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Attribute) and node.attr in SKIPS and not _gives_reason(name, node)
    ]
    rule = (
        "A missing part fails with the command that installs it; a skip or xfail says its reason in the call."
    )
    assert not found, explain(rule, found)


@pytest.mark.parametrize("block", ["ignore = [", '"tests/**" = [', "filterwarnings = ["])
def test_every_rule_switched_off_for_everybody_has_a_comment(block: str) -> None:
    _, _, after = (ROOT / "pyproject.toml").read_text("utf-8").partition(f"\n{block}\n")
    entries = after.partition("\n]")[0].splitlines()
    found = [line for line in entries if '"' in line and line.strip() != '"error",' and "# " not in line]
    assert entries, f"pyproject.toml has no block {block!r} any more: correct this test"
    assert not found, explain("Write the reason behind the entry in pyproject.toml.", found)


def test_public_words_of_core_are_explained() -> None:
    found = [
        f"{name}:{each.lineno} {each.name}"
        for name in files_in("core")
        if "/migrations/" not in name
        for each in _public(name)
        if not _explains(each)
    ]
    rule = "Say in one line the rule it keeps or the attack it stops; its name again is not an explanation."
    assert not found, explain(rule, found)


@pytest.mark.parametrize(
    "line", ["x  # noqa", "x  # noqa: S101", "x  # type: ignore", "x  # type: ignore[arg-type]  why"]
)
def test_these_would_be_caught(line: str) -> None:
    assert _is_silent_without_reason(line)


@pytest.mark.parametrize(
    "line",
    [
        "x  # noqa: S303  the default every app speaks",
        "x  # type: ignore[arg-type]  # the stub lags behind",
        "x  # a note",
    ],
)
def test_these_would_pass(line: str) -> None:
    assert not _is_silent_without_reason(line)


def _is_silent_without_reason(line: str) -> bool:
    hit = SILENCERS.search(line)
    if hit is None or line.lstrip().startswith(
        ('"', "'", "r'", 'r"', "rule =", "@pytest")
    ):  # a string about it
        return False
    lacks_codes = hit["what"].startswith(NEEDS_CODES) and not hit["codes"]
    return lacks_codes or not WHY.search(hit["reason"])


def _gives_reason(name: str, node: ast.Attribute) -> bool:
    if ast.unparse(node.value) not in {"pytest", "pytest.mark"}:
        return True  # another thing of that name
    calls = [each for each in ast.walk(tree(name)) if isinstance(each, ast.Call) and each.func is node]
    said = [
        ast.unparse(each) for call in calls for each in (*call.args, *(word.value for word in call.keywords))
    ]
    return any(WHY.search(each) for each in said)


def _public(name: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    top = [node for node in tree(name).body if isinstance(node, ast.ClassDef)]
    outer = [each for each in functions(name) if each in tree(name).body]
    return [each for each in (*top, *outer) if not each.name.startswith("_")]


def _explains(each: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    said = {word.lower() for word in re.findall(r"\w+", ast.get_docstring(each) or "")}
    name = {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+", each.name)}
    return len(said - name - {"a", "an", "the", "of", "for", "to"}) >= 2

"""What people read: calm sentences, one word per thing, and the labels that were promised letter for letter."""

import ast
import re

import pytest

from tests.house.sources import PACKAGES, explain, files_in, lines, text, tree

PAGES = (".html", ".txt", ".jinja", ".j2", ".js", ".svg")
DATA = ("bot/understanding/", "core/ground/migrations/versions/")  # what people write to us is theirs
FIXED_LABEL = "Ok, Got it!"
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<!--.*?-->|<!doctype[^>]*>", re.DOTALL | re.IGNORECASE)
SHOUT = re.compile(r"[^\W\d_][!¡](?=\s|$|[\"'`<)])|¡\w")
DASH = "—"
OTHER_WORDS = {
    "recovery code": "recovery token",
    "backup code": "recovery token",
    "enrolment": "enrollment",
    "two-factor authentication code": "6-digit token",
}


def test_pages_and_messages_do_not_shout() -> None:
    found = [
        f"{where}: {said.strip()[:90]}"
        for where, said in _said()
        if SHOUT.search(said.replace(FIXED_LABEL, ""))
    ]
    assert not found, explain(f"No exclamation marks in what people read, but in {FIXED_LABEL!r}.", found)


def test_pages_and_messages_use_no_long_dashes() -> None:
    found = [f"{where}: {said.strip()[:90]}" for where, said in _said() if DASH in said]
    assert not found, explain("Make two sentences of it, or use a comma or a colon.", found)


def test_one_word_per_thing() -> None:
    found = [
        f"{where}: {other!r}, say {word!r}"
        for where, said in _said()
        for other, word in OTHER_WORDS.items()
        if other in said.lower()
    ]
    assert not found, explain("Two words for one thing make people look for the second thing.", found)


@pytest.mark.parametrize("said", ["Well done!", "<p>Saved!</p>", "¡Listo", 'say("Great! Now go")'])
def test_these_would_be_called_shouting(said: str) -> None:
    assert SHOUT.search(said)


@pytest.mark.parametrize(
    "said", ["if (!open) a !== b", "demo-Password-1!", "<!channel>", "color: red !important"]
)
def test_these_are_no_shouting(said: str) -> None:
    assert not SHOUT.search(said)


def _said() -> list[tuple[str, str]]:
    """Every line of a page and every string of the code, with its place."""
    pages = [
        (f"{name}:{number}", line)
        for name in files_in(*PACKAGES, endings=PAGES)
        if not name.startswith(DATA)
        for number, line in enumerate(_without_markup(text(name)).splitlines(), start=1)
    ]
    strings = [
        (f"{name}:{node.lineno}", node.value)
        for name in files_in(*PACKAGES)
        if not name.startswith(DATA)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return pages + strings


def _without_markup(page: str) -> str:
    return MARKUP.sub(lambda hit: "\n" * hit[0].count("\n"), page)


def test_line_numbers_survive_the_removal_of_markup() -> None:
    assert _without_markup("{# a\nb #}\nWell").splitlines() == ["", "", "Well"]
    assert dict(lines("tests/house/test_words.py"))[1].startswith('"""')

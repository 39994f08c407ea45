"""Docstrings and comments use plain words that a newcomer reads once."""

import ast
import re

import pytest

from tests.house.sources import comments, explain, files_in, tree

CLEAN = ("core", "console", "bot/turns", "bot/delivery", "bot/secrets_guard")
PLAIN = {
    "whoever": "who, or the person who",
    "somebody": "someone, a person, a colleague",
    "nobody hears": "no one is told",
    "nobody waits": "no one waits",
    "mended": "fixed",
    "in vain": "without effect",
    "afresh": "again",
    "anew": "again",
    "surely": "certainly, or nothing",
}
WORN = re.compile(rf"\b(?:{'|'.join(PLAIN)})\b".replace(" ", r"\s+"), re.IGNORECASE)


def test_docstrings_and_comments_use_plain_words() -> None:
    found = [
        f"{name}:{number} {hit!r}, say {PLAIN[hit]!r}"
        for name in files_in(*CLEAN)
        for number, prose in [*_docstrings(name), *comments(name)]
        for hit in _worn_words(prose)
    ]
    assert not found, explain("Write plain American English: subject, verb, the field's words.", found)


@pytest.mark.parametrize(
    "prose", ["Whoever asks learns nothing.", "Read\nanew.", "the cause is mended", "Asked in\n    vain."]
)
def test_these_would_be_caught(prose: str) -> None:
    assert _worn_words(prose)


def _worn_words(prose: str) -> list[str]:
    return [" ".join(hit.lower().split()) for hit in WORN.findall(prose)]


def _docstrings(name: str) -> list[tuple[int, str]]:
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return [
        (getattr(node, "lineno", 1), ast.get_docstring(node) or "")
        for node in ast.walk(tree(name))
        if isinstance(node, kinds)
    ]

"""What only Slack says, held to what the bot's other words are held to."""

import re
import string
from pathlib import Path

import pytest

import bot.slack
from bot.slack.views.words import TEXTS, say

KEYS = sorted(TEXTS["en"])
SOURCE = "\n".join(file.read_text("utf-8") for file in Path(bot.slack.__file__).parent.rglob("*.py"))


def test_both_languages_have_the_same_texts() -> None:
    assert set(TEXTS["en"]) == set(TEXTS["es"])


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_fill_in_the_same_facts(key: str) -> None:
    assert _blanks(TEXTS["en"][key]) == _blanks(TEXTS["es"][key])


@pytest.mark.parametrize("key", KEYS)
def test_no_text_shouts_rambles_or_holds_a_code(key: str) -> None:
    for texts in TEXTS.values():
        calm = texts[key].replace("Ok, Got it!", "")
        assert not set(calm) & set("!¡—")
        assert len(calm) <= 400
        assert not re.search(r"\b\d{6}\b", calm)


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_used(key: str) -> None:
    """By its whole name, as the one of several, or by a family whose members data names: a state, a step, a problem."""
    family = any(
        f'f"{key[:end]}{{' in SOURCE for end in range(key.index(".") + 1 if "." in key else 1, len(key))
    )
    assert family or any(f'"{name}"' in SOURCE for name in (key, key.removesuffix("_one")))


def test_the_fixed_names_are_the_same_in_both_languages() -> None:
    for key, name in (
        ("ask.send", "Send request"),
        ("ask.not_now", "Not now"),
        ("guide.continue", "Continue to Step 2"),
    ):
        assert {texts[key] for texts in TEXTS.values()} == {name}


def test_values_are_never_read_as_templates() -> None:
    assert "{practice}" in say("en", "request.title", practice="{practice}")


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

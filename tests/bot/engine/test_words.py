import re
import string
from pathlib import Path

import pytest

import bot.engine
from bot.engine.flows.short_answers import FACTS
from bot.engine.steps.wants import UNOFFERED
from bot.engine.words import TEXTS, say
from bot.engine.words.speech import SETTINGS
from bot.understanding.intents import INTENTS
from bot.understanding.questions.book import intents_of_questions

KEYS = sorted(TEXTS["en"])
ASKED = intents_of_questions()  # each is answered by its text or by its facts
LONGEST = 700  # characters: what a phone shows without scrolling twice
SOURCE = "\n".join(
    file.read_text("utf-8")
    for file in Path(bot.engine.__file__).parent.parent.rglob("*.py")
    if not {"en", "es"} & set(file.parts)
)


def test_both_languages_have_the_same_texts() -> None:
    assert set(TEXTS["en"]) == set(TEXTS["es"])


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_fill_in_the_same_facts(key: str) -> None:
    assert _blanks(TEXTS["en"][key]) == _blanks(TEXTS["es"][key])


@pytest.mark.parametrize("key", KEYS)
def test_no_text_shouts_or_rambles(key: str) -> None:
    for texts in TEXTS.values():
        calm = texts[key].replace("Ok, Got it!", "")
        assert "!" not in calm
        assert "¡" not in calm
        assert "—" not in calm
        assert len(calm) <= LONGEST


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_used(key: str) -> None:
    """By its whole name, or by a family whose members are named by data."""
    families = (
        "again.",
        "guide.now_",
        "lost.have_token",
        "button.ask.",
        "removed.",
        "status.",
        "guide.press_",
        "guide.then_",
        "article.",
        "floor.",
        "reset.standing_",
        "reset.news_",
        "reset.filed_",
        "reset.frozen_",
        "reset.withdrawn_",
    )
    name = key.removeprefix("button.")
    assert key in ASKED or f'"{key}"' in SOURCE or f'"{name}"' in SOURCE or key.startswith(families)


def test_values_are_never_read_as_templates() -> None:
    assert "{practice}" in say("en", "withdraw.not_yours", practice="{practice}", name="{0.__class__}")


def test_every_intent_has_a_button() -> None:
    for intent in set(INTENTS) - {"affirm", "deny", *UNOFFERED}:
        assert f"button.ask.{intent}" in TEXTS["en"]


def test_the_fixed_names_are_the_same_in_both_languages() -> None:
    for key, name in (("button.send_request", "Send request"), ("button.send_not_now", "Not now")):
        assert {texts[key] for texts in TEXTS.values()} == {name}
    assert SETTINGS.startswith("/settings")


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_no_text_holds_a_number_that_looks_like_a_code() -> None:
    for texts in TEXTS.values():
        for text in texts.values():
            assert not re.search(r"\b\d{6}\b", text)


def test_every_question_that_is_understood_has_an_answer() -> None:
    assert [key for key in ASKED if key not in TEXTS["en"] and key not in FACTS] == []

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import bot.engine
from bot.engine.words import TEXTS, say
from tests.bot.engine.replay import FOLDER, replayed

FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_engine_talks_as_the_transcript_says(file: Path) -> None:
    """After a wanted change of words: ``python -m tests.bot.engine.replay``, then read what it wrote."""
    text = file.read_text("utf-8")
    assert replayed(text) == text


def test_every_flow_is_there_in_both_languages() -> None:
    english = {file.name.removesuffix(".en.txt") for file in FILES if file.name.endswith(".en.txt")}
    spanish = {file.name.removesuffix(".es.txt") for file in FILES if file.name.endswith(".es.txt")}
    assert spanish == english


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_text_is_met_by_somebody_in_a_transcript(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """So that each can be read where it is said; not those the bubble shows around a conversation,
    nor the family of answers to single questions, which the questions themselves name."""
    met: set[str] = set()

    def noted(spoken: str, key: str, **values: object) -> str:
        met.add(key)
        return say(spoken, key, **values)

    for module in _modules_that_say():
        monkeypatch.setattr(module, "say", noted)
    for file in FOLDER.glob(f"*.{language}.txt"):
        replayed(file.read_text("utf-8"))
    unmet = set(TEXTS[language]) - met
    assert {key for key in unmet - SELDOM if not key.startswith(NEED_NO_TRANSCRIPT)} == set()


NEED_NO_TRANSCRIPT = ("floor.", "q.", "wait.")


def _modules_that_say() -> list[ModuleType]:
    names = [found.name for found in pkgutil.walk_packages(bot.engine.__path__, "bot.engine.")]
    return [module for module in map(importlib.import_module, names) if hasattr(module, "say")]


# Said where the reader is unsure, or to people whom no transcript has; the walk of every state meets them.
SELDOM = {
    "again.request_activation", "again.request_status", "article.recovery-tokens", "article.step-3", "button.ask.group_practices", "button.ask.out_of_scope",
    "button.ask.disable_2fa", "button.ask.where_is_settings", "home.second", "home.unsure", "sorry.angry", "sorry.worried",
    "button.ask.recovery_codes", "button.ask.setup_for_other", "foreign.emoji", "foreign.other", "foreign.role_admin",
    "foreign.role_member", "foreign.role_unknown", "guide.now_1", "guide.now_tokens", "home.gone", "home.in_your_words", "home.maybe", "home.start_over",
    "home.unsure_answer", "home.unsure_menu", "home.yes_to_nothing", "people.one_has", "people.one_not",
    "status.missing", "status.no_practice", "status.not_asked", "status.part", "tokens.what", "withdraw.which",
}  # fmt: skip  # a list to read, not a column to scroll

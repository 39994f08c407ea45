from pathlib import Path

import pytest

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

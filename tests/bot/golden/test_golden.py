import json

import pytest

from bot.engine.types.messages import Card, Choices, Link, Text
from bot.slack.views.elements import Rendered
from tests.bot.golden.drawing import FOLDER, drawn
from tests.bot.golden.messages import SAMPLES, Sample
from tests.bot.slack.views.drawing import check_message


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_both_channels_draw_it_as_the_file_says(sample: Sample) -> None:
    """After a wanted change: ``python -m tests.bot.golden.drawing``, then read what it wrote."""
    assert drawn(sample) == (FOLDER / f"{sample.name}.json").read_text("utf-8")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_the_file_holds_is_fit_for_slack(sample: Sample) -> None:
    kept = json.loads((FOLDER / f"{sample.name}.json").read_text("utf-8"))
    check_message(Rendered(**kept["slack"]))


def test_there_is_a_file_for_each_and_none_besides() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == {sample.name for sample in SAMPLES}


def test_every_kind_is_there_in_both_languages_or_marked() -> None:
    assert {type(sample.body) for sample in SAMPLES} == {Text, Choices, Link, Card}
    assert {sample.language for sample in SAMPLES} == {"en", "es"}
    assert {sample.rated for sample in SAMPLES} == {None, True, False}

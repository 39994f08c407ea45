"""The decisions are numbered 0001, 0002 and on, without a gap, and each number that is cited exists."""

import re
from pathlib import PurePosixPath

from tests.house.sources import explain, files_in, text

FOLDER = "core/decisions"
CITED = re.compile(r"(?:core/decisions/|\b[Dd]ecision )(\d{4})\b")


def test_the_numbers_have_no_gap() -> None:
    numbers = _numbers()
    wanted = [f"{number:04}" for number in range(1, len(numbers) + 1)]
    assert numbers
    assert numbers == wanted, explain("Number the decisions 0001, 0002 and on.", numbers)


def test_a_cited_decision_exists() -> None:
    found = [
        f"{name}: {number}"
        for name in ("README.md", *files_in("core", "bot", "console", "tests", endings=(".py", ".md")))
        for number in CITED.findall(text(name))
        if number not in _numbers()
    ]
    assert not found, explain("Cite the decision by the number it has now.", found)


def _numbers() -> list[str]:
    return [PurePosixPath(name).name[:4] for name in files_in(FOLDER, endings=(".md",))]

"""Reads the phrases of single questions: one file a language, one section a question."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "phrases" / "questions"
HEADING = re.compile(r"\[(q\.\w+)(?:: ([\w ]+))?\]")


@dataclass(frozen=True, slots=True)
class QuestionPhrase:
    """One way to ask one thing."""

    key: str
    language: str
    text: str


def read_questions(folder: Path = FOLDER) -> tuple[QuestionPhrase, ...]:
    """Every phrase, in a fixed order."""
    return tuple(phrase for file in sorted(folder.glob("*.txt")) for phrase in _phrases_in(file))


def intents_of_questions(folder: Path = FOLDER) -> Mapping[str, tuple[str, ...]]:
    """The intents in which each question may stand: named in the headings of the English file."""
    found = HEADING.findall((folder / "en.txt").read_text("utf-8"))
    return {key: tuple(intents.split()) for key, intents in found}


def questions_digest(folder: Path = FOLDER) -> str:
    """SHA-256 over the files in order: says whether the shipped index was made from these phrases."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(folder.glob("*.txt")))).hexdigest()


def _phrases_in(file: Path) -> Iterator[QuestionPhrase]:
    key = ""
    for line in map(str.strip, file.read_text("utf-8").splitlines()):
        heading = HEADING.fullmatch(line)
        if heading:
            key = heading[1]
        elif line and not line.startswith("#"):
            yield QuestionPhrase(key, file.stem, line)

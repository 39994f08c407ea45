"""Reads the phrases the bot learns from: one file per language and voice, one section per intent."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.intents import INTENTS

PHRASES = Path(__file__).parent / "phrases"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing somebody could write; role and state are None when it means the same in all of them."""

    text: str
    intent: str
    language: str
    voice: str
    role: str | None = None
    state: str | None = None


def read_phrases(folder: Path = PHRASES) -> tuple[Phrase, ...]:
    """Every phrase of every voice, in a fixed order; a malformed line raises ValueError with its place."""
    files = sorted(folder.glob("*/*.txt"))
    return tuple(phrase for file in files for phrase in _phrases_in(file))


def phrases_digest(folder: Path = PHRASES) -> str:
    """SHA-256 over all phrase files in order: says whether shipped weights were trained on these phrases."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*/*.txt")):
        digest.update(f"{file.parent.name}/{file.name}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _phrases_in(file: Path) -> Iterator[Phrase]:
    intent = ""
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            intent = line[1:-1]
            if intent not in INTENTS:
                raise ValueError(f"{file.name}:{number}: unknown intent {intent}")
        elif line and not line.startswith("#"):
            yield _phrase(line, intent, file)


def _phrase(line: str, intent: str, file: Path) -> Phrase:
    """A line may open with `{admin}`, `{confirm_request}` or both, when the meaning depends on them."""
    role = state = None
    text = line
    if line.startswith("{"):
        marks, text = line[1:].split("}", 1)
        for mark in marks.split():
            if mark in {"admin", "member", "visitor"}:
                role = mark
            else:
                state = mark
    return Phrase(text.strip(), intent, file.parent.name, file.stem, role, state)

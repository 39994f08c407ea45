"""Reads the phrases the bot learns from: one file per language and voice, one section per intent."""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.intents import INTENTS

PHRASES = Path(__file__).parents[1] / "phrases"


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
    return tuple(phrase for file in _files(folder) for phrase in _phrases_in(file))


def phrases_digest(folder: Path = PHRASES) -> str:
    """SHA-256 over all phrase files in order: says whether shipped weights were trained on these phrases."""
    digest = hashlib.sha256()
    for file in _files(folder):
        digest.update(f"{file.parent.name}/{file.name}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted([*folder.glob("*/*.txt"), *folder.glob("*/*.grammar")])


def _phrases_in(file: Path) -> Iterator[Phrase]:
    intent = ""
    slots: dict[str, tuple[str, ...]] = {}
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            intent = line[1:-1]
            if intent not in INTENTS:
                raise ValueError(f"{file.name}:{number}: unknown intent {intent}")
        elif line.startswith("= "):
            name, choices = line[2:].split(":", 1)
            slots[name.strip()] = tuple(choice.strip() for choice in choices.split("|"))
        elif line and not line.startswith("#"):
            yield from (_phrase(text, intent, file) for text in _filled(line, slots))


def _filled(line: str, slots: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """`3x where is @thing`: three fillings, spread over the choices by a checksum, so the same every time."""
    counted = re.match(r"(\d+)x (.+)", line)
    if not counted:
        yield line
        return
    frame, seen = counted.group(2), set[str]()
    for turn in range(int(counted.group(1))):
        seen.add(_with_slots(frame, slots, turn))
    yield from sorted(seen)


def _with_slots(frame: str, slots: dict[str, tuple[str, ...]], turn: int) -> str:
    return re.sub(r"@(\w+)", lambda slot: _choice(slots[slot.group(1)], frame, turn), frame)


def _choice(choices: tuple[str, ...], frame: str, turn: int) -> str:
    return choices[(zlib.crc32(frame.encode()) + turn * 7) % len(choices)]


def _phrase(line: str, intent: str, file: Path) -> Phrase:
    """A line may open with `{admin}`, `{confirm_request}` or both, when the meaning depends on them."""
    role = state = None
    text = line
    if line.startswith("{") and not line.startswith('{"'):  # JSON is a text like any other
        marks, text = line[1:].split("}", 1)
        for mark in marks.split():
            if mark in {"admin", "member", "visitor"}:
                role = mark
            else:
                state = mark
    return Phrase(text.strip(), intent, file.parent.name, file.stem, role, state)

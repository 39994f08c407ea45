"""Reads the phrases the bot learns from: one file per language and voice, one section per class.

A line may open with marks in braces when its meaning depends on them: `{admin}`, `{guide_step_1,guide_step_2}` (the same
line in each of these states), `{topic=lost_phone}` (what the bot answered last), or several of these with blanks between.
`<practice>` stands for a practice of the speaker and `<person>` for a colleague, as at run time.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.intents import CLASSES

PHRASES = Path(__file__).parents[1] / "phrases"
ROLES = frozenset({"admin", "member", "visitor"})
TOPIC = "topic="
SINGLE_QUESTIONS = "questions"  # this folder is read by bot.understanding.questions.book, not learned from


@dataclass(frozen=True, slots=True)
class Phrase:
    """One thing a person could write; role, state and topic are None when it means the same in all of them."""

    text: str
    intent: str  # or a move: one of CLASSES
    language: str
    voice: str
    role: str | None = None
    state: str | None = None
    topic: str | None = None


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
    found = sorted([*folder.glob("*/*.txt"), *folder.glob("*/*.grammar")])
    return [file for file in found if file.parent.name != SINGLE_QUESTIONS]


def _phrases_in(file: Path) -> Iterator[Phrase]:
    intent = ""
    slots: dict[str, tuple[str, ...]] = {}
    for number, raw in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            intent = line[1:-1]
            if intent not in CLASSES:
                raise ValueError(f"{file.name}:{number}: unknown intent {intent}")
        elif line.startswith("= "):
            name, choices = line[2:].split(":", 1)
            slots[name.strip()] = tuple(choice.strip() for choice in choices.split("|"))
        elif line and not line.startswith("#"):
            for text in _filled(line, slots):
                yield from _marked(text, intent, file)


def _filled(line: str, slots: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """`3x where is @thing`: three fillings, spread over the choices by a checksum, so the same every time.

    `*x where is @thing`: one filling for each choice of the first slot.
    """
    counted = re.match(r"(\d+|\*)x (.+)", line)
    if not counted:
        yield line
        return
    frame, seen = counted.group(2), set[str]()
    first = re.search(r"@(\w+)", frame)
    every = slots[first.group(1)] if first and counted.group(1) == "*" else ()
    for turn in range(len(every) or int(counted.group(1))):
        start = frame.replace("@" + first.group(1), every[turn], 1) if first and every else frame
        seen.add(_with_slots(start, slots, turn))
    yield from sorted(seen)


def _with_slots(frame: str, slots: dict[str, tuple[str, ...]], turn: int) -> str:
    filled = re.sub(r"@(\w+)", lambda slot: _choice(slots, slot.group(1), frame, turn), frame)
    return re.sub(r"\s+([,.!?])", r"\1", " ".join(filled.split()))


def _choice(slots: dict[str, tuple[str, ...]], name: str, frame: str, turn: int) -> str:
    """Of each slot its own, so that two slots of one length do not run side by side."""
    choices = slots[name]
    return choices[(zlib.crc32(f"{name} {frame}".encode()) + turn * 7 + turn // len(choices)) % len(choices)]


def _marked(line: str, intent: str, file: Path) -> Iterator[Phrase]:
    role = topic = None
    states: tuple[str | None, ...] = (None,)
    text = line
    if line.startswith("{") and not line.startswith('{"'):  # JSON is a text like any other
        marks, text = line[1:].split("}", 1)
        for mark in marks.split():
            if mark in ROLES:
                role = mark
            elif mark.startswith(TOPIC):
                topic = mark.removeprefix(TOPIC)
            else:
                states = tuple(mark.split(","))
    for state in states:
        yield Phrase(text.strip(), intent, file.parent.name, file.stem, role, state, topic)

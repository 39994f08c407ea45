"""The two lists of messages, read from their files, and what is left of a message when the notes are taken out."""

import re
from dataclasses import dataclass
from pathlib import Path

from bot.secrets_guard.folding import fold
from bot.secrets_guard.masking import NOTES
from bot.secrets_guard.reading import Expecting

HERE = Path(__file__).parent
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)
NOTE = re.compile("|".join(map(re.escape, NOTES.values())))


@dataclass(frozen=True)
class Leaky:
    """A message with secrets in it: of what kind, as typed, what of it is no secret, and what the bot had asked for."""

    kind: str
    text: str
    rest: str
    expecting: Expecting | None = None


def leaky_messages() -> list[Leaky]:
    """Every line of secrets.txt."""
    return [_leaky(*line.split(" | ", 1)) for line in _lines("secrets.txt")]


def harmless_messages() -> list[str]:
    """Every line of harmless.txt."""
    return [_unescaped(line) for line in _lines("harmless.txt")]


def letters(text: str) -> str:
    """Letters and digits only, disguises off, notes out: one leaked digit shows."""
    return "".join(filter(str.isalnum, fold(NOTE.sub(" ", text)).text))


def _leaky(kind: str, written: str) -> Leaky:
    marked = _unescaped(written)
    name, asked, _ = kind.partition(" asked for")
    expecting: Expecting | None = "recovery_token" if asked else None
    return Leaky(name, MARKED.sub(r"\1", marked), MARKED.sub(" ", marked), expecting)


def _unescaped(line: str) -> str:
    return ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), line).replace("\\n", "\n")


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]

"""The two lists of messages, read from their files."""

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)


@dataclass(frozen=True)
class Leaky:
    """A message with secrets in it."""

    kind: str
    text: str
    secrets: tuple[str, ...]

    @property
    def rest(self) -> str:
        """What is not secret."""
        return MARKED.sub(" ", self.marked)

    marked: str = ""


def leaky_messages() -> list[Leaky]:
    """Every line of secrets.txt."""
    return [_leaky(*line.split(" | ", 1)) for line in _lines("secrets.txt")]


def harmless_messages() -> list[str]:
    """Every line of harmless.txt."""
    return [_unescaped(line) for line in _lines("harmless.txt")]


def _leaky(kind: str, written: str) -> Leaky:
    marked = _unescaped(written)
    return Leaky(kind, MARKED.sub(r"\1", marked), tuple(MARKED.findall(marked)), marked)


def _unescaped(line: str) -> str:
    return ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), line).replace("\\n", "\n")


def _lines(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]

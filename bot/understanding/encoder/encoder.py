"""A small frozen sentence encoder in plain numpy: words that mean the same land near each other, in both languages.

The numbers come with the wheel named in wheel.py; nothing is fetched at run time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder.pieces import Pieces, everyday
from bot.understanding.encoder.wheel import Floats, TableRows, read_layers, read_pieces, read_rows

BRANCH = 256
WINDOWS = ((2, 0), (3, 1), (5, 2))  # how many tokens a branch sees, and how many of them lie to the left
MOST_TOKENS = 56
_KEPT_AT_THE_START = 40
_JOINED = {"proj": "proj", "proj_b": "proj_b", "ln_g": "branch_g", "ln_b": "branch_b"}
_NO_DIVISION_BY_ZERO = np.float32(1e-12)


@dataclass(frozen=True, slots=True)
class Encoder:
    """The pieces we read, their rows of the token table, and the layers by their names in the wheel."""

    pieces: Pieces
    rows: TableRows
    layers: dict[str, Floats]


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The encoder of the installed wheel, read once a process."""
    kept = everyday(read_pieces())
    return Encoder(Pieces.of(kept), read_rows([piece.number for piece in kept]), _joined(read_layers()))


def encode(plain: str) -> Floats:
    """Canonical text to 2304 numbers: the sentence vector, the mean of its parts, and the sum before the last layers."""
    numbers: Floats = encode_all([plain])[0]
    return numbers


def encode_all(plain: Sequence[str]) -> Floats:
    """A row for each text. Reading the layers from memory costs most, and all texts share one reading."""
    model = encoder()
    layers = model.layers
    tokens = [_clipped(model.pieces.split(text)) for text in plain]
    sizes = np.array([len(each) for each in tokens])
    parts = _parts(model.rows.of([number for each in tokens for number in each]), sizes, layers)
    sums: Floats = np.add.reduceat(parts, np.cumsum(sizes) - sizes)
    count: Floats = sizes.astype(np.float32)[:, np.newaxis]
    summed: Floats = np.divide(sums @ layers["cnn_W"] + count * layers["cnn_b"], np.sqrt(count))
    mean: Floats = np.divide(sums, count)
    return np.hstack([_head(summed, layers), mean, summed])


def _joined(layers: dict[str, Floats]) -> dict[str, Floats]:
    """The three branches are projected and normed as one row, so their layers stand side by side."""
    sides = {ours: [layers.pop(f"{name}{size}") for size, _left in WINDOWS] for name, ours in _JOINED.items()}
    return layers | {ours: np.concatenate(parts, axis=-1) for ours, parts in sides.items()}


def _clipped(tokens: list[int]) -> list[int]:
    """A very long message is read at both ends: the ask stands in one of them."""
    if len(tokens) <= MOST_TOKENS:
        return tokens
    return tokens[:_KEPT_AT_THE_START] + tokens[_KEPT_AT_THE_START - MOST_TOKENS :]


def _parts(embedded: Floats, sizes: NDArray[np.intp], layers: dict[str, Floats]) -> Floats:
    """The tokens of texts of these sizes, beside what three windows of 2, 3 and 5 tokens see around each."""
    projected = _normed(embedded @ layers["proj"] + layers["proj_b"], layers["branch_g"], layers["branch_b"])
    seen = [embedded]
    for branch, (size, left) in enumerate(WINDOWS):
        start = projected[:, branch * BRANCH : (branch + 1) * BRANCH]
        around = _around(sizes, size, left)
        first = _window(start, around, layers[f"w1_{size}"], layers[f"b1_{size}"])
        seen.append(_window(first, around, layers[f"w2_{size}"], layers[f"b2_{size}"]))
    return _normed(np.hstack(seen), layers["ln_g"], layers["ln_b"])


def _around(sizes: NDArray[np.intp], size: int, left: int) -> NDArray[np.intp]:
    """The rows that a window sees around each token; one past the last row where its text ends."""
    count = int(sizes.sum())
    ends = np.repeat(np.cumsum(sizes), sizes)[:, np.newaxis]
    starts = ends - np.repeat(sizes, sizes)[:, np.newaxis]
    rows = np.arange(count)[:, np.newaxis] + np.arange(size) - left
    return np.where((rows >= starts) & (rows < ends), rows, count)


def _window(rows: Floats, around: NDArray[np.intp], weights: Floats, bias: Floats) -> Floats:
    padded = np.vstack([rows, np.zeros((1, BRANCH), dtype=np.float32)])
    stacked = padded[around].reshape(len(rows), -1)
    seen: Floats = np.maximum(stacked @ weights + bias, 0) + rows
    return seen


def _head(summed: Floats, layers: dict[str, Floats]) -> Floats:
    first = np.maximum(summed @ layers["d0"], 0)
    second = np.maximum(summed @ layers["p1"] + first @ layers["d1"], 0)
    third = np.maximum(second @ layers["d2"], 0)
    vector: Floats = np.tanh(second @ layers["p3"] + third @ layers["d3"])
    unit: Floats = vector / np.maximum(np.linalg.norm(vector, axis=-1, keepdims=True), np.float32(1e-6))
    return unit


def _normed(rows: Floats, gain: Floats, shift: Floats) -> Floats:
    """Layer norm over each row."""
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + _NO_DIVISION_BY_ZERO)
    normed: Floats = centred / spread * gain + shift
    return normed

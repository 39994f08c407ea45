"""A small frozen sentence encoder in plain numpy: words that mean the same land near each other, in both languages.

The numbers in encoder.npz come from Google's Universal Sentence Encoder Multilingual v3 (Apache-2.0), cut down
by shrink_encoder.py; NOTICE.md says from where and how. Nothing is fetched at run time.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.pieces import Pieces

ENCODER = Path(__file__).parent / "encoder.npz"
WIDTH = 512
BRANCH = 256
WINDOWS = ((2, 0), (3, 1), (5, 2))  # how many tokens a branch sees, and how many of them lie to the left
MOST_TOKENS = 56
_KEPT_AT_THE_START = 40

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoder:
    """The token table (two 4-bit numbers a byte, one scale a row) and the layers, by their short names."""

    pieces: Pieces
    table: NDArray[np.uint8]
    row_scale: Floats
    levels: Floats
    layers: dict[str, Floats]


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The shipped encoder, read once a process."""
    with np.load(ENCODER) as stored:
        layers = {
            name.removesuffix(".q"): stored[name].astype(np.float32) * stored[name.replace(".q", ".s")]
            for name in stored.files
            if name.endswith(".q")
        }
        layers |= {
            name.removesuffix(".f"): stored[name].astype(np.float32)
            for name in stored.files
            if name.endswith(".f")
        }
        pieces = Pieces.of(bytes(stored["pieces"]).decode(), stored["piece_scores"])
        return Encoder(
            pieces, stored["table"], stored["row_scale"].astype(np.float32), stored["levels"], layers
        )


def encode(plain: str) -> Floats:
    """Canonical text to 2304 numbers: the sentence vector, the mean of its parts, and the sum before the last layers."""
    model = encoder()
    tokens = _clipped(model.pieces.split(plain))
    parts = _parts(model, _embedded(model, tokens))
    layers = model.layers
    summed = (parts.sum(axis=0) @ layers["cnn_W"] + len(tokens) * layers["cnn_b"]) / np.float32(
        len(tokens) ** 0.5
    )
    vector = _head(summed, layers)
    return np.concatenate([vector, parts.mean(axis=0), summed])


def _clipped(tokens: list[int]) -> list[int]:
    """A very long message is read at both ends: the ask stands in one of them."""
    if len(tokens) <= MOST_TOKENS:
        return tokens
    return tokens[:_KEPT_AT_THE_START] + tokens[_KEPT_AT_THE_START - MOST_TOKENS :]


def _embedded(model: Encoder, tokens: list[int]) -> Floats:
    packed = model.table[tokens]
    codes = np.empty((len(tokens), WIDTH), dtype=np.uint8)
    codes[:, 0::2] = packed >> 4
    codes[:, 1::2] = packed & 15
    rows: Floats = model.levels[codes] * model.row_scale[tokens][:, None]
    return rows


def _parts(model: Encoder, embedded: Floats) -> Floats:
    """The tokens beside what three windows of 2, 3 and 5 tokens see around each."""
    layers = model.layers
    projected = _normed(
        embedded @ layers["proj_W"] + layers["proj_b"], layers["ln_all_g"], layers["ln_all_b"]
    )
    seen = [embedded]
    for branch, (size, left) in enumerate(WINDOWS):
        start = projected[:, branch * BRANCH : (branch + 1) * BRANCH]
        first = _window(start, size, left, layers[f"w1_{size}"], layers[f"b1_{size}"])
        seen.append(_window(first, size, left, layers[f"w2_{size}"], layers[f"b2_{size}"]))
    return _normed(np.hstack(seen), layers["ln_g"], layers["ln_b"])


def _window(rows: Floats, size: int, left: int, weights: Floats, bias: Floats) -> Floats:
    padded = np.zeros((len(rows) + size - 1, BRANCH), dtype=np.float32)
    padded[left : left + len(rows)] = rows
    stacked = np.hstack([padded[shift : shift + len(rows)] for shift in range(size)])
    seen: Floats = np.maximum(stacked @ weights + bias, 0) + rows
    return seen


def _head(summed: Floats, layers: dict[str, Floats]) -> Floats:
    first = np.maximum(summed @ layers["d0"], 0)
    second = np.maximum(summed @ layers["p1"] + first @ layers["d1"], 0)
    third = np.maximum(second @ layers["d2"], 0)
    vector: Floats = np.tanh(second @ layers["p3"] + third @ layers["d3"])
    unit: Floats = vector / np.float32(max(float(np.linalg.norm(vector)), 1e-6))
    return unit


def _normed(rows: Floats, gain: Floats, shift: Floats) -> Floats:
    centred = rows - rows.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(1e-12))
    normed: Floats = centred / spread * gain + shift
    return normed

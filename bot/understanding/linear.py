"""The linear model at run time: hashed feature names, small integer weights, one softmax."""

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import features

WEIGHTS = Path(__file__).parent / "weights.npz"
GROUP_WEIGHTS = (1.0, 1.0, 0.8, 0.5)


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights by sorted feature hash (CRC-32); columns are the intents in their order, then Spanish."""

    hashes: NDArray[np.uint32]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    digest: str


def load(path: Path = WEIGHTS) -> Linear:
    """The shipped weights; raises FileNotFoundError when they were never trained."""
    with np.load(path) as stored:
        return Linear(
            hashes=stored["hashes"],
            weights=stored["weights"],
            scale=stored["scale"],
            bias=stored["bias"],
            digest=str(stored["digest"]),
        )


def hashed(text: str, *, role: str, state: str | None) -> dict[int, float]:
    """Feature hash to value; every group has length 1 before its weight."""
    values: dict[int, float] = {}
    for group, weight in zip(features(text, role=role, state=state), GROUP_WEIGHTS, strict=True):
        names = set(group)
        share = weight / max(len(names), 1) ** 0.5
        for name in names:
            values[zlib.crc32(name.encode())] = share
    return values


def logits(model: Linear, text: str, *, role: str, state: str | None) -> NDArray[np.float32]:
    """One raw score per column."""
    values = hashed(text, role=role, state=state)
    wanted = np.fromiter(values.keys(), dtype=np.uint32, count=len(values))
    shares = np.fromiter(values.values(), dtype=np.float32, count=len(values))
    places = np.minimum(np.searchsorted(model.hashes, wanted), len(model.hashes) - 1)
    known = model.hashes[places] == wanted
    rows = model.weights[places[known]].astype(np.float32)
    scores: NDArray[np.float32] = (shares[known] @ rows) * model.scale + model.bias
    return scores

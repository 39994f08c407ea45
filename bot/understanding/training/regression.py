"""Trains the reader of counted features: logistic regression over counts and meaning side by side.

The counts are sparse and the meaning is not: each is multiplied in its own way, which is ten times as fast as
putting both into one sparse matrix.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]

ROUNDS = 120
FLAT_ENOUGH = 1e-3  # the largest slope at which learning stops; going on would learn the phrases by heart


@dataclass(frozen=True, slots=True)
class FeatureRows:
    """What is known of each phrase: its counts, the numbers of its meaning, its label and its weight."""

    counted: csr_matrix
    meaning: Floats
    labels: NDArray[np.intp]
    weights: Floats

    def scores(self, columns: Floats) -> Floats:
        """What each label scores in each row; the last row of ``columns`` is what a label scores by itself."""
        counts = self.counted.shape[1]
        scored: Floats = self.counted @ columns[:counts] + self.meaning @ columns[counts:-1] + columns[-1]
        return scored

    def gathered(self, slopes: Floats) -> Floats:
        """The slopes of the rows, summed by feature."""
        return np.vstack([self.counted.T @ slopes, self.meaning.T @ slopes, slopes.sum(axis=0)])


def learned(rows: FeatureRows, *, kinds: int, strength: float) -> Floats:
    """One row of weights a feature, one column a label; a larger ``strength`` trusts the phrases more."""
    shape = (rows.counted.shape[1] + rows.meaning.shape[1] + 1, kinds)
    pull = np.float32(1 / (strength * rows.weights.sum()))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        return _loss(rows, flat.astype(np.float32).reshape(shape), pull)

    found = minimize(
        loss,
        np.zeros(shape[0] * kinds),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": ROUNDS, "gtol": FLAT_ENOUGH},
    )
    columns: Floats = found.x.reshape(shape).astype(np.float32)
    return columns


def _loss(rows: FeatureRows, columns: Floats, pull: np.float32) -> tuple[float, NDArray[np.float64]]:
    """Mean cross entropy and the pull to zero (which leaves the last row alone), with their slopes."""
    raw = rows.scores(columns)
    raw -= raw.max(axis=1, keepdims=True)
    powers = np.exp(raw)
    sums = powers.sum(axis=1)
    at = np.arange(len(rows.labels))
    shares = rows.weights / rows.weights.sum()
    lost = float(shares @ (np.log(sums) - raw[at, rows.labels]))
    off = powers / sums[:, None]
    off[at, rows.labels] -= 1
    pulled = columns.copy()
    pulled[-1] = 0
    slopes = rows.gathered(off * shares[:, None]) + pull * pulled
    return lost + float(pull * (pulled**2).sum()) / 2, slopes.astype(np.float64).ravel()

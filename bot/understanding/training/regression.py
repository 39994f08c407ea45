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

EPOCHS = 120
FLAT_ENOUGH = 1e-3  # the largest gradient at which learning stops; going on would learn the phrases by heart


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

    def gathered(self, gradients: Floats) -> Floats:
        """The gradients of the rows, summed by feature."""
        return np.vstack([self.counted.T @ gradients, self.meaning.T @ gradients, gradients.sum(axis=0)])


def learned(rows: FeatureRows, *, kinds: int, c: float) -> Floats:
    """One row of weights a feature, one column a label; a larger ``c`` (the inverse of the L2 penalty) trusts the phrases more."""
    shape = (rows.counted.shape[1] + rows.meaning.shape[1] + 1, kinds)
    l2 = np.float32(1 / (c * rows.weights.sum()))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        return _loss(rows, flat.astype(np.float32).reshape(shape), l2)

    found = minimize(
        loss,
        np.zeros(shape[0] * kinds),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": EPOCHS, "gtol": FLAT_ENOUGH},
    )
    columns: Floats = found.x.reshape(shape).astype(np.float32)
    return columns


def _loss(rows: FeatureRows, columns: Floats, l2: np.float32) -> tuple[float, NDArray[np.float64]]:
    """Mean cross entropy with the L2 penalty (which leaves the last row alone), and the gradient."""
    logits = rows.scores(columns)
    logits -= logits.max(axis=1, keepdims=True)
    powers = np.exp(logits)
    sums = powers.sum(axis=1)
    at = np.arange(len(rows.labels))
    shares = rows.weights / rows.weights.sum()
    lost = float(shares @ (np.log(sums) - logits[at, rows.labels]))
    error = powers / sums[:, None]
    error[at, rows.labels] -= 1
    penalized = columns.copy()
    penalized[-1] = 0
    gradients = rows.gathered(error * shares[:, None]) + l2 * penalized
    return lost + float(l2 * (penalized**2).sum()) / 2, gradients.astype(np.float64).ravel()

"""Trains the weights offline from the phrase files: `python -m bot.understanding.train`."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intents import INTENTS
from bot.understanding.linear import WEIGHTS, Linear, hashed
from bot.understanding.phrase_book import Phrase, phrases_digest, read_phrases

STRENGTH = 30.0
ROLES = ("admin", "member")


def situations(phrase: Phrase) -> list[tuple[str, str | None]]:
    """The roles and states a phrase is learnt in: both roles when it means the same in both."""
    roles = (phrase.role,) if phrase.role else ROLES
    return [(role, phrase.state) for role in roles]


def fit(phrases: Sequence[Phrase], digest: str = "") -> Linear:
    """Multinomial logistic regression over hashed features, rounded to small integers."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - offline only: the product runs without SciPy
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - offline only, as above

    rows = [(hashed(p.text, role=role, state=state), p) for p in phrases for role, state in situations(p)]
    counts = Counter(key for values, _ in rows for key in values)
    hashes = np.array(sorted(key for key, count in counts.items() if count > len(ROLES)), dtype=np.uint32)
    column = {int(key): place for place, key in enumerate(hashes)}
    entries = [(r, column[k], v) for r, (values, _) in enumerate(rows) for k, v in values.items() if k in column]
    at, to, value = zip(*entries, strict=True)
    matrix = csr_matrix((np.array(value, dtype=np.float32), (at, to)), shape=(len(rows), len(hashes)))
    labels = np.array([INTENTS.index(phrase.intent) for _, phrase in rows])
    per_label = Counter(labels.tolist())
    balance = np.array([(len(rows) / per_label[label]) ** 0.5 for label in labels.tolist()])
    balance /= balance.mean()
    intent_model = LogisticRegression(C=STRENGTH, max_iter=200, tol=1e-3).fit(matrix, labels, sample_weight=balance)
    spanish = np.array([phrase.language == "es" for _, phrase in rows])
    language_model = LogisticRegression(C=STRENGTH, max_iter=200).fit(matrix, spanish)
    weights = np.vstack([intent_model.coef_, language_model.coef_]).T.astype(np.float32)
    bias = np.concatenate([intent_model.intercept_, language_model.intercept_]).astype(np.float32)
    scale = np.abs(weights).max(axis=0) / 127
    return Linear(hashes, np.round(weights / scale).astype(np.int8), scale, bias, digest)


def save(model: Linear, path: Path = WEIGHTS) -> None:
    """Writes the weights where the product reads them."""
    np.savez_compressed(
        path,
        hashes=model.hashes,
        weights=model.weights,
        scale=model.scale,
        bias=model.bias,
        digest=np.array(model.digest),
    )


def main() -> None:
    """Trains on every phrase and ships the result."""
    save(fit(read_phrases(), phrases_digest()))


if __name__ == "__main__":
    main()

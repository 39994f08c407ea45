"""Trains the weights offline from the phrase files: `python -m bot.understanding.training.train` (some minutes)."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.understanding.encoder.encoder import encode
from bot.understanding.intents import CLASSES
from bot.understanding.reader.features import hashed, placed
from bot.understanding.reader.model import (
    DENSE_SHARE,
    MEANING_SHARE,
    Floats,
    Model,
    one_core,
    plain_text,
    save,
)
from bot.understanding.text.spelling import Spelling
from bot.understanding.text.wording import fold, spoken
from bot.understanding.training.network import Network, trained
from bot.understanding.training.phrase_book import Phrase, phrases_digest, read_phrases
from bot.understanding.training.regression import FeatureRows, learned
from bot.understanding.training.rows import TrainingRow, rows_of

OFTEN_ENOUGH_TO_BE_OURS = 3
LONG_ENOUGH_TO_BE_OURS = 4
SEEN_ENOUGH = 2  # texts that hold a feature
C = 20.0


def main() -> None:
    """Trains on every phrase and ships the result."""
    save(fit(read_phrases(), phrases_digest()))


def meaning_of(plain: str) -> Floats:
    """The numbers of a canonical text."""
    with one_core():
        return encode(spoken(plain))


def fit(
    phrases: Sequence[Phrase], digest: str = "", *, meaning: Callable[[str], Floats] = meaning_of
) -> Model:
    """Logistic regression over counts and meaning, and a small network over meaning; the seeds are fixed."""
    spelling = Spelling.of(_our_words(phrases))
    rows = rows_of(phrases, lambda text: plain_text(spelling, text))
    meanings = {row.plain: meaning(row.plain) for row in rows}
    vectors = np.stack([meanings[row.plain] for row in rows])
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-3)
    unit = (vectors - mean) / spread
    hashes, weights, scale, dense, bias = _count(rows, unit)
    network = _network(rows, unit)
    return Model(
        hashes=hashes,
        weights=weights,
        scale=scale,
        dense=dense,
        bias=bias,
        mean=mean,
        spread=spread,
        hidden=network.hidden,
        hidden_bias=network.hidden_bias,
        out=network.out,
        out_bias=network.out_bias,
        spelling=spelling,
        digest=digest,
    )


def _our_words(phrases: Sequence[Phrase]) -> dict[str, int]:
    counts = Counter(word for phrase in phrases for word in re.findall(r"[a-z]+", fold(phrase.text)))
    return {
        word: count
        for word, count in sorted(counts.items())
        if count >= OFTEN_ENOUGH_TO_BE_OURS and len(word) >= LONG_ENOUGH_TO_BE_OURS
    }


def _count(
    rows: Sequence[TrainingRow], meaning: Floats
) -> tuple[NDArray[np.uint32], NDArray[np.int8], Floats, Floats, Floats]:
    hashes, counted = _matrix(rows)
    labels = _labels(rows)
    known = FeatureRows(counted, meaning * DENSE_SHARE, labels, _balance(labels).astype(np.float32))
    intent = learned(known, kinds=len(CLASSES), c=C)
    columns = np.hstack([intent, _spanish(rows, known)])
    weights, dense, bias = columns[: len(hashes)], columns[len(hashes) : -1], columns[-1]
    scale = np.abs(weights).max(axis=0) / 127
    return hashes, np.round(weights / scale).astype(np.int8), scale, dense, bias


def _spanish(rows: Sequence[TrainingRow], known: FeatureRows) -> Floats:
    """One column, above zero for Spanish."""
    is_spanish = np.array([row.phrase.language == "es" for row in rows]).astype(np.intp)
    told = replace(known, labels=is_spanish, weights=np.ones(len(rows), dtype=np.float32))
    english, spanish = learned(told, kinds=2, c=C).T
    apart: Floats = spanish - english
    return apart[:, None]


def _matrix(rows: Sequence[TrainingRow]) -> tuple[NDArray[np.uint32], csr_matrix]:
    """Features seen in one phrase only are left out: they would be learnt by heart."""
    values = [hashed(row.plain, row.place) for row in rows]
    seen = dict[int, set[str]]()
    for row, value in zip(rows, values, strict=True):
        for key in value:
            if len(texts := seen.setdefault(key, set())) < SEEN_ENOUGH:
                texts.add(row.plain)
    hashes = np.array(
        sorted(key for key, texts in seen.items() if len(texts) >= SEEN_ENOUGH), dtype=np.uint32
    )
    column = {int(key): place for place, key in enumerate(hashes)}
    entries = [
        (at, column[key], share)
        for at, value in enumerate(values)
        for key, share in value.items()
        if key in column
    ]
    at, to, share = (np.array(part) for part in zip(*entries, strict=True))
    return hashes, csr_matrix((share.astype(np.float32), (at, to)), shape=(len(rows), len(hashes)))


def _network(rows: Sequence[TrainingRow], meaning: Floats) -> Network:
    inputs = np.stack(
        [placed(one * MEANING_SHARE, row.place) for one, row in zip(meaning, rows, strict=True)]
    )
    return trained(inputs, _labels(rows), kinds=len(CLASSES))


def _labels(rows: Sequence[TrainingRow]) -> NDArray[np.intp]:
    return np.array([CLASSES.index(row.phrase.intent) for row in rows])


def _balance(labels: NDArray[np.intp]) -> NDArray[np.float64]:
    """Rare intents weigh more, by the root of how rare they are."""
    shares = (len(labels) / np.bincount(labels, minlength=len(CLASSES))[labels]) ** 0.5
    balanced: NDArray[np.float64] = shares / shares.mean()
    return balanced


if __name__ == "__main__":
    main()

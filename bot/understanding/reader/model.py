"""The two learned readers at run time: one of counted features, one of meaning; their chances are averaged."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from bot.understanding.encoder.encoder import encode_all, encoder
from bot.understanding.intents import CLASSES
from bot.understanding.reader.features import Place, hashed, placed
from bot.understanding.text.spelling import Spelling
from bot.understanding.text.wording import canonical, spoken

WEIGHTS = Path(__file__).parents[1] / "weights.npz"
DENSE_SHARE = np.float32(0.03)
MEANING_SHARE = np.float32(0.3)
_READING = Lock()  # two first messages at once must not read everything twice

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Columns of `weights`, `dense` and `bias` are CLASSES in their order, then Spanish."""

    hashes: NDArray[np.uint32]  # CRC-32 of the feature names, sorted
    weights: NDArray[np.int8]
    scale: Floats
    dense: Floats
    bias: Floats
    mean: Floats  # of each number of the encoder over the phrases, and its spread
    spread: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    spelling: Spelling  # over the words of the phrases, with how often they occur
    digest: str


@dataclass(frozen=True, slots=True)
class Scores:
    """The chance of each of CLASSES by either reader, whether the text is Spanish, and the encoder's numbers of it."""

    counted: NDArray[np.float64]
    meant: NDArray[np.float64]
    is_spanish: bool
    encoded: Floats  # what the encoder made of the text

    @property
    def chances(self) -> NDArray[np.float64]:
        """The mean of both."""
        mean: NDArray[np.float64] = (self.counted + self.meant) / 2
        return mean


def scores(model: Model, plain: Sequence[str], place: Place) -> list[Scores]:
    """What both readers make of each of some canonical texts."""
    encoded = encode_all([spoken(text) for text in plain])
    meanings = (encoded - model.mean) / model.spread
    counted = [_counted(model, text, meaning, place) for text, meaning in zip(plain, meanings, strict=True)]
    seen = np.stack([placed(meaning * MEANING_SHARE, place) for meaning in meanings])
    weighed = np.maximum(seen @ model.hidden + model.hidden_bias, 0) @ model.out + model.out_bias
    return list(map(_scores, counted, weighed, encoded))


def _scores(counted: Floats, weighed: Floats, encoded: Floats) -> Scores:
    count = len(CLASSES)
    return Scores(_softmax(counted[:count]), _softmax(weighed), bool(counted[count] > 0), encoded)


def one_core() -> AbstractContextManager[object]:
    """Small products gain nothing from a second core, wait for it when it is busy, and keep it from the site."""
    limited: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
    return limited


def plain_text(spelling: Spelling, text: str) -> str:
    """Canonical text with misspellings of our own words corrected."""
    is_word = encoder().pieces.has_word
    return canonical(text, lambda word: spelling.mended(word, is_word))


def shipped() -> Model:
    """The weights in this package and the encoder below them, read once a process, at the first use."""
    with _READING:
        encoder()
        return _stored(WEIGHTS)


@lru_cache(maxsize=1)
def _stored(path: Path) -> Model:
    with np.load(path, allow_pickle=False) as stored:
        numbers = {
            name: stored[name].astype(np.float32) for name in stored.files if stored[name].dtype == np.float16
        }
        ours = [line.split("\t") for line in bytes(stored["ours"]).decode().split("\n")]
        return Model(
            hashes=stored["hashes"],
            weights=stored["weights"],
            spelling=Spelling.of({word: int(count) for word, count in ours}),
            digest=str(stored["digest"]),
            **numbers,
        )


def save(model: Model, path: Path = WEIGHTS) -> None:
    """Writes weights where the product reads them, in half precision."""
    halves = {
        name: getattr(model, name).astype(np.float16)
        for name in ("scale", "dense", "bias", "mean", "spread", "hidden", "hidden_bias", "out", "out_bias")
    }
    ours = "\n".join(f"{word}\t{count}" for word, count in model.spelling.ours.items())
    np.savez_compressed(
        path,
        hashes=model.hashes,
        weights=model.weights,
        ours=np.frombuffer(ours.encode(), dtype=np.uint8),
        digest=np.array(model.digest),
        allow_pickle=False,
        **halves,
    )


def _counted(model: Model, plain: str, meaning: Floats, place: Place) -> Floats:
    values = hashed(plain, place)
    wanted = np.fromiter(values.keys(), dtype=np.uint32, count=len(values))
    shares = np.fromiter(values.values(), dtype=np.float32, count=len(values))
    places = np.minimum(np.searchsorted(model.hashes, wanted), len(model.hashes) - 1)
    known = model.hashes[places] == wanted
    rows = model.weights[places[known]].astype(np.float32)
    summed: Floats = (shares[known] @ rows) * model.scale + (meaning * DENSE_SHARE) @ model.dense + model.bias
    return summed


def _softmax(logits: Floats) -> NDArray[np.float64]:
    powers = np.exp(logits.astype(np.float64) - logits.max())
    chances: NDArray[np.float64] = powers / powers.sum()
    return chances


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    return ThreadpoolController()

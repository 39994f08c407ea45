"""Recovery tokens, as they were shown or as people copy them, in Crockford's base32.

``NN-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX``, and without the last two groups in sets of earlier versions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from bot.secrets_guard.randomness import has_both, is_mixed, is_random, is_speakable
from bot.secrets_guard.reading import Reading, Span

SIGN = r"[a-tv-z0-9]"  # Crockford's letters and those forgiven: O for 0, I and L for 1
BETWEEN = r"[\W_]{0,3}"
NUMBER = r"[0-9oil]{1,2}"
TOKEN = re.compile(
    rf"(?<![a-z0-9])(?P<number>{NUMBER})(?P<first>{BETWEEN})(?P<body>{SIGN}{{4}}(?:{BETWEEN}{SIGN}{{4}}){{3}}"
    rf"(?P<end>(?:{BETWEEN}{SIGN}{{4}}){{2}})?)(?![a-z0-9])"
)
WITHOUT_NUMBER = re.compile(
    rf"(?<![a-z0-9])(?P<body>{SIGN}{{4}}(?:[\W_]{{1,3}}{SIGN}{{4}}){{3}}(?P<end>(?:[\W_]{{1,3}}{SIGN}{{4}}){{2}})?)(?![a-z0-9])"
)
NEARLY = re.compile(rf"(?<![a-z0-9])(?P<body>{NUMBER}(?:\s?[-._]\s?[a-z0-9]{{3,5}}){{3,7}})(?![a-z0-9])")
SPACED_OUT = re.compile(r"(?<![a-z0-9])[a-z0-9](?:[\W_]{1,3}[a-z0-9]){15,}(?![a-z0-9])")
GROUP = re.compile(r"[a-z0-9]+")
WORD = re.compile(r"(?<![\w@./:-])[a-z0-9](?:[-_]?[a-z0-9]){7,}(?![\w@/:])")  # addresses are left alone
ABOUT_TOKENS = re.compile(
    r"(?<![a-z0-9])(?:recovery|backup|back-up|tokens?|recuperacion|respaldo|fichas?|emergency|emergencia)(?![a-z0-9])"
)
CUE_DISTANCE = 120
SAID_IN_LETTERS = frozenset({"ol", "oi", "lo", "io"})  # 01 and 10
NEVER_SHOWN = frozenset("ilo")  # people type them for 1 and 0, words are full of them
IS_BASE32 = re.compile(r"(?:[a-z2-7]|[\W_])+")
FORGIVEN = str.maketrans("oil", "011")
NUMBERS = range(1, 11)
LETTERS, LETTERS_BEFORE = 24, 16
TOKEN_LENGTHS = (2 + LETTERS, 2 + LETTERS_BEFORE)
FEWEST_LETTERS = 3
ENOUGH_RANDOM_GROUPS = 2


@dataclass(frozen=True)
class PastedToken:
    """A token's place and, when it is whole, its normal form."""

    span: Span
    normal_form: str | None


def find_tokens(reading: Reading) -> Iterator[PastedToken]:
    """Whole tokens first, then those with a part missing or mistyped: a partial token must not be stored either."""
    yield from _whole(reading)
    yield from _spaced_out(reading)
    for hit in WITHOUT_NUMBER.finditer(reading.text):
        if _is_part_of_token(reading, hit):
            yield PastedToken(_spans_of(reading, hit)[0], None)
    for hit in NEARLY.finditer(reading.text):
        if _is_part_of_token(reading, hit):
            yield PastedToken(_span(hit), None)
    if reading.expecting == "recovery_token":
        yield from _bare(reading)


def _whole(reading: Reading) -> Iterator[PastedToken]:
    for hit in filter(partial(_is_token, reading), TOKEN.finditer(reading.text)):
        for span in _spans_of(reading, hit):
            body = reading.text[hit.start("body") : span.end]
            yield PastedToken(span, _normal_form(hit["number"], "".join(GROUP.findall(body))))


def _spans_of(reading: Reading, hit: re.Match[str]) -> list[Span]:
    """A short token before words of four or eight letters looks like a long one; then both may be meant."""
    whole = _span(hit)
    if not _may_end_in_words(hit):
        return [whole]
    short = Span("recovery_token", hit.start(), hit.start("end"))
    is_short = len(GROUP.findall(hit["end"])) == 1 or _ends_in_small_letters(reading, hit)
    return [short] if is_short else [whole, short]


def _may_end_in_words(hit: re.Match[str]) -> bool:
    if hit["end"] is None or not hit["end"][0].isspace():
        return False
    return not any(is_random(group) or has_both(group) for group in GROUP.findall(hit["end"]))


def _ends_in_small_letters(reading: Reading, hit: re.Match[str]) -> bool:
    """After capitals: ``03-7K2M-9QXR-4TVB-H8ND does fail``."""
    start = reading.folded.as_written(hit.start("body"), hit.start("end"))
    return start.isupper() and reading.folded.as_written(*hit.span("end")).islower()


def _is_token(reading: Reading, hit: re.Match[str]) -> bool:
    groups = GROUP.findall(hit["body"])
    letters = sum(letter.isalpha() for letter in hit["body"])
    is_numbered = (
        any(map(str.isdecimal, hit["number"])) or hit["first"] == "-" or hit["number"] in SAID_IN_LETTERS
    )
    if letters < FEWEST_LETTERS or not is_numbered:
        return False
    if len(groups) == 1:
        is_whole_number = len(hit["number"]) == len("NN") or bool(hit["first"])
        is_glued_to_digits = any(map(str.isdecimal, hit["number"])) and not hit["first"]
        return is_whole_number and (is_glued_to_digits or is_mixed(groups[0]) or not is_speakable(groups[0]))
    if any(map(is_random, groups)) or any(map(has_both, groups)):
        return True
    return _is_sure_in_spite_of_words(reading, hit)


def _is_sure_in_spite_of_words(reading: Reading, hit: re.Match[str]) -> bool:
    """``10 days left till then`` has a token's shape; dashes, capitals, cue words, or no other words, make it one."""
    return (
        "-" in hit["body"]
        or reading.stands_out(*hit.span("body"))
        or (reading.is_everything(*hit.span()) and not NEVER_SHOWN & set(hit["body"]))
        or _is_about_tokens(reading, hit)
    )


def _is_part_of_token(reading: Reading, hit: re.Match[str]) -> bool:
    if IS_BASE32.fullmatch(hit["body"]):
        return False  # the finder of keys knows better
    random = sum(map(is_random, GROUP.findall(hit["body"])))
    is_joined = "-" in hit["body"] or _is_about_tokens(reading, hit)
    return random >= ENOUGH_RANDOM_GROUPS or (random > 0 and is_joined)


def _spaced_out(reading: Reading) -> Iterator[PastedToken]:
    """``0 3 - 1 A 2 B …``: each character by itself."""
    for hit in SPACED_OUT.finditer(reading.text):
        letters = "".join(GROUP.findall(hit[0]))
        if is_mixed(letters) and len(letters) in TOKEN_LENGTHS:
            yield PastedToken(_span(hit), _normal_form(letters[:2], letters[2:]))


def _bare(reading: Reading) -> Iterator[PastedToken]:
    """Where a token was asked for, letters mixed with digits: what other products hand out has another shape."""
    for hit in WORD.finditer(reading.text):
        if is_mixed("".join(GROUP.findall(hit[0]))):
            yield PastedToken(_span(hit), None)


def _normal_form(number: str, body: str) -> str | None:
    digits = number.translate(FORGIVEN)
    signs = body.translate(FORGIVEN).upper()
    if not digits.isdecimal() or int(digits) not in NUMBERS or "U" in signs:
        return None
    return "-".join([digits.zfill(2), *(signs[place : place + 4] for place in range(0, len(signs), 4))])


def _is_about_tokens(reading: Reading, hit: re.Match[str]) -> bool:
    return bool(
        ABOUT_TOKENS.search(reading.text, max(0, hit.start() - CUE_DISTANCE), hit.end() + CUE_DISTANCE)
    )


def _span(hit: re.Match[str]) -> Span:
    return Span("recovery_token", *hit.span())

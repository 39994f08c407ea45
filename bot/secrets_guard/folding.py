"""A message as the guard reads it: disguises removed, with each letter's place in the original.

Full-width, circled and other digits become ASCII ones (SECURITY.md: digits in any script), letters lose case, accents
and look-alike alphabets, and characters that show nothing are gone.
"""

import functools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

DASH, DOT, NEW_LINE, BLANK = "-", ".", "\n", " "
SHOWS_NOTHING = frozenset("\u115f\u1160\u3164\uffa0\u17b4\u17b5")
MOST_LETTERS = 4  # of one character; no digit or letter of a secret unfolds to more, U+FDFA does to eighteen
SHOWS_NOTHING_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Mn", "Me"})
NEW_LINES = frozenset("\n\r\v\f\x85\u2028\u2029")
# Written as escapes, because on the screen they look like the letters they stand for.
CYRILLIC = "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
GREEK = "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"
CHINESE_DIGITS = "\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d"
DOTS = "\u2027\u00b7\u2022\u2219\u30fb"
QUOTES = "\u2018\u2019\u201c\u201d\u00ab\u00bb"
LOOK_ALIKES = str.maketrans(
    CYRILLIC + GREEK + CHINESE_DIGITS + DOTS + QUOTES + "\u2212\u2043",
    "abekmhopctyxijshdqw" + "abezhikmnoptyx" + "0123456789" + "....." + "''" + '""""' + "--",
)


@dataclass(frozen=True)
class Folded:
    """The folded ``text`` and, for each of its characters, the place in the ``original``."""

    text: str
    original: str
    places: Sequence[int]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original, with the invisible characters inside and behind it."""
        behind = self.places[end] if end < len(self.places) else len(self.original)
        return self.places[start], max(behind, self.places[end - 1] + 1)

    def as_written(self, start: int, end: int) -> str:
        """The original letters of ``text[start:end]``: capitals tell a key from a word."""
        return slice_of(self.original, self.original_span(start, end))


def fold(message: str) -> Folded:
    """Read ``message`` in the one plain alphabet the guard knows. Linear in its length."""
    if message.isascii() and message.replace("\n", BLANK).isprintable():
        return Folded(message.lower(), message, range(len(message)))
    parts = [_fold_one(character) for character in message]
    places = [place for place, part in enumerate(parts) for _ in part]
    return Folded("".join(parts), message, places)


def slice_of(text: str, span: tuple[int, int]) -> str:
    """The part of ``text`` that ``span`` (start, end) names."""
    return text[span[0] : span[1]]


@functools.lru_cache(maxsize=8192)
def _fold_one(character: str) -> str:
    if character in NEW_LINES:
        return NEW_LINE
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return "".join(_plain(each) for each in unicodedata.normalize("NFKD", character)).lower()[:MOST_LETTERS]


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs" or character in "\t\u2800":
        return BLANK
    if category in SHOWS_NOTHING_CATEGORIES or character in SHOWS_NOTHING:
        return ""
    plain = character.lower().translate(LOOK_ALIKES)
    return DASH if category == "Pd" else "".join(each for each in plain if unicodedata.category(each) != "Mn")

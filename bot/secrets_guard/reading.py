"""One message: its folded text, what the bot expects, and where the telling words stand."""

import bisect
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from bot.secrets_guard.folding import Folded, fold

Kind = Literal["code", "recovery_token", "key", "link", "password", "social_security_number", "record_number"]
Expecting = Literal["code", "password", "recovery_token"]

BEFORE, AFTER = 200, 80  # letters around a number in which a word about codes makes it a code
CLOSE_BEFORE, CLOSE_AFTER = 25, 15  # the same where something harmless explains the number too

OTHER_CODES = (
    r"(?:zip|postal|area|country|promo|discount|coupon|dress|door|gate|building|source|error|billing|procedure"
    r"|diagnosis|cpt|icd|icd-10|hcpcs|qr|bar)[\s-]codes?"
    r"|code of conduct|codigos? (?:postal(?:es)?|de area|de barras|de error|qr|de descuento|de diagnostico)"
)
ABOUT_CODES = (
    r"(?:pass[\s-]?)?codes?|tokens?|t?otp|2fa|mfa|pin|nip|digits?|numerals?|authy|sms"
    r"|authenticat(?:or|ion)s?|verif\w{1,12}|autentica\w{1,10}|codigos?|cod|claves?|digitos?|cifras?|fichas?"
)
CUE = re.compile(rf"(?<![a-z0-9])(?:{OTHER_CODES}|(?P<cue>{ABOUT_CODES}))(?![a-z0-9])")
LINKING_WORDS = (
    r"is|was|it|its|it's|says?|shows?|showing|reads?|reading|now|still|of|number|num|no|i|we|see|got|get|gave|me|my"
    r"|the|app|entered|typed|used|put|in|here|this|that|from|on|phone|current|new|es|era|son|dice|sale|muestra|que"
    r"|me|mi|el|la|de|numero|puse|escribi|use|aqui|este|ahora|aparece|actual"
)
ASKED = re.compile(
    rf"(?<![a-z0-9])(?:{ABOUT_CODES})(?:[\W_]{{1,4}}(?:{LINKING_WORDS})(?![a-z0-9])){{0,6}}[\W_]{{0,4}}(?=[a-z0-9])"
)
UNSEEN = "\u200b"  # folding leaves none of these in a text
TAKEN_OUT = re.compile(
    r"\[(?:code|recovery token|key|link|password|social security number|record number) removed\]"
)


@dataclass(frozen=True)
class Finding:
    """A secret of this kind was there; never the secret itself."""

    kind: Kind


@dataclass(frozen=True)
class Span:
    """A secret's place in the folded text."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """The folded message and the questions that the finders ask about it."""

    folded: Folded
    expecting: Expecting | None

    @property
    def text(self) -> str:
        return self.folded.text

    def has_cue_near(self, start: int, end: int, before: int = BEFORE, after: int = AFTER) -> bool:
        """Whether a word about codes stands near ``text[start:end]``."""
        return self.expecting == "code" or _any_between(self._cues, start - before, end + after)

    def has_cue_close(self, start: int, end: int) -> bool:
        """The same in the nearest few words."""
        return self.has_cue_near(start, end, CLOSE_BEFORE, CLOSE_AFTER)

    def is_asked_at(self, start: int) -> bool:
        """Whether the words before lead straight to it: ``my code is …``."""
        return start in self._asked

    def is_everything(self, start: int, end: int) -> bool:
        """Whether the message holds nothing else but spaces and signs."""
        return start <= self._first_word and end >= self._last_word

    def stands_out(self, start: int, end: int) -> bool:
        """Whether it is written in capitals while the message is not: a key among words looks like that."""
        return not self._is_shouted and self.folded.as_written(start, end).isupper()

    @cached_property
    def _is_shouted(self) -> bool:
        return self.folded.original.isupper()

    @cached_property
    def _cues(self) -> list[int]:
        return [hit.start() for hit in CUE.finditer(self.text) if hit["cue"]]

    @cached_property
    def _asked(self) -> frozenset[int]:
        return frozenset(hit.end() for hit in ASKED.finditer(self.text))

    @cached_property
    def _first_word(self) -> int:
        return next((place for place, letter in enumerate(self.text) if letter.isalnum()), len(self.text))

    @cached_property
    def _last_word(self) -> int:
        text = self.text
        return next((place + 1 for place in range(len(text) - 1, -1, -1) if text[place].isalnum()), 0)


def read(message: str, expecting: Expecting | None) -> Reading:
    """Fold the message; the placeholders of an earlier pass are hidden, so that guarding twice changes nothing."""
    folded = fold(message)
    unseen = TAKEN_OUT.sub(lambda hit: UNSEEN * len(hit[0]), folded.text)
    return Reading(Folded(unseen, message, folded.places), expecting)


def _any_between(places: list[int], start: int, end: int) -> bool:
    at = bisect.bisect_left(places, start)
    return at < len(places) and places[at] < end

"""Brings the many ways to write one thing to one spelling, before anything is counted."""

import re
import unicodedata
from collections.abc import Callable

LONGEST_READ = 2000

_REPEATED_LETTER = re.compile(r"([a-z])\1{2,}")
_SIX_DIGITS = re.compile(r"\b\d{3}[ -]?\d{3}\b")
_NUMBER = re.compile(r"\b\d+(?:[.,:/-]\d+)*\b")
_LETTERS = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"[a-z0-9]+|[?!]")

_TWO = r"(?:2|two|to|tow|tw|too|dos|doble|double|dual|multi|multiple)"
_KIND = r"(?:factor(?:e?s)?|facter|facor|fator|step(?:s)?|paso(?:s)?|fa|auth\w*|aut[eh]+ntica\w*|verifi\w*|etapas?)"
_SECOND = r"(?:(?:second|2nd|segundo) (?:authentication )?factor)"
_TAIL = r"(?: (?:de )?(?:(?:auth?[a-z]*|aut[eh]+n[a-z]*|verif[a-z]*|log ?in|sign ?in|identifica[a-z]*)\b(?!ator)))?"
_LEAD = r"(?:(?:la |el )?(?:aut[eh]+n[a-z]*|verif[a-z]*|identifica[a-z]*) (?:de|en|con|por) (?:los )?)?"
_TOPIC = re.compile(rf"\b{_LEAD}(?:{_TWO} ?{_KIND}|{_SECOND})\b{_TAIL}")
_TOPIC_SHORT = re.compile(r"\b(?:2 ?fa|tfa|mfa|2 ?f|2 ?sv|two fa|dos fa|2af|twofactor|2factor|twostep)\b")

_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\b(?:wont|won t)\b", "will not"),
        (r"\b(?:cant|can t|cannot|cnt)\b", "can not"),
        (r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should)n(?: ?t)\b", r"\1 not"),
        (r"\b(i|you|we|they|it|he|she|that|there|what|where|how|who) (?:m|re|s|ve|ll|d)\b", r"\1"),
        (r"\b(?:im|ive|ill|id)\b", "i"),
        (r"\b(?:pls|plz|plese|pleas|plis|pliz)\b", "please"),
        (r"\b(?:u)\b", "you"),
        (r"\bur\b", "your"),
        (r"\b(?:thx|thanx|tks|ty|tnx|thnx)\b", "thanks"),
        (r"\b(?:q|k|qe)\b", "que"),
        (r"\b(?:xq|pq|porq|xk)\b", "porque"),
        (r"\bx favor|xfa|xfavor|porfa|porfis|pofavor|porfavor\b", "por favor"),
        (r"\b(?:tel|fone|phon|ph0ne|moblie)\b", "phone"),
        (r"\bqr ?code\b", "qr code"),
        (r"\b(log|sign|set|turn|back) ?(in|on|up|off)(?:to)?\b", r"\1\2"),
        (r"\b(logg|sign|sett|turn|switch)ing (in|on|up|off)\b", r"\1\2"),
    )
)


PRACTICE, PERSON = (
    "<practice>",
    "<person>",
)  # what stands for a name of the speaker's own, in phrases and at run time
_NAMES = ((PRACTICE, " namedpractice "), (PERSON, " namedperson "))


def fold(text: str) -> str:
    """Lower case without accents or typographic quotes, so that spelling habits do not split a word."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _REPEATED_LETTER.sub(r"\1\1", plain.lower())


def canonical(text: str, mend: Callable[[str], str] = str) -> str:
    """One spelling per thing: the topic becomes `twofa`, a code typed by hand becomes a word for it."""
    read = text[:LONGEST_READ]
    for mark, token in _NAMES:
        read = read.replace(mark, token)
    spelt = _LETTERS.sub(lambda word: mend(word.group()), fold(read)[:LONGEST_READ])
    plain = re.sub(r"[^a-z0-9?!]+", " ", _numbers_named(spelt)).strip()
    plain = _TOPIC_SHORT.sub("twofa", _TOPIC.sub("twofa", plain))
    for pattern, replacement in _REWRITES:
        plain = pattern.sub(replacement, plain)
    return plain


def spoken(plain: str) -> str:
    """A canonical text in words that the encoder knows."""
    return (
        plain.replace("twofa", "two factor authentication")
        .replace("sixdigits", "code")
        .replace("namedpractice", "clinic")
        .replace("namedperson", "my coworker")
        .replace("number", "9")
    )


def words(plain: str) -> list[str]:
    """The words and the marks `?` and `!` of a canonical text, in order."""
    return _TOKEN.findall(plain)


def _numbers_named(plain: str) -> str:
    """Numbers say only what kind they are: the digits of a code carry no meaning and may be secret."""
    named = _SIX_DIGITS.sub(" sixdigits ", plain)
    return _NUMBER.sub(lambda found: found.group() if len(found.group()) == 1 else " number ", named)

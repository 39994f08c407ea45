"""Whether a sentence names a practice that is none of the person's own.

Only the words decide, never a look at whose practices exist: the answer is the same for a practice that is another
customer's and for one that nobody has, so nobody learns which of the two it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.engine.flows.practice_names import LIKE, LONGEST_READ, SHORTEST, own_words, words_of
from bot.engine.types.facts import PracticeFacts
from bot.engine.words.everyday import EVERYDAY, FIELDS, PLACES, VAGUE

BARE = 4  # words
ACRONYM = 5  # letters of "HIPAA"; a longer word in capitals is somebody in a hurry
SHOUTED = 0.6  # of the words: From Here On Capitals Say Nothing
BEFORE_A_NAME = {"for", "at", "para", "pa", "en", "both"}
ACTS = set("activate enable active activa activen habilite habiliten activar habilitar".split())
TURN = {"turn", "switch", "put", "flip"}  # "turn on X", where "turn it on everywhere" names nobody
BEFORE_A_CAPITAL = BEFORE_A_NAME | ACTS | set("on in of de del do org".split())
ENDS = {"", "too", "also", "please", "pls", "tambien", "por"}
NO_NAME = re.compile(r"(ing|[aei]r(se|l[aeo]s?|nos)?|[cs]ion)$")  # "for opening", "en aprobar"
ARTICLES = set("the our my la el las los nuestra nuestro mi".split())
JOINS = {"and", "y", "e", "plus", "or", "o"}
ASKS = {"needs", "wants", "necesita", "quiere"}
TITLES = {"dr", "dra", "mr", "mrs", "ms", "sr", "sra", "doctor", "doctora"}


@dataclass(frozen=True)
class _Word:
    """One word where it stands."""

    key: str
    is_capital: bool  # a capital that says something: not the first of its sentence, no acronym, no shouting
    opens: bool  # the first of its sentence


def names_another(typed: str, practices: Sequence[PracticeFacts], *, is_asked: bool = False) -> bool:
    """True when a name stands there that no practice, group or colleague of this person has.

    ``is_asked``: a practice was just asked for, so that a bare word is a name too.
    """
    words = _words(typed[:LONGEST_READ])
    own = own_words(practices)
    if is_asked and len(words) <= BARE and any(_is_strange(word.key, own) for word in words):
        return True
    return any(_is_other_field(words, at, own) or _is_a_name(words, at, own) for at in range(len(words)))


def _words(typed: str) -> list[_Word]:
    spoken = re.findall(r"[^\W\d_][^\W_]*|[.!?\n]+", re.sub(r"['’]s\b", "", typed))
    letters = [word for word in spoken if word[0].isalpha()]
    shouted = sum(word[0].isupper() for word in letters) > SHOUTED * len(letters) and len(letters) > ACRONYM
    words, opens = list[_Word](), True
    for word in spoken:
        if word[0].isalpha():
            is_acronym = word.isupper() and len(word) <= ACRONYM
            capital = word[0].isupper() and not (opens or shouted or is_acronym)
            words.append(_Word("".join(words_of(word)), capital, opens))
        opens = not word[0].isalpha()
    return words


def _is_strange(key: str, own: frozenset[str]) -> bool:
    """No everyday word and none of the person's own names, not even with a slip of the finger."""
    if len(key) < SHORTEST or key in EVERYDAY or key in PLACES or key in FIELDS or key in own:
        return False
    return not get_close_matches(key, own, n=1, cutoff=LIKE)


def _is_other_field(words: Sequence[_Word], at: int, own: frozenset[str]) -> bool:
    """Not theirs after all: "Riverbend Orthopedics" of somebody who works at Riverbend Cardiology."""
    key = words[at].key
    return key in FIELDS - VAGUE and key not in own and at > 0 and words[at - 1].key in own


def _is_a_name(words: Sequence[_Word], at: int, own: frozenset[str]) -> bool:
    """By what stands around it: "for X", "the X office", "X Family Medicine", "activate X", "X needs", "mine and X"."""
    word = words[at]
    before = words[at - 1].key if at else ""
    behind = words[at + 1].key if at + 1 < len(words) else ""
    if before in TITLES or not _is_strange(word.key, own):
        return False
    if behind in FIELDS or (before in own and word.is_capital):
        return True
    if before in ARTICLES:
        return at > 1 and words[at - 2].key in BEFORE_A_NAME and (word.is_capital or behind in PLACES)
    if before in JOINS:
        return at > 1 and words[at - 2].key in own
    if word.opens:
        return behind in ASKS or (behind in JOINS and at + 2 < len(words) and words[at + 2].is_capital)
    if word.is_capital:
        return before in BEFORE_A_CAPITAL
    is_act = before in ACTS or (before == "on" and at > 1 and words[at - 2].key in TURN)
    return not NO_NAME.search(word.key) and (before in BEFORE_A_NAME or (is_act and behind in ENDS))

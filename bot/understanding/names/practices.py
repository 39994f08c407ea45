"""Where a text names a practice of its speaker: by the whole name, its group, or words that only this practice has.

A single word of a name tells only if it is not a word that people say about sign-in anyway ("Main Street Office": neither
"main" nor "office"), which our own phrases know best; so no list of everyday words is needed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.understanding.wish import NamedPractice

SHORTEST = 4  # letters of a single word that may stand for a name
SHORTEST_SLIP = 5
LIKE = 0.82  # how alike a slip of the finger is: "lakesdie" for "lakeside", never "northside" for "southside"
LONGEST_READ = 500  # characters of one message; a wall of letters must cost nothing
INITIALS = 3
SPLIT = 2  # words that make one of a name: "lake side"
KINDS = frozenset(  # of a practice, as part of a name: they tell nothing about which one
    "the of and for at in on to with de del la el los las y practice practices clinic clinics office offices site sites "
    "center centre group associates partners "
    "family medicine medical health healthcare care primary internal wellness hospital physicians general community "
    "clinica clinicas consultorio centro grupo medicina salud familiar san santa saint north south east west new old "
    "main street first second".split()
)

_ADDRESS = re.compile(r"\S+@\S+|\w+://\S+")  # an e-mail address names no practice

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a name stands in the text (from, to) and the ids it stands for; several for a group."""

    start: int
    end: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text, folded, and where it stands."""

    key: str
    start: int
    end: int
    typed: str


def words_of(text: str) -> list[Word]:
    """Words with their places; a possessive 's does not count."""
    bare = _ADDRESS.sub(lambda found: " " * len(found.group()), text[:LONGEST_READ])
    found = re.finditer(r"[^\W_]+(?:['\u2019][a-z]+)?", bare)
    return [Word(_folded(one.group()), one.start(), one.end(), one.group()) for one in found]


def spots(
    text: str, practices: Sequence[NamedPractice], is_everyday: Callable[[str], bool]
) -> tuple[Spot, ...]:
    """The names in the text in their order, longest first where they overlap."""
    said = words_of(text)
    keys = _keys(practices, is_everyday) if practices else {}
    found, at = list[Spot](), 0
    while at < len(said):
        spot, width = _at(said, at, keys) or _slip(said, at, keys, is_everyday) or (None, 1)
        if spot:
            found.append(spot)
        at += width
    return tuple(found)


def _at(said: list[Word], at: int, keys: dict[Key, tuple[str, ...]]) -> tuple[Spot, int] | None:
    for width in range(min(8, len(said) - at), 0, -1):
        ids = keys.get(tuple(word.key for word in said[at : at + width]))
        if ids is None and width == 1 and said[at].typed.isupper():
            ids = keys.get((said[at].typed,))  # initials, which count in capitals only
        if ids is None and width == SPLIT:
            ids = keys.get((said[at].key + said[at + 1].key,))  # "lake side"
        if ids:
            return Spot(said[at].start, said[at + width - 1].end, ids), width
    return None


def _slip(
    said: list[Word], at: int, keys: dict[Key, tuple[str, ...]], is_everyday: Callable[[str], bool]
) -> tuple[Spot, int] | None:
    """A misspelt word, if it can mean one practice only."""
    word = said[at]
    if len(word.key) < SHORTEST_SLIP or is_everyday(word.key) or word.key in KINDS:
        return None
    single = [key[0] for key in keys if len(key) == 1 and len(key[0]) >= SHORTEST_SLIP]
    near = {keys[(like,)] for like in get_close_matches(word.key, single, n=3, cutoff=LIKE)}
    return (Spot(word.start, word.end, near.pop()), 1) if len(near) == 1 else None


def _keys(
    practices: Sequence[NamedPractice], is_everyday: Callable[[str], bool]
) -> dict[Key, tuple[str, ...]]:
    """What each run of words stands for; a run that two practices share stands for none."""
    groups = dict[Key, tuple[str, ...]]()
    for practice in practices:
        if group := _key(practice.group):
            groups[group] = (*groups.get(group, ()), practice.id)
    runs = {practice.id: set(_runs(_key(practice.name), is_everyday)) for practice in practices}
    times = Counter(run for own in runs.values() for run in own)
    own = {run: (id_,) for id_, each in runs.items() for run in each if times[run] == 1}
    whole = {_key(practice.name): (practice.id,) for practice in practices}
    initials = {(_initials(practice.name),): (practice.id,) for practice in practices}
    short = {
        key: ids
        for key, ids in initials.items()
        if len(key[0]) >= INITIALS and not is_everyday(key[0].lower())
    }
    return short | groups | own | whole


def _runs(name: Key, is_everyday: Callable[[str], bool]) -> Iterator[Key]:
    """Two words or more in a row, and single words that tell."""
    for start in range(len(name)):
        for end in range(start + 2, len(name) + 1):
            if any(len(word) >= SHORTEST for word in name[start:end]):
                yield name[start:end]
    yield from (
        (word,) for word in name if len(word) >= SHORTEST and word not in KINDS and not is_everyday(word)
    )


def _key(name: str) -> Key:
    return tuple(word.key for word in words_of(name))


def _initials(name: str) -> str:
    return "".join(word.typed[0] for word in words_of(name)).upper()


def _folded(word: str) -> str:
    plain = re.sub(r"['\u2019][a-z]+$", "", word.casefold())
    if plain.isascii():
        return plain
    return "".join(char for char in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(char))

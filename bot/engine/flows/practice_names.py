"""Which practices a sentence names: by the whole name, by words that only this one has, or by their group."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from bot.engine.types.facts import PracticeFacts
from bot.engine.words.everyday import EVERYDAY, FIELDS, PLACES, VAGUE

SHORTEST = 4  # letters of a single word that may stand for a name
LIKE = 0.85  # how alike a slip of the finger is: "Hiltop" for "Hilltop", never "Northside" for "Southside"
LONGEST_READ = 500  # characters of one message; a wall of letters must cost nothing

Words = tuple[str, ...]


def named(typed: str, practices: Sequence[PracticeFacts]) -> tuple[PracticeFacts, ...]:
    """The practices meant, in their own order; none when the text names none."""
    said = words_of(typed[:LONGEST_READ])
    by_name, rest = _by_whole_name(said, practices)
    by_group = tuple(practice for practice in practices if _has(rest, words_of(practice.group)))
    found = {practice.id for practice in by_name or by_group}
    if not by_group:
        found |= _by_part(rest, practices) or (set() if found else _by_slip(rest, practices))
    return tuple(practice for practice in practices if practice.id in found)


def own_words(practices: Sequence[PracticeFacts]) -> frozenset[str]:
    """Every word of the names this person may use: of practices, groups and the people who work there."""
    names = [name for p in practices for name in (p.name, p.group, *p.admins, *p.member_names)]
    return frozenset(word for name in names for word in words_of(name))


def words_of(line: str) -> Words:
    """Lower case without accents, because people type in a hurry."""
    plain = line.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return tuple(re.findall(r"[^\W_]+", plain))


def _by_whole_name(said: Words, practices: Sequence[PracticeFacts]) -> tuple[list[PracticeFacts], Words]:
    """Longest first and cut out, so that "Lakeside" is not found inside "Lakeside Family Medicine"."""
    found = []
    for practice in sorted(practices, key=lambda each: -len(words_of(each.name))):
        name = words_of(practice.name)
        at = _place(said, name)
        if at is not None:
            found.append(practice)
            said = (*said[:at], "", *said[at + len(name) :])
    return found, said


def _by_part(said: Words, practices: Sequence[PracticeFacts]) -> set[str]:
    """A first word, a field, or two words in a row that no other practice of the person has."""
    times = Counter(part for practice in practices for part in set(_parts(practice)))
    return {
        practice.id
        for practice in practices
        if any(times[part] == 1 and _has(said, part) for part in _parts(practice))
    }


def _parts(practice: PracticeFacts) -> Iterator[Words]:
    name = words_of(practice.name)
    telling = {*name[:1], *(FIELDS - VAGUE).intersection(name)} - EVERYDAY - PLACES
    yield from ((word,) for word in sorted(telling) if len(word) >= SHORTEST)
    yield from pairwise(name)


def _by_slip(said: Words, practices: Sequence[PracticeFacts]) -> set[str]:
    """A misspelt word, if it can mean one practice only."""
    parts = {part[0]: practice.id for practice in practices for part in _parts(practice) if len(part) == 1}
    strange = [word for word in said if len(word) > SHORTEST and word not in EVERYDAY | PLACES | FIELDS]
    near = {parts[like] for word in strange for like in get_close_matches(word, parts, n=3, cutoff=LIKE)}
    return near if len(near) == 1 else set()


def _has(said: Words, name: Words) -> bool:
    return bool(name) and _place(said, name) is not None


def _place(said: Words, name: Words) -> int | None:
    places = (at for at in range(len(said)) if name and said[at : at + len(name)] == name)
    return next(places, None)

"""Which practices a sentence names: the whole name, or a first word that no other practice of the person has."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from bot.engine.facts import PracticeFacts

SHORTEST = 4  # letters of a first word that may stand for the name


def named(typed: str, practices: Sequence[PracticeFacts]) -> tuple[PracticeFacts, ...]:
    """The practices meant, in their own order; none when the text names none."""
    said = _words(typed)
    firsts = Counter(_words(practice.name)[:1] for practice in practices)
    return tuple(practice for practice in practices if _is_named(practice, said, firsts))


def _is_named(practice: PracticeFacts, said: tuple[str, ...], firsts: Counter[tuple[str, ...]]) -> bool:
    name = _words(practice.name)
    if not name:
        return False
    whole = any(said[at : at + len(name)] == name for at in range(len(said)))
    alone = firsts[name[:1]] == 1 and len(name[0]) >= SHORTEST
    return whole or (alone and name[0] in said)


def _words(line: str) -> tuple[str, ...]:
    """Lower case without accents, because people type in a hurry."""
    plain = unicodedata.normalize("NFKD", line.casefold())
    return tuple(re.findall(r"[^\W_]+", "".join(c for c in plain if not unicodedata.combining(c))))

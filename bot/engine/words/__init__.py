"""The bot's texts as data: one key, one text per language, filled with facts and never with markup.

``en``        English
``es``        Spanish
``speech``    from keys and facts to what the person reads
"""

from collections.abc import Mapping

from bot.engine.words.en import TEXTS as ENGLISH
from bot.engine.words.es import TEXTS as SPANISH

TEXTS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH}


def say(language: str, key: str, **values: object) -> str:
    """The text of ``key`` with its blanks filled; only the template is read for blanks, never a value."""
    return TEXTS[language][key].format(**values)


def has(key: str) -> bool:
    """Whether there is such a text (a kind that a newer core names may not have one yet)."""
    return key in ENGLISH

"""What only Slack needs said, as data: one key, one text per language. The conversation has its own words in the engine.

``en``  English
``es``  Spanish
"""

from collections.abc import Mapping

from bot.engine.types.facts import Language
from bot.slack.views.words.en import TEXTS as ENGLISH
from bot.slack.views.words.es import TEXTS as SPANISH

TEXTS: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "es": SPANISH}


def say(language: Language, key: str, **values: object) -> str:
    """The text of ``key`` with its blanks filled; only the template is read for blanks, never a value."""
    return TEXTS[language][key].format(**values)

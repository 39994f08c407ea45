"""Names of people and practices in a sentence, each on one line and never more of them than a sentence can hold."""

from collections.abc import Sequence

from bot.engine.types.facts import Facts, Language
from bot.engine.words import say, speech
from bot.slack.views.mrkdwn import one_line

MOST = 12


def listed(names: Sequence[str], language: Language) -> str:
    """Names in a row: "Dana, Owen and Priya"; beyond twelve the others are counted."""
    shown = [one_line(name) for name in names]
    if len(shown) > MOST:
        shown = [*shown[: MOST - 1], say(language, "request.more", more=len(shown) - MOST + 1)]
    return speech.listed(Facts(language=language), shown)

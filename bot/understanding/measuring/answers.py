"""What was understood of messages whose writers said what they meant."""

import json
from dataclasses import dataclass
from pathlib import Path

from bot.understanding.text.wording import canonical
from bot.understanding.training.phrase_book import read_phrases
from bot.understanding.understood import understand
from bot.understanding.wish import Wish


@dataclass(frozen=True)
class HeldOutAnswer:
    """One message with the intent its writer meant, and what was understood."""

    text: str
    meant: str
    found: Wish
    voice: str
    place: str

    @property
    def is_right(self) -> bool:
        """The first guess is what was meant."""
        return self.found.intent == self.meant

    @property
    def is_offered(self) -> bool:
        """Right, or among the buttons of a question or beneath the answer."""
        return self.is_right or self.meant in {*self.found.alternatives, *self.found.maybe}

    @property
    def plain(self) -> str:
        """The message in one spelling, to compare it with phrases."""
        return canonical(self.text)


def answers(path: Path) -> list[HeldOutAnswer]:
    """Every message of ``path`` (JSON lines with text and intent, and maybe role, state and voice)."""
    asked = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        HeldOutAnswer(
            one["text"],
            one["intent"],
            understand(one["text"], role=one.get("role", "member"), state=one.get("state")),
            one.get("voice", "others"),
            path.stem,
        )
        for one in asked
    ]


def phrased_words() -> frozenset[str]:
    """Every phrase the bot learned from, in one spelling."""
    return frozenset(canonical(phrase.text) for phrase in read_phrases())

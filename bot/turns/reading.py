"""What a masked text asks for, read in its situation: inside the turn, because another turn may change what it means.

Reading is pure: 4 ms of processor time for a usual message, 11 ms for 2,000 characters. A transaction allows that.
"""

import re
from collections.abc import Sequence
from typing import Literal

from bot.engine.types.facts import Facts, Language
from bot.engine.types.states import State, reading_name
from bot.turns.incoming_text import MaskedText
from bot.understanding.understood import understand
from bot.understanding.wish import NamedPractice, Situation, Wish
from core.chat.conversations import Conversation

ENOUGH_WORDS = 2  # a shorter text does not change the language of a conversation: "ok" and "no" are both
PLACEHOLDER = re.compile(r"\[[^\]]*\]")  # what the guard leaves in place of a secret


def situation_of(state: State, facts: Facts, offered: Sequence[tuple[str, str]]) -> Situation:
    """Where the conversation stands, as understanding is told; ``offered`` are labels and values on the screen."""
    return Situation(
        role=_role(facts),
        state=reading_name(state),
        language=facts.language,
        buttons=tuple((value, label) for label, value in offered),
        topic=facts.memory.topic,
        asked_back=facts.memory.asked_back,
        refusal=facts.refusal.kind if facts.refusal else "",
        enrollment=facts.enrollment.state,
        may_set_up=facts.may_set_up,
        practices=tuple(NamedPractice(p.id, p.name, p.group, p.is_admin) for p in facts.practices),
        colleagues=tuple(dict.fromkeys(each.name for each in facts.led)),
    )


def read(masked: MaskedText, situation: Situation) -> Wish:
    """What the text asks for. The guard's placeholder for a secret is not read."""
    return understand(_words(masked), situation)


def language_of(masked: MaskedText, wish: Wish, conversation: Conversation) -> Language:
    """The asker's language: the one they chose, otherwise that of the first text; only a long enough text changes it."""
    if wish.foreign in {"language_en", "language_es"}:
        return "es" if wish.foreign == "language_es" else "en"
    words = re.findall(r"[^\W\d_]+", _words(masked))
    is_first = conversation.last_number == 0
    if words and (is_first or len(words) >= ENOUGH_WORDS):
        return wish.language
    return conversation.language


def _role(facts: Facts) -> Literal["admin", "member", "visitor"]:
    if facts.who != "member":
        return "visitor"
    return "admin" if facts.administered else "member"


def _words(masked: MaskedText) -> str:
    return PLACEHOLDER.sub(" ", masked.text) if masked.removed else masked.text

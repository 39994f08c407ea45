"""Interim: wishes from today's reader."""

from bot.understanding.understood import understand
from bot.understanding.wish import Situation, Wish


def wish_of(text: str, situation: Situation) -> Wish:
    """A wish from the intent alone."""
    found = understand(text, role=situation.role, state=situation.state)
    move = {"affirm": "yes", "deny": "no"}.get(found.intent) if not found.alternatives else None
    named = tuple(p.id for p in situation.practices if p.name.split()[0].lower() in text.lower())
    return Wish(found.intent, found.confidence, found.alternatives, found.language, move, practices=named)  # type: ignore[arg-type]  # interim

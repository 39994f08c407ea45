"""Interim: wishes from today's reader."""

from bot.understanding.encoder.encoder import encode
from bot.understanding.questions.match import question_of
from bot.understanding.reader import model
from bot.understanding.text.wording import spoken
from bot.understanding.understood import understand
from bot.understanding.wish import Situation, Wish


def wish_of(text: str, situation: Situation) -> Wish:
    """A wish from the intent alone."""
    found = understand(text, role=situation.role, state=situation.state)
    move = {"affirm": "yes", "deny": "no"}.get(found.intent) if not found.alternatives else None
    named = tuple(p.id for p in situation.practices if p.name.split()[0].lower() in text.lower())
    plain = model.plain_text(model.shipped().spelling, text)
    question = ""
    if len(plain.split()) > 1 and not move:
        chances = model.scores(model.shipped(), plain, role=situation.role, state=None).chances
        question = question_of(encode(spoken(plain)), chances)
    return Wish(
        found.intent,
        found.confidence,
        found.alternatives,
        found.language,  # type: ignore[arg-type]  # interim
        move,  # type: ignore[arg-type]  # interim
        practices=named,
        question=question,
    )

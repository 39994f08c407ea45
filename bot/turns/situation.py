"""Where the conversation stands, as understanding is told: the open question, its buttons, and what was talked of."""

from collections.abc import Sequence
from typing import Literal

from bot.engine.types.facts import Facts
from bot.engine.types.states import State
from bot.understanding.wish import NamedPractice, Situation


def situation_of(state: State, facts: Facts, offered: Sequence[tuple[str, str]]) -> Situation:
    """The situation of one text; ``offered`` are labels and values of the buttons on the screen."""
    return Situation(
        role=_role(facts),
        state=state.name,
        language=facts.language,
        buttons=tuple((value, label) for label, value in offered),
        topic=facts.memory.topic,
        asked_back=facts.memory.asked_back,
        refusal=facts.refusal.kind if facts.refusal else "",
        enrollment=facts.enrollment.state,
        may_set_up=facts.may_set_up,
        practices=tuple(NamedPractice(p.id, p.name, p.group, p.is_admin) for p in facts.practices),
        colleagues=tuple(name for p in facts.administered for name in p.member_names),
    )


def _role(facts: Facts) -> Literal["admin", "member", "visitor"]:
    if facts.who != "member":
        return "visitor"
    return "admin" if facts.administered else "member"

"""What core answered about a reset, and what became of it elsewhere. Told once in each conversation."""

from collections.abc import Mapping
from dataclasses import replace

from bot.engine.flows import home, resets
from bot.engine.types.events import Happened, Outcome
from bot.engine.types.facts import Facts, ResetFacts
from bot.engine.types.memory import Memory
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import ConfirmResetWithdrawal, State
from bot.engine.words.speech import asking, person, text

NEWS = ("reset_filed", "reset_approved", "reset_declined", "reset_done", "reset_frozen", "reset_withdrawn")
KEPT = 6  # states of resets that a conversation remembers to have told
REFUSED = (
    "reset.nothing",
    "reset.nothing_other",
    "reset.too_many",
    "reset.not_allowed",
    "reset.not_your_colleague",
    "reset.sign_in_again",
    "reset.unknown",
)


def happened(state: State, event: Happened, facts: Facts) -> Step:
    """The progress of a reset: to its person, and to the admins, who are its witnesses."""
    reset_id, told = event.data.get("reset_id", ""), event.kind.removeprefix("reset_")
    if _mark(reset_id, told) in facts.memory.resets_told:
        return Step(state)
    is_over = isinstance(state, ConfirmResetWithdrawal) and told not in {"filed", "approved"}
    after = home.rest(facts) if is_over else state
    return Step(after, (_news(event, told, facts),), memory=_telling(facts.memory, reset_id, told))


def outcome(state: State, event: Outcome, facts: Facts) -> Step | None:
    """The answer to an effect on a reset; None for any other."""
    data = dict(event.data)
    match event.kind:
        case "reset.filed" | "reset.withdrawn" | "reset.frozen":
            return _did(state, event.kind, data, facts)
        case "reset.already":
            known = facts.reset(data.get("reset_id", "")) or ResetFacts("", "filed", mine=False)
            step = resets.status(facts, known)
            return Step(step.state, (text(facts, "reset.already"), *step.says))
        case "reset.over":
            standing = resets.standing_words(facts, data.get("state", "withdrawn"), "")
            return _said(state, (text(facts, "reset.over", standing=standing),))
        case kind if kind in REFUSED:
            values = {"until": "", "name": "", **data}
            return _said(state, (asking(facts, kind, (person(facts, resets.PROBLEM),), **values),))
        case _:
            return None


def _did(state: State, kind: str, data: Mapping[str, str], facts: Facts) -> Step:
    reset_id, told, name = data.get("reset_id", ""), kind.removeprefix("reset."), data.get("name", "")
    key = f"{kind}_other" if name else kind
    reset = facts.reset(reset_id)
    choices = resets.acts(facts, reset) if reset and told == "filed" else ()
    if told == "frozen":
        choices = (person(facts, "reset_not_me"),)
    said = asking(facts, key, choices, name=name) if choices else text(facts, key, name=name)
    return replace(_said(state, (said,)), memory=_telling(facts.memory, reset_id, told))


def _said(state: State, says: tuple[Message, ...]) -> Step:
    return Step(state, says)


def _news(event: Happened, told: str, facts: Facts) -> Message:
    is_admin = event.data.get("is_admin") == "True"
    reset_id = event.data.get("reset_id", "")
    known = facts.reset(reset_id)
    values = {
        "name": event.data.get("person", ""),
        "filed_by": event.data.get("filed_by") or "ThoroughCare",
        "due": (known.due if known else "") or resets.after_waiting(facts),
    }
    key = f"reset.news_{told}_other" if is_admin else f"reset.news_{told}"
    if told not in {"filed", "approved"}:
        return text(facts, key, **values)
    is_open = known is None or known.is_open
    mine = resets.acts(facts, known) if known and not is_admin else ()
    stop = (resets.not_me_button(facts, reset_id, of_another=is_admin),)
    return asking(facts, key, mine or stop, **values) if is_open else text(facts, key, **values)


def _telling(memory: Memory, reset_id: str, told: str) -> Memory:
    return replace(memory, resets_told=(*memory.resets_told, _mark(reset_id, told))[-KEPT:])


def _mark(reset_id: str, told: str) -> str:
    return f"{reset_id}:{told}"

"""JSON lines in, JSON lines out, for `tc2fa understand`."""

import json
from collections.abc import Iterable, Iterator

from bot.understanding.understood import understand

_ORDER_MARK = "\ufeff"  # which some editors put before the first line


def understand_lines(lines: Iterable[str]) -> Iterator[str]:
    """One answer for each line that is not blank, in the same order, as soon as the line is there."""
    for number, line in enumerate(lines, start=1):
        said = line.lstrip(_ORDER_MARK).strip()
        if said:
            yield understand_line(said, number)


def understand_line(line: str, number: int = 1) -> str:
    """Answers one line; a bad line answers `{"error": ...}` with its number, in its place.

    A role or state that we do not know says nothing, and is no reason to leave a message without an answer. ``alternatives``
    are the buttons on offer, whether they are a question or stand beneath an answer.
    """
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return _error(f"line {number} is not JSON")
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return _error(f'line {number} has no "text" that is a string')
    role = asked.get("role")
    answer = understand(
        asked["text"],
        role=role if isinstance(role, str) else "member",
        state=_state_named(asked.get("state")),
    )
    offered = answer.alternatives or ((answer.intent, *answer.maybe) if answer.maybe else ())
    return json.dumps(
        {"intent": answer.intent, "confidence": answer.confidence, "alternatives": list(offered)}
    )


def _state_named(state: object) -> str | None:
    """A state by its name, or as a conversation stores it: an object with a name."""
    named = state.get("name") if isinstance(state, dict) else state
    return named if isinstance(named, str) else None


def _error(reason: str) -> str:
    return json.dumps({"error": reason})

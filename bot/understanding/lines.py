"""One JSON line in, one JSON line out, for `tc2fa understand`."""

import json

from bot.understanding.understood import understand


def understand_line(line: str) -> str:
    """Answers one line; a bad line answers `{"error": ...}` in its place, so that the order is kept.

    A role or state that we do not know says nothing, and is no reason to leave a message without an answer.
    """
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return _error("this line is not JSON")
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return _error('this line has no "text" that is a string')
    role, state = asked.get("role"), asked.get("state")
    answer = understand(
        asked["text"],
        role=role if isinstance(role, str) else "member",
        state=state if isinstance(state, str) else None,
    )
    return json.dumps(
        {"intent": answer.intent, "confidence": answer.confidence, "alternatives": list(answer.alternatives)}
    )


def _error(reason: str) -> str:
    return json.dumps({"error": reason})

"""One JSON line in, one JSON line out, for `tc2fa understand`."""

import json

from bot.understanding.understood import understand


def understand_line(line: str) -> str:
    """Answers one line; a bad line answers `{"error": ...}` in its place, so that the order is kept."""
    try:
        asked = json.loads(line)
    except ValueError:
        return _error("this line is not JSON")
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return _error('this line has no "text" that is a string')
    role, state = asked.get("role") or "member", asked.get("state")
    if not isinstance(role, str) or not isinstance(state, str | None):
        return _error('"role" and "state" must be strings when they are given')
    answer = understand(asked["text"], role=role, state=state)
    return json.dumps(
        {"intent": answer.intent, "confidence": answer.confidence, "alternatives": list(answer.alternatives)}
    )


def _error(reason: str) -> str:
    return json.dumps({"error": reason})

"""How a refused second factor answers over HTTP: the status and when to come back, the same on every route."""

from datetime import datetime

from core.second_factor.refusals import Kind, Refusal

STATUS: dict[Kind, int] = {
    "malformed": 400,
    "too_many_tries": 429,
    "locked": 429,
    "busy": 503,
    "unreadable": 409,
}
BUSY_FOR = 5  # seconds, when the hashing queue named none


def status_of(refused: Refusal) -> int:
    """403 for a code that is not accepted; another status where nothing was compared."""
    return STATUS.get(refused.kind, 403)


def wait_of(refused: Refusal, *, now: datetime) -> float | None:
    """Seconds until another try is worth it, for ``Retry-After``; None when it may be made immediately."""
    if refused.until is not None:
        return (refused.until - now).total_seconds()
    return (refused.retry_in or BUSY_FOR) if refused.kind == "busy" else None

"""Sentences that several forms of the account site share."""

import math
from datetime import datetime


def too_many(until: datetime, now: datetime) -> str:
    """Too many wrong passwords: until when nothing is checked."""
    minutes = max(1, math.ceil((until - now).total_seconds() / 60))
    return f"Too many wrong passwords. Try again in {minutes} minute{'' if minutes == 1 else 's'}."


def busy(retry_after: float) -> str:
    """The hashing queue is full; nothing was changed."""
    return f"We are very busy right now. Nothing was changed. Try again in {math.ceil(retry_after)} seconds."

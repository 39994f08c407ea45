"""What the forms of Settings share: a refusal at its field, and the sentences for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from console.web.screens.refused_codes import status_of, wait_of
from console.web.visit import Visit
from core.ground import time_words
from core.ground.hashing import Busy
from core.passwords.password_tries import TooManyTries, WrongPassword
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Refusal


@dataclass(frozen=True)
class Wrong:
    """What is wrong with the confirmation form: at which field, in which words, with which status."""

    field: str
    problem: str
    status: int
    retry_after: float | None = None
    next_code_in: int | None = None


def wrong_of(visit: Visit, outcome: Wrong | Refusal | WrongPassword | TooManyTries | Busy) -> Wrong:
    """The refusal of a form with ``current_password`` and ``token``, at the field it belongs to."""
    match outcome:
        case Wrong():
            return outcome
        case Refusal():
            field = "recovery_token" if outcome.factor == "recovery_token" else "token"
            words, wait = sentence(outcome, now=visit.now), wait_of(outcome, now=visit.now)
            return Wrong(field, words, status_of(outcome), wait, outcome.retry_in)
        case WrongPassword():
            return Wrong("current_password", "That is not your current password. Type it again.", 403)
        case TooManyTries(until):
            return Wrong(
                "current_password", too_many(until, visit.now), 429, (until - visit.now).total_seconds()
            )
        case Busy(retry_after):
            return Wrong("current_password", busy(retry_after), 503, retry_after)
        case _:
            assert_never(outcome)


def too_many(until: datetime, now: datetime) -> str:
    """Too many wrong passwords: until when nothing is checked."""
    return f"Too many wrong passwords. Try again in {time_words.until(until, now=now)}."


def busy(retry_after: float) -> str:
    """The hashing queue is full; nothing was changed."""
    return (
        f"We are very busy right now. Nothing was changed. Try again in {time_words.how_long(retry_after)}."
    )

"""What our buttons in Slack send back: written and read in one place.

An ``action_id`` says which kind of button it is and is unique in its message; the value says what it stands for. Both
come back from outside, so whatever cannot be read is None and does nothing; what may be done is decided by core.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.engine.types.messages import LARGEST_NUMBER

CHOICE, FEEDBACK, LINK, ASK, ANSWER, WITHDRAW = "choice", "feedback", "link", "ask", "answer", "withdraw"


@dataclass(frozen=True)
class ChoicePressed:
    """A quick reply of message ``number``, or of the Home view when there is none."""

    value: str
    number: int | None


@dataclass(frozen=True)
class FeedbackPressed:
    """The answer to "Did this answer your question?" under message ``number``."""

    number: int
    helpful: bool


@dataclass(frozen=True)
class AskPressed:
    """Open the request modal, with this practice chosen if there is one."""

    practice_id: str | None


@dataclass(frozen=True)
class AnswerPressed:
    """Open the modal that answers the team's question about this request."""

    request_id: str


@dataclass(frozen=True)
class WithdrawPressed:
    """Take this request back; Slack has asked whether that is meant."""

    request_id: str


@dataclass(frozen=True)
class LinkPressed:
    """A page was opened: there is nothing to do."""


Press = ChoicePressed | FeedbackPressed | AskPressed | AnswerPressed | WithdrawPressed | LinkPressed


def choice_value(value: str, number: int | None) -> str:
    """What a quick reply sends back."""
    return f"{'' if number is None else number}:{value}"


def feedback_value(number: int, *, helpful: bool) -> str:
    """What Yes or No under an answer sends back."""
    return f"{number}:{'yes' if helpful else 'no'}"


def read_press(action: Mapping[str, Any]) -> Press | None:
    """What was pressed, from one of the ``actions`` of a ``block_actions`` payload."""
    kind = str(action.get("action_id", "")).split(":", 1)[0]
    value = _value(action)
    match kind:
        case "link":
            return LinkPressed()
        case "choice":
            return _choice(value)
        case "feedback":
            return _feedback(value)
        case "ask":
            return AskPressed(value or None)
        case "answer":
            return AnswerPressed(value) if value else None
        case "withdraw":
            return WithdrawPressed(value) if value else None
        case _:
            return None


def _value(action: Mapping[str, Any]) -> str:
    """Of a button, or of the chosen line of a select."""
    chosen = action.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, Mapping) else action.get("value")
    return value if isinstance(value, str) else ""


def _choice(value: str) -> ChoicePressed | None:
    number, mark, about = value.partition(":")
    if not mark or not about:
        return None
    return ChoicePressed(about, None) if not number else _with_number(about, number)


def _with_number(about: str, number: str) -> ChoicePressed | None:
    read = _number(number)
    return None if read is None else ChoicePressed(about, read)


def _feedback(value: str) -> FeedbackPressed | None:
    number, _, answer = value.partition(":")
    read = _number(number)
    return None if read is None or answer not in {"yes", "no"} else FeedbackPressed(read, answer == "yes")


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))
    return int(text) if is_number and 0 < int(text) <= LARGEST_NUMBER else None

"""The bubble's JSON: what may come in, checked and capped, and what goes out. Chat text is text, both ways."""

import json
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.engine.types.messages import LARGEST_NUMBER
from bot.turns.turn import Pressed, Wrote
from core.chat.conversations import LONGEST_LINE, Line
from core.people.names import first_name

MOST_BYTES = 16 * 1024  # of a request body
LONGEST_VALUE = 200  # of a button's value


class NotServed(Exception):
    """A request that is not served, and why in one clear sentence; ``retry_after`` in seconds."""

    def __init__(self, status: int, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.retry_after = retry_after


@dataclass(frozen=True)
class Posted:
    """A message: free text, or a button with the number of the message that offered it."""

    event_id: str
    incoming: Wrote | Pressed


def refused(refusal: NotServed) -> JSONResponse:
    """The refusal as the bubble reads it; Retry-After in whole seconds (RFC 9110 10.2.3)."""
    body: dict[str, Any] = {"error": refusal.sentence}
    headers = {"Cache-Control": "no-store"}
    if refusal.retry_after is not None:
        seconds = max(1, -int(-refusal.retry_after // 1))
        body["retry_after"] = seconds
        headers["Retry-After"] = str(seconds)
    return JSONResponse(body, refusal.status, headers)


def answered(body: Mapping[str, Any], *, status: int = 200) -> JSONResponse:
    """An answer that no cache keeps."""
    return JSONResponse(dict(body), status, {"Cache-Control": "no-store"})


async def read_json(request: Request) -> dict[str, Any]:
    """The body as an object. Read piece by piece: a body that is too long is refused before it fills memory."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise NotServed(413, f"That is too long. A message has at most {LONGEST_LINE} characters.")
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotServed(400, "We could not read that. Reload the page and try again.") from error
    if not isinstance(read, dict):
        raise NotServed(400, "We could not read that. Reload the page and try again.")
    return read


def posted(body: Mapping[str, Any]) -> Posted:
    """A message as posted, checked field by field."""
    event_id = _uuid(body.get("event_id"))
    if "choice" in body:
        choice = body["choice"]
        if not isinstance(choice, str) or not 0 < len(choice) <= LONGEST_VALUE:
            raise NotServed(400, "That button is not known.")
        number = None if body.get("number") is None else number_in(body)
        return Posted(event_id, Pressed(choice, number))
    return Posted(event_id, Wrote(_text(body.get("text"))))


def number_in(body: Mapping[str, Any]) -> int:
    """A message's number."""
    number = body.get("number")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= LARGEST_NUMBER:
        raise NotServed(400, "The number of the message is missing.")
    return number


def helpful_in(body: Mapping[str, Any]) -> bool:
    """Yes or no to "Did this answer your question?"."""
    helpful = body.get("helpful")
    if not isinstance(helpful, bool):
        raise NotServed(400, "Please answer yes or no.")
    return helpful


def message(line: Line, *, rating: bool | None) -> dict[str, Any]:
    """One line of the conversation as the bubble draws it."""
    body = {name: value for name, value in line.body.items() if name not in {"masked", "ask_feedback"}}
    return {
        "number": line.number,
        "author": line.author,
        "staff_name": first_name(line.staff_name or "") or None,
        "at": line.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "body": body,
        "feedback": _feedback(line, rating),
        "masked": bool(line.body.get("masked")),
    }


def _feedback(line: Line, rating: bool | None) -> str | None:  # noqa: FBT001  three states of one fact
    if not line.body.get("ask_feedback"):
        return None
    return "asked" if rating is None else "yes" if rating else "no"


def _uuid(given: object) -> str:
    try:
        return str(uuid.UUID(given)) if isinstance(given, str) else _no_uuid()
    except ValueError:
        return _no_uuid()


def _no_uuid() -> str:
    raise NotServed(400, "The message has no proper event id. Reload the page and try again.")


def _text(given: object) -> str:
    """What people can write: no control characters (they break terminals, logs and databases), at most 2000 letters."""
    if not isinstance(given, str):
        raise NotServed(400, "Please write something first.")
    if len(given) > LONGEST_LINE:
        raise NotServed(413, f"That is too long. A message has at most {LONGEST_LINE} characters.")
    text = "".join(c for c in given if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
    if not text:
        raise NotServed(400, "Please write something first.")
    return text

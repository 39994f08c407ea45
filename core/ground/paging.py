"""Keyset pages: the cursor is the last row's sort key, so rows that arrive meanwhile neither repeat nor hide others."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

Row = TypeVar("Row")

LONGEST_PAGE = 200


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the cursor of the page after them; None on the last page."""

    rows: tuple[Row, ...]
    next: str | None


def cut(found: Sequence[Row], limit: int, cursors: Sequence[str]) -> Page[Row]:
    """A page out of ``limit + 1`` rows: the extra one only tells that there is more."""
    more = len(found) > limit
    return Page(rows=tuple(found[:limit]), next=cursors[limit - 1] if more else None)


def cursor(*key: str) -> str:
    """A sort key as one word that fits an address."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def key_of(text: str | None, parts: int) -> tuple[str, ...] | None:
    """The sort key in a cursor; None for none and for an invalid one: both get the first page."""
    try:
        padded = (text or "").encode() + b"=="
        key = json.loads(base64.urlsafe_b64decode(padded))
    except ValueError:
        return None
    is_key = isinstance(key, list) and len(key) == parts and all(isinstance(part, str) for part in key)
    return tuple(key) if is_key else None


def moment_of(text: str) -> datetime | None:
    """The moment in a cursor, in UTC; None when it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def contains(text: str) -> str:
    """A LIKE pattern (escape character ``!``) for "somewhere inside", with the wildcards of ``text`` made harmless."""
    harmless = text.strip().lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{harmless}%"

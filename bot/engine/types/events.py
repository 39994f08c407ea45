"""What can happen to a conversation: the person speaks or presses, the world moves, an effect is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.understanding.wish import Wish


@dataclass(frozen=True)
class Opened:
    """The person came in without a word yet."""


@dataclass(frozen=True)
class Said:
    """Free text, already masked, with what it was understood to ask for."""

    text: str
    wish: Wish
    removed: tuple[str, ...] = ()  # the kinds of secret the guard cut out before anybody saw the text
    has_burned: bool = False  # a true recovery token was among them, and is worthless now


@dataclass(frozen=True)
class Chose:
    """A button the bot had offered."""

    value: str


@dataclass(frozen=True)
class Rated:
    """The answer to "Did this answer your question?" under message ``number``."""

    number: int
    helpful: bool


@dataclass(frozen=True)
class Happened:
    """Something the person must be told: a decision, a step of the set-up, a staff member's act."""

    kind: str
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How an effect ended, as core told it; never an error, which would undo the whole turn."""

    kind: str
    data: Mapping[str, str] = field(default_factory=dict)


Event = Opened | Said | Chose | Rated | Happened | Outcome

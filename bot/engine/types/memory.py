"""What a conversation remembers beside its open question, so that a short line is read where it was said."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

MOST_ADVICE = 8  # pieces of advice kept for the person who takes over
LONGEST_SAID = 300  # characters of the last answer, enough to see that it would be the same again


@dataclass(frozen=True)
class Memory:
    """``topic`` is the intent answered last, ``asked_back`` the intents offered when the bot last asked what was meant.

    ``said`` is the last answer, cut short. ``complaints`` counts how often each trouble was told. ``advised`` are the keys of
    what was advised, newest last. ``offer`` is the value of the one button that was on offer beside the ways out. ``second`` is an intent of the same message that still waits. ``moods`` are the
    feelings read so far. ``resets_told`` are the states of resets that were told here, so that the news does not repeat them.
    ``left`` is the step at which the set-up was left.
    """

    topic: str = ""
    asked_back: tuple[str, ...] = ()
    said: str = ""
    complaints: tuple[tuple[str, int], ...] = ()
    advised: tuple[str, ...] = ()
    second: str = ""
    offer: str = ""
    moods: tuple[str, ...] = ()
    resets_told: tuple[str, ...] = ()
    left: str = ""

    def told(self, trouble: str) -> int:
        """How often this trouble was told before."""
        return dict(self.complaints).get(trouble, 0)

    def counting(self, trouble: str, advice: str = "") -> "Memory":
        """The same with one more of this trouble, and what was advised against it."""
        counts = dict(self.complaints) | {trouble: self.told(trouble) + 1}
        advised = (*self.advised, advice)[-MOST_ADVICE:] if advice else self.advised
        return replace(self, complaints=tuple(counts.items()), advised=advised)


def to_json(memory: Memory) -> dict[str, Any]:
    """The memory as it is stored beside the state; nothing for one that holds nothing."""
    return {} if memory == Memory() else asdict(memory)


def from_json(stored: Mapping[str, Any] | None) -> Memory:
    """The stored memory; what a release cannot read is forgotten."""
    if not isinstance(stored, Mapping):
        return Memory()
    known = {each.name for each in fields(Memory)}
    try:
        return Memory(**{name: _frozen(value) for name, value in stored.items() if name in known})
    except TypeError:
        return Memory()


def _frozen(value: object) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list | tuple) else value

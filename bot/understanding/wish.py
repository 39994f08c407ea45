"""What understanding is given beside the words, and what it gives back: values only, so that the engine reads no letters."""

from dataclasses import dataclass
from typing import Literal

Move = Literal[
    "yes", "no", "later", "stop", "done", "stuck", "again", "back", "next", "why", "how_long", "which", "other",
    "none", "who_are_you", "goodbye",
]  # fmt: skip  # one line a group reads best
Whom = Literal["", "me", "person", "everyone"]
Wants = Literal["", "on", "off"]
Tense = Literal["now", "later", "question"]
Mood = Literal["urgent", "angry", "worried"]
Statement = Literal[
    "no_tokens", "has_token", "old_phone_works", "phone_here", "no_phone", "stolen", "not_me", "is_admin", "tried_that",
    "on_the_page", "scanned", "sees_code", "saved_tokens", "installed", "left_the_practice",
    "about_reset", "found_phone",
]  # fmt: skip  # one line a group reads best
Foreign = Literal[
    "", "password", "role", "practice_admin", "patient", "emoji", "language_en", "language_es", "other"
]


@dataclass(frozen=True, slots=True)
class NamedPractice:
    """A practice of the speaker, as understanding may match it in their words."""

    id: str
    name: str
    group: str = ""
    is_admin: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the conversation stands when a text arrives.

    ``state`` is the engine's own name of the open question. ``buttons`` are the values and labels on offer under the last
    thing the bot said. ``topic`` is the intent the bot answered last, ``asked_back`` the intents it offered when it last
    asked what was meant, ``refusal`` the kind of the last code refusal, ``colleagues`` the names an admin may ask about.
    """

    role: Literal["admin", "member", "visitor"] = "member"
    state: str = "idle"
    language: Literal["", "en", "es"] = ""
    buttons: tuple[tuple[str, str], ...] = ()
    topic: str = ""
    asked_back: tuple[str, ...] = ()
    refusal: str = ""
    enrollment: Literal["none", "pending", "live"] = "none"
    may_set_up: bool = False
    practices: tuple[NamedPractice, ...] = ()
    colleagues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a text asks for. ``alternatives`` (likeliest first) is empty unless the bot should ask back.

    ``move`` is what a text does to the open question or the last topic; with a move, ``intent`` is the intent it comes to
    (affirm, deny, or the topic). ``second`` is another intent asked in the same text.
    ``question`` is the key of the one thing that is asked (a ``q.`` text of the engine). ``practices`` are affirmed,
    ``excluded`` named only to leave them out (ids of the speaker's own); ``all_practices``: "both", "all three";
    ``also``: on top of the one in question; ``elsewhere``: a practice that is not theirs is named. ``heard`` is the thing
    a foreign text is about, in the person's own words and at most 40 characters, to be said back. ``maybe`` are other
    intents that may be meant, to be offered as buttons beneath the answer. ``button`` is the value of a button on offer
    whose words the text nearly is, or that it names by its place.
    """

    intent: str = "out_of_scope"
    confidence: float = 0.0
    alternatives: tuple[str, ...] = ()
    language: Literal["en", "es"] = "en"
    move: Move | None = None
    second: str = ""
    maybe: tuple[str, ...] = ()
    button: str = ""
    question: str = ""
    practices: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    all_practices: bool = False
    also: bool = False
    elsewhere: bool = False
    whom: Whom = ""
    person: str = ""
    wants: Wants = ""
    tense: Tense = "now"
    mood: frozenset[Mood] = frozenset()
    statements: frozenset[Statement] = frozenset()
    foreign: Foreign = ""
    heard: str = ""

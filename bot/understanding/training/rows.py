"""Phrases in situations: what means the same everywhere is learnt in several, what does not only where it belongs."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.understanding.intents import INTENTS, MOVES, STATES
from bot.understanding.reader.features import Place
from bot.understanding.text.wording import PRACTICE
from bot.understanding.training.phrase_book import Phrase

ROLES = ("admin", "member")
EVERYWHERE = {*MOVES, "affirm", "deny", "thanks", "greeting"}
LEANS_ON_THE_STEP = {"scan_problem", "code_rejected"}  # "it doesn't work" is one or the other by the step
STEPS = {"guide_step_2", "guide_step_3"}
PLACES_OF_A_MOVE, PLACES_OF_AN_INTENT = 2, 1
SHORT = 30  # characters
NAMES = tuple(  # of practices that do not exist: a name that is not the speaker's own stays in the text
    "Maple Grove|Cedarview Pediatrics|San Rafael|Northgate|Brookhaven Clinic|Pine Street Family Practice|Oakmont|Sunrise "
    "Cardiology|Westfield|La Esperanza|Harborview Medical|Stonebridge|Eastlake Internal Medicine|Fairmont|Santa Lucia|"
    "Willow Creek|Summit Dermatology|Meadowbrook|Kingsway|Bayfront Health".split("|")
)


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A phrase in one situation."""

    phrase: Phrase
    plain: str
    place: Place


def rows_of(phrases: Sequence[Phrase], plain: Callable[[str], str]) -> list[TrainingRow]:
    """Every phrase in each of its situations, in a fixed order."""
    return [
        TrainingRow(phrase, text, place)
        for phrase in phrases
        for text in (plain(phrase.text),)
        for place in _places(phrase)
    ] + [TrainingRow(phrase, plain(_renamed(phrase)), place) for phrase, place in _with_a_name(phrases)]


def _places(phrase: Phrase) -> Iterator[Place]:
    state = None if phrase.state == "idle" else phrase.state
    for role in (phrase.role,) if phrase.role else ROLES:
        yield Place(role, state, phrase.topic or "")
    if phrase.state is None and phrase.topic is None:
        more = PLACES_OF_A_MOVE if phrase.intent in EVERYWHERE else PLACES_OF_AN_INTENT
        yield from (_some_place(phrase, turn) for turn in range(more))


def _some_place(phrase: Phrase, turn: int) -> Place:
    """Chosen by a checksum, so that training is the same every time."""
    number = zlib.crc32(f"{turn} {phrase.text}".encode())
    state: str | None = STATES[number % len(STATES)]
    if state == "idle" or (
        state in STEPS and phrase.intent in LEANS_ON_THE_STEP and len(phrase.text) <= SHORT
    ):
        state = None
    topic = INTENTS[(number >> 8) % len(INTENTS)] if (number >> 16) % 2 else ""
    return Place(phrase.role or ROLES[(number >> 20) % 2], state, topic)


def _with_a_name(phrases: Sequence[Phrase]) -> Iterator[tuple[Phrase, Place]]:
    for phrase in phrases:
        if PRACTICE in phrase.text:
            yield phrase, Place(phrase.role or ROLES[len(phrase.text) % 2], None, phrase.topic or "")


def _renamed(phrase: Phrase) -> str:
    """With an invented name for each practice."""
    text, number = phrase.text, zlib.crc32(phrase.text.encode())
    while PRACTICE in text:
        text = text.replace(PRACTICE, NAMES[number % len(NAMES)], 1)
        number += 7
    return text

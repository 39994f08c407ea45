"""The entry: a text and its situation to a wish.

Order: the speaker's own names become marks, the text becomes canonical and is cut into clauses, moves and intent are
weighed together by the trained readers, what the situation settles wins, and the values are read beside.
"""

from dataclasses import dataclass, replace
from typing import Literal

from bot.understanding.deciding import asking, settled
from bot.understanding.deciding.asking import Choice
from bot.understanding.deciding.weighing import Weighed, weighed
from bot.understanding.intents import INTENTS, STATES
from bot.understanding.names import people, scope
from bot.understanding.names.scope import Scope
from bot.understanding.reader import model
from bot.understanding.reader.features import Place
from bot.understanding.text import clauses, emoji
from bot.understanding.text.clauses import Clause
from bot.understanding.text.wording import PERSON, canonical
from bot.understanding.values import foreign, polarity, statements
from bot.understanding.values import people as persons
from bot.understanding.wish import Move, Situation, Wish

SETTLED = 0.95
LONGEST = 4000  # characters that are looked at
ON = frozenset({"request_activation", "start_setup"})


@dataclass(frozen=True, slots=True)
class _Text:
    """A text made ready: as typed with names as marks, in canonical spelling, in clauses."""

    typed: str
    plain: str
    said: tuple[Clause, ...]
    parts: tuple[Clause, ...]  # the same, cut at every comma too
    scope: Scope
    person: str
    is_signs: bool


def read_ahead() -> None:
    """Reads the numbers (about a second of processor time), so that nobody's first message waits for them."""
    model.shipped()


def understand(
    text: str, situation: Situation | None = None, *, role: str = "member", state: str | None = None
) -> Wish:
    """Reads a message without changing anything; what the person may do is decided elsewhere.

    Without a ``situation``, a role and the name of a state are all that is known of it.
    """
    return understood_by(model.shipped(), text, situation or situation_of(role, state))


def situation_of(role: str, state: str | None) -> Situation:
    """The little that a line of `tc2fa understand` says; a role or state we do not know says nothing."""
    known: Literal["admin", "member"] = "admin" if role == "admin" else "member"
    return Situation(role=known, state=state if state in STATES else "idle")


def understood_by(learned: model.Model, text: str, situation: Situation) -> Wish:
    """The same by another reader than the shipped one: how a reader is judged on what it never saw."""
    read = _ready(learned, text[:LONGEST], situation)
    if not read.plain.strip("?! "):
        return Wish(language=situation.language or "en", foreign="emoji" if read.is_signs else "other")
    place = Place(situation.role, None if situation.state == "idle" else situation.state, situation.topic)
    found = weighed(learned, read.plain, read.said, situation, place)
    language = _language(read, found, situation)
    values = _values(read)
    chosen, move = _chosen(read, found, situation, values)
    return replace(
        values,
        intent=chosen.intent,
        confidence=round(chosen.confidence, 4),
        alternatives=chosen.alternatives,
        maybe=chosen.maybe,
        language=language,
        move=move,
        second=found.second if found.second != chosen.intent else "",
        button=settled.pressed(text, read.plain, situation),
        **_foreign(read, chosen.intent, move),
    )


def _ready(learned: model.Model, text: str, situation: Situation) -> _Text:
    def is_everyday(word: str) -> bool:
        return word in learned.spelling.ours or len(word) < people.SHORTEST

    named = people.person_in(text, situation.colleagues, is_everyday)
    within = scope.scope_of(text, situation.practices, situation.state, is_everyday)
    marked = within.text
    if named:
        again = people.person_in(marked, situation.colleagues, is_everyday)
        marked = f"{marked[: again[1][0]]}{PERSON}{marked[again[1][1] :]}" if again else marked
    spelt = emoji.in_words(marked)

    def plain(part: str) -> str:
        return model.plain_text(learned.spelling, part)

    return _Text(
        typed=text,
        plain=plain(spelt),
        said=clauses.clauses(spelt, plain),
        parts=clauses.clauses(spelt.replace(",", "."), plain),
        scope=within,
        person=named[0] if named else "",
        is_signs=emoji.is_signs_only(text),
    )


def _language(read: _Text, found: Weighed, situation: Situation) -> Literal["en", "es"]:
    """Signs and names have no language of their own."""
    if situation.language and read.is_signs:
        return situation.language
    return "es" if found.is_spanish else "en"


def _values(read: _Text) -> Wish:
    """What is read beside the intent."""
    last_is_question = bool(read.said) and (read.said[-1].is_question or read.plain.rstrip().endswith("?"))
    return Wish(
        practices=read.scope.practices,
        excluded=read.scope.excluded,
        all_practices=read.scope.all_practices,
        also=read.scope.also,
        elsewhere=read.scope.elsewhere,
        whom=persons.whom(read.plain, has_person=bool(read.person)),
        person=read.person,
        wants=polarity.wants(read.parts),
        tense=polarity.tense(read.said),
        mood=persons.mood(read.plain, read.typed),
        statements=statements.statements(read.plain, is_question=last_is_question),
    )


def _chosen(read: _Text, found: Weighed, situation: Situation, values: Wish) -> tuple[Choice, Move | None]:
    """What the situation settles, else the likeliest intent, its polarity put right."""
    certain = settled.settled(read.plain, situation)
    if certain:
        return Choice(certain, SETTLED), _move_of(certain)
    chosen = asking.choose(found.chances, situation, agree=found.agree)
    if values.wants == "on" and chosen.intent == "disable_2fa":
        return Choice(settled.wanted_on(situation, values.whom), SETTLED), None
    if values.wants == "off" and chosen.intent in ON:
        return Choice("disable_2fa", SETTLED), None
    return chosen, found.moves.get(chosen.intent)


def _move_of(intent: str) -> Move | None:
    if intent == "affirm":
        return "yes"
    return "no" if intent == "deny" else None


def _foreign(read: _Text, intent: str, move: Move | None) -> dict[str, object]:
    """The kind of a foreign text and the thing it is about; a wish for the other language counts anywhere."""
    if wish := foreign.language_wish(read.plain):
        return {"foreign": wish}
    if intent != "out_of_scope" or move:
        return {}
    kind = foreign.foreign_kind(read.plain, is_signs=read.is_signs)
    return {"foreign": kind, "heard": "" if kind == "emoji" else foreign.heard(read.typed)}

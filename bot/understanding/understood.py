"""The entry: a text and its situation to a wish.

Order: the speaker's own names become marks, the text becomes canonical and is cut into clauses, moves and intent are
weighed together by the trained readers, what the situation settles wins, and the values are read beside.
"""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bot.understanding.deciding import asking, settled
from bot.understanding.deciding.asking import ChosenIntent
from bot.understanding.deciding.weighing import Weighed, weighed
from bot.understanding.intents import INTENTS, STATES
from bot.understanding.names import people, scope
from bot.understanding.names.scope import Scope
from bot.understanding.questions import asked, match
from bot.understanding.reader import model
from bot.understanding.reader.features import Place
from bot.understanding.text import clauses, emoji, language
from bot.understanding.text.clauses import Clause
from bot.understanding.text.wording import PERSON
from bot.understanding.values import foreign, polarity, statements
from bot.understanding.values import people as persons
from bot.understanding.wish import Foreign, Move, Situation, Statement, Wish

SETTLED = 0.95
LONGEST = 4000  # characters that are looked at
ANSWERING = frozenset(
    {"yes", "no", "done", "stop", "later"}
)  # moves that answer the open question and ask none
CLEAR = 0.85
CLEARLY_NO_ANSWER = 0.95
ANSWERS = frozenset(
    {"tell_reset", "answer_staff"}
)  # states in which anything may be the answer: a name, an hour
TROUBLE = frozenset({"code_rejected", "scan_problem", "sign_in_help", "where_is_settings"})
PROGRESS: dict[str, frozenset[Statement]] = {
    "guide_step_1": frozenset({"installed", "scanned", "sees_code"}),
    "guide_step_2": frozenset({"scanned", "sees_code"}),
    "guide_tokens": frozenset({"saved_tokens"}),
}
NOT_PROGRESS = frozenset(
    {"code_rejected", "talk_to_human", "recovery_codes", "lost_phone", "thanks", "which_app", "deny"}
)
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
    """Reads the numbers (about a second of processor time), so that no first message waits for them."""
    model.shipped()
    match.shipped_index()


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
    with model.one_core():
        return _understood_by(learned, text, situation)


def _understood_by(learned: model.Model, text: str, situation: Situation) -> Wish:
    read = _ready(learned, text[:LONGEST], situation)
    if not read.plain.strip("?! "):
        return Wish(language=situation.language or "en", foreign="emoji" if read.is_signs else "other")
    place = Place(situation.role, None if situation.state == "idle" else situation.state, situation.topic)
    found = weighed(learned, read.plain, read.said, situation, place)
    values = _values(read, situation)
    chosen, move = _chosen(read, found, situation, values)
    question = "" if move in ANSWERING else asked.question_in(read.plain, found, chosen, move, values.tense)
    if question and (move or chosen.alternatives):
        move, chosen = None, ChosenIntent(match.intent_of(question, found.chances), chosen.confidence)
    kind = _foreign(read, chosen.intent, move)
    return replace(
        values,
        intent=chosen.intent,
        confidence=round(chosen.confidence, 4),
        alternatives=chosen.alternatives,
        maybe=chosen.maybe,
        language=_language(read, found, situation),
        move=move,
        question=question,
        second=found.second if found.second != chosen.intent else "",
        button=settled.pressed(text, read.plain, situation),
        foreign=kind,
        heard=_heard(read, kind) if kind and chosen.intent == "out_of_scope" else "",
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
    if read.is_signs or not language.is_telling(read.typed):
        return situation.language or "en"
    return "es" if found.is_spanish else "en"


def _values(read: _Text, situation: Situation) -> Wish:
    """What is read beside the intent."""
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
        statements=statements.statements(read.parts, of_tokens=_is_about_tokens(situation)),
    )


def _chosen(
    read: _Text, found: Weighed, situation: Situation, values: Wish
) -> tuple[ChosenIntent, Move | None]:
    """What the situation settles, else the likeliest intent, its polarity put right."""
    certain = settled.settled(read.plain, situation)
    if certain:
        return ChosenIntent(certain, SETTLED), _move_of(certain)
    chosen = asking.choose(found.chances, situation, agree=found.agree)
    if situation.state in ANSWERS and _just_answers(chosen, found.moves.get(chosen.intent)):
        return asking.unsure(found.chances), None
    if is_progress(values.statements, situation.state, chosen.intent) and not read.plain.endswith("?"):
        return ChosenIntent("affirm", SETTLED), "done"
    if "tried_that" in values.statements and situation.topic in TROUBLE and chosen.confidence < CLEAR:
        return ChosenIntent(situation.topic, CLEAR), "stuck"
    turned = _polarity(read, found, situation, values, chosen)
    if turned:
        return turned, None
    if situation.state in scope.CHOOSING and values.practices and chosen.intent in {"affirm", *ON}:
        chosen = replace(chosen, alternatives=())  # a named practice gets its own confirmation
    return chosen, found.moves.get(chosen.intent)


def _polarity(
    read: _Text, found: Weighed, situation: Situation, values: Wish, chosen: ChosenIntent
) -> ChosenIntent | None:
    """Who wants it on is never answered with how to turn it off, nor the other way round."""
    if values.wants == "on" and chosen.intent in {"disable_2fa", "deny", *ON}:
        if polarity.is_ordered_on(read.parts):
            intent = chosen.intent if chosen.intent in ON else settled.wanted_on(situation, values.whom)
            return ChosenIntent(intent, SETTLED)
        if chosen.intent == "disable_2fa":
            kept = np.where([name == "disable_2fa" for name in INTENTS], 0, found.chances)
            return asking.choose(kept / kept.sum(), situation, agree=found.agree)
    if values.wants == "off" and chosen.intent in ON:
        return ChosenIntent("disable_2fa", SETTLED)
    return None


def _just_answers(chosen: ChosenIntent, move: Move | None) -> bool:
    """Where anything may be the answer, only a clear wish and a plain yes, no or stop are something else."""
    return chosen.confidence < CLEARLY_NO_ANSWER or move not in {None, "yes", "no", "stop", "who_are_you"}


def is_progress(told: frozenset[Statement], state: str, intent: str) -> bool:
    """Whether this tells that the open step is done, whatever the words alone would have been."""
    allowed = intent not in NOT_PROGRESS or (state == "guide_tokens" and intent == "recovery_codes")
    return allowed and bool(told & PROGRESS.get(state, frozenset())) and "tried_that" not in told


def _is_about_tokens(situation: Situation) -> bool:
    return situation.state in {"lost_phone", "tell_reset"} or situation.topic in {
        "lost_phone",
        "recovery_codes",
    }


def _move_of(intent: str) -> Move | None:
    if intent == "affirm":
        return "yes"
    return "no" if intent == "deny" else None


def _foreign(read: _Text, intent: str, move: Move | None) -> Foreign:
    """The kind of a foreign text; a wish for the other language counts anywhere."""
    if wish := foreign.language_wish(read.plain):
        return wish
    return (
        foreign.foreign_kind(read.plain, is_signs=read.is_signs)
        if intent == "out_of_scope" and not move
        else ""
    )


def _heard(read: _Text, kind: Foreign) -> str:
    """The thing to be said back; a remark that asks for nothing has none."""
    is_ask = any(one.is_ask for one in read.said) or kind not in {"other", "emoji"}
    return foreign.heard(read.typed) if is_ask and kind != "emoji" else ""

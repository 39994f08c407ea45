"""The modal in which a site admin asks for 2FA, and the one that answers the team; and what was filled in.

Shown for what the facts allow; whether it may be done, core decides when it is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.engine import words as engine_words
from bot.engine.types.facts import Facts, Language, PracticeFacts
from bot.slack.views.elements import (
    LONGEST_TITLE,
    MOST_OPTIONS,
    Part,
    option,
    plain,
    section,
    sections,
    select,
)
from bot.slack.views.mrkdwn import one_line
from bot.slack.views.names import listed
from bot.slack.views.words import say

REQUEST, ANSWER = "request_modal", "answer_modal"  # callback ids
PRACTICE, NOTE, TYPED = "practice", "note", "answer"  # block ids of the inputs
CHOSE_PRACTICE, WROTE = "modal_practice", "modal_text"  # action ids in them
LONGEST_TEXT = 1000  # characters of a note or an answer, as core takes them
ADMINS_NAMED = 20  # practices whose admins are named to a person who is not an admin

PracticeProblem = Literal["choose", "not_admin", "already_on", "already_asked"]
TextProblem = Literal["too_long", "empty", "secret", "closed"]


@dataclass(frozen=True)
class RequestForm:
    """What was filled in: the practice, or None, and the note, which is the person's own words."""

    practice_id: str | None
    note: str = field(repr=False)


def request_modal(
    facts: Facts, *, chosen: str | None = None, note: str = "", private_metadata: str = ""
) -> Part:
    """Practice, note, and whom it touches; a person who cannot ask is told why and who can.

    Choosing a practice tells us at once (``dispatch_action``), so that the people it touches can be shown.
    """
    askable = _askable(facts)
    if not askable:
        return _nothing_to_ask(facts, private_metadata)
    practice = next((each for each in askable if each.id == chosen), None)
    if practice is None and len(askable) == 1:
        practice = askable[0]
    language = facts.language
    blocks = [
        section("intro", say(language, "ask.intro")),
        _practice_input(askable, practice, language),
        *sections("whom", _whom(practice, language)),
        _text_input(NOTE, say(language, "ask.note"), note, language, optional=True),
    ]
    words = {"title": "ask.title", "submit": "ask.send", "close": "ask.not_now"}
    return _modal(REQUEST, words, blocks, language, private_metadata)


def answer_modal(practice: str, question: str, *, language: Language, private_metadata: str = "") -> Part:
    """The team's question in their own words, and the field for the answer."""
    asked = say(language, "answer.question", practice=one_line(practice))
    blocks = [
        section("asked", asked),
        *sections("question", question),
        _text_input(TYPED, say(language, "answer.field"), "", language, optional=False),
    ]
    words = {"title": "answer.title", "submit": "answer.send", "close": "ask.not_now"}
    return _modal(ANSWER, words, blocks, language, private_metadata)


def request_errors(
    *, language: Language, practice: PracticeProblem | None = None, note: TextProblem | None = None
) -> dict[str, str]:
    """What is wrong with the request, field by field, for ``response_action: errors``."""
    found = {PRACTICE: practice, NOTE: note}
    return {name: _error(language, problem) for name, problem in found.items() if problem}


def answer_errors(problem: TextProblem, *, language: Language) -> dict[str, str]:
    """What is wrong with the answer."""
    return {TYPED: _error(language, problem)}


def read_request(view: Mapping[str, Any]) -> RequestForm:
    """What the request modal holds, while it is filled in or when it is sent."""
    option_chosen = _state(view, PRACTICE, CHOSE_PRACTICE).get("selected_option")
    practice_id = option_chosen.get("value") if isinstance(option_chosen, Mapping) else None
    return RequestForm(practice_id if isinstance(practice_id, str) else None, _typed(view, NOTE))


def read_answer(view: Mapping[str, Any]) -> str:
    """The answer that was typed."""
    return _typed(view, TYPED)


def _askable(facts: Facts) -> list[PracticeFacts]:
    off = (practice for practice in facts.administered if not practice.activated_on)
    return sorted(off, key=lambda practice: practice.name.casefold())


def _practice_input(askable: list[PracticeFacts], chosen: PracticeFacts | None, language: Language) -> Part:
    is_long = len(askable) > MOST_OPTIONS  # a view takes 250 kB
    options = [
        option(each.name, each.id, description="" if is_long else _open(each, language)) for each in askable
    ]
    drawn = select(
        CHOSE_PRACTICE,
        say(language, "ask.choose"),
        options,
        groups=say(language, "ask.numbers", first="{first}", last="{last}"),
        chosen=chosen.id if chosen else None,
    )
    label = plain(say(language, "ask.practice"), 100)
    return {"type": "input", "block_id": PRACTICE, "label": label, "element": drawn, "dispatch_action": True}


def _open(practice: PracticeFacts, language: Language) -> str:
    request = practice.open_request
    if request is None:
        return ""
    return say(language, "ask.mine" if request.mine else "ask.open", name=one_line(request.asked_by))


def _whom(practice: PracticeFacts | None, language: Language) -> str:
    """The blast radius: each person affected learns of it from the admin, not from a code prompt."""
    if practice is None:
        return say(language, "ask.whom")
    told = [
        _counted(
            "ask.touches",
            practice.members,
            language,
            practice=one_line(practice.name),
            names=_names(practice, language),
        ),
        _counted("ask.shared", practice.shared, language),
        _counted("ask.set_up", practice.set_up, language),
        _joins(practice, language),
    ]
    return "\n".join(each for each in told if each)


def _counted(key: str, count: int, language: Language, **values: object) -> str:
    """The sentence for one or for several; empty for none."""
    if count == 0:
        return ""
    words = {"members": count, "shared": count, "set_up": count, **values}
    return say(language, f"{key}_one" if count == 1 else key, **words)


def _names(practice: PracticeFacts, language: Language) -> str:
    unnamed = practice.members - len(practice.member_names)
    more = (engine_words.say(language, "request.more", more=unnamed),) if unnamed > 0 else ()
    return listed((*practice.member_names, *more), language)


def _joins(practice: PracticeFacts, language: Language) -> str:
    request = practice.open_request
    if request is None or request.mine:
        return ""
    return say(language, "ask.joins", name=one_line(request.asked_by), asked_on=request.asked_on)


def _nothing_to_ask(facts: Facts, private_metadata: str) -> Part:
    """No form, because nothing could be sent; who can is named."""
    language = facts.language
    if not facts.practices:
        words = say(language, "ask.no_practice")
    elif facts.administered:
        words = say(language, "ask.all_on")
    else:
        words = "\n".join([say(language, "ask.not_admin"), *_admins(facts)])
    labels = {"title": "ask.title", "close": "ask.close"}
    return _modal(REQUEST, labels, sections("why", words), language, private_metadata)


def _admins(facts: Facts) -> list[str]:
    lines = [_admins_of(practice, facts.language) for practice in facts.practices[:ADMINS_NAMED]]
    unnamed = len(facts.practices) - ADMINS_NAMED
    return [*lines, say(facts.language, "ask.and_more", more=unnamed)] if unnamed > 0 else lines


def _admins_of(practice: PracticeFacts, language: Language) -> str:
    if not practice.admins:
        return say(language, "ask.no_admin_of", practice=one_line(practice.name))
    names = listed(practice.admins, language)
    return say(language, "ask.admins_of", practice=one_line(practice.name), names=names)


def _text_input(name: str, label: str, given: str, language: Language, *, optional: bool) -> Part:
    element: Part = {
        "type": "plain_text_input",
        "action_id": f"{WROTE}:{name}",
        "multiline": True,
        "max_length": LONGEST_TEXT,
    }
    if given.strip():
        element["initial_value"] = given[
            :LONGEST_TEXT
        ]  # goes into the field as it is: Slack decodes nothing there
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label, 100),
        "element": element,
        "hint": plain(say(language, "ask.note_hint"), 300),
        "optional": optional,
    }


def _modal(
    callback_id: str, words: Mapping[str, str], blocks: list[Part], language: Language, private_metadata: str
) -> Part:
    view: Part = {
        "type": "modal",
        "callback_id": callback_id,
        "blocks": blocks,
        **{label: plain(say(language, key), LONGEST_TITLE) for label, key in words.items()},
    }
    return {**view, "private_metadata": private_metadata} if private_metadata else view


def _error(language: Language, problem: PracticeProblem | TextProblem) -> str:
    return say(language, f"error.{problem}", most=LONGEST_TEXT)


def _state(view: Mapping[str, Any], block: str, action: str) -> Mapping[str, Any]:
    """One field of ``view.state.values``; empty when it is not there, because what comes back is not trusted."""
    found: Any = view.get("state")
    for key in ("values", block, action):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _typed(view: Mapping[str, Any], name: str) -> str:
    value = _state(view, name, f"{WROTE}:{name}").get("value")
    return value.strip() if isinstance(value, str) else ""

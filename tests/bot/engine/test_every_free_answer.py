"""Every open question meets every kind of free answer, in both languages: each is taken up, and nothing is said twice running."""

from dataclasses import replace

import pytest

from bot.engine.steps.step import step
from bot.engine.types.events import Said
from bot.engine.types.facts import Facts, Language
from bot.engine.types.states import HandedOver, State
from bot.understanding.wish import Wish
from tests.bot.engine.people import PEOPLE, change
from tests.bot.engine.situations import STATES

ANSWERS: dict[str, Said] = {
    "yes": Said("yes", Wish("affirm", move="yes")),
    "no": Said("no", Wish("deny", move="no")),
    "later": Said("later", Wish("deny", move="later")),
    "done": Said("done", Wish("affirm", move="done")),
    "stop": Said("stop", Wish("deny", move="stop")),
    "help": Said("help", Wish("talk_to_human", move="stuck")),
    "person": Said("a person please", Wish("talk_to_human")),
    "why": Said("why", Wish("what_is_2fa", move="why", tense="question")),
    "which": Said("which one", Wish("out_of_scope", move="which", tense="question")),
    "again": Said("again", Wish("start_setup", move="again")),
    "other": Said("the other one", Wish("deny", move="other")),
    "none": Said("none of those", Wish("deny", move="none")),
    "back": Said("back", Wish("start_setup", move="back")),
    "thanks": Said("thanks", Wish("thanks")),
    "anger": Said("this is useless", Wish("out_of_scope", mood=frozenset({"angry"}))),
    "secret": Said("[password removed]", Wish("out_of_scope"), ("password",)),
    "foreign": Said("the weather", Wish("out_of_scope", foreign="other", heard="the weather")),
    "plain yes": Said("yes", Wish("affirm")),
    "plain no": Said("no", Wish("deny")),
}
TIMES = 3


def _people() -> tuple[Facts, ...]:
    activated = change(PEOPLE["Priya"], "Lakeside is activated")
    return (
        change(PEOPLE["Dana"], "the team asks about Lakeside: How many?"),
        PEOPLE["Rosa"],
        change(activated, "the QR code is issued"),
        change(activated, "the factor is live, 9 tokens saved"),
        change(PEOPLE["Proven"], "a code was refused"),
        PEOPLE["Visitor"],
    )


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_every_free_answer_to_every_question_moves_on(answer: str, language: Language) -> None:
    for person in _people():
        for state in STATES:
            _answer_thrice(replace(person, language=language), state, ANSWERS[answer])


def _answer_thrice(facts: Facts, state: State, event: Said) -> None:
    """As somebody who types the same again; what is written to the person who comes is kept without a word.

    Only the warning about a secret may stand twice: each secret was taken out, and the person must know.
    """
    last = ""
    for _ in range(TIMES):
        taken = step(state, event, facts)
        said = "\n".join(message.text for message in taken.says)
        assert said or taken.asks or isinstance(taken.state, HandedOver), (state, event)
        assert taken.asks or event.removed or not said or said != last, (state, event, said)
        last, state = said, taken.state
        facts = replace(facts, memory=taken.memory or facts.memory)

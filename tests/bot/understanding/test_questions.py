"""A single question is found in other words than ours, and a remark or an order is none."""

import pytest

from bot.understanding.questions.book import questions_digest
from bot.understanding.questions.match import shipped_index
from bot.understanding.understood import understand
from bot.understanding.wish import Situation


def test_the_shipped_index_was_made_from_these_phrases() -> None:
    made = shipped_index().digest
    assert made == questions_digest(), "run: uv run python -m bot.understanding.training.index"


@pytest.mark.parametrize(
    ("typed", "situation", "question"),
    [
        ("do I put in the spaces as well", Situation(state="guide_step_2"), "q.key_spaces"),
        ("how many times does each of them work", Situation(topic="recovery_codes"), "q.token_once"),
        ("¿se escriben también los espacios?", Situation(state="guide_step_2"), "q.key_spaces"),
        ("¿y con tableta se puede?", Situation(topic="which_app"), "q.tablet"),
    ],
)
def test_a_question_is_found_where_the_talk_stands(typed: str, situation: Situation, question: str) -> None:
    assert understand(typed, situation).question == question


@pytest.mark.parametrize("typed", ["so it isn't on yet, right", "entonces todavía no está, verdad"])
def test_a_question_behind_the_sentence_is_one(typed: str) -> None:
    assert understand(typed, Situation(role="admin")).tense == "question"


def test_what_is_refused_is_the_code_when_that_is_talked_of() -> None:
    of_codes = Situation(state="guide_step_2", topic="code_rejected")
    assert understand("refused again", of_codes).intent == "code_rejected"
    assert understand("does not work", of_codes).intent == "scan_problem"


@pytest.mark.parametrize("typed", ["hold on will anyone be locked out", "oiga cuándo lo ponen"])
def test_a_word_ahead_of_a_question_does_not_hide_it(typed: str) -> None:
    assert understand(typed, Situation(role="admin")).tense == "question"


@pytest.mark.parametrize(
    "typed",
    ["thank you so much", "turn on 2fa for all of us please", "patient is here, bye", "I forgot my password"],
)
def test_an_order_or_a_remark_asks_no_single_question(typed: str) -> None:
    assert understand(typed, Situation(role="admin")).question == ""

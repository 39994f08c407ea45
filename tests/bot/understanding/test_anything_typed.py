"""Whatever is typed or sent gets an answer of a known kind, soon; nothing typed can make it slow or make it fall."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.deciding.asking import MOST_BUTTONS
from bot.understanding.intents import INTENTS
from bot.understanding.lines import understand_line
from bot.understanding.text.spelling import Spelling
from bot.understanding.understood import understand
from tests.parts.processor_time import cost_of

SOON = 500  # milliseconds of a quiet core; a normal message takes some

STRANGE = {
    "nothing": "",
    "blanks": " \t\r\n\u00a0\u200b ",
    "one letter": "x",
    "signs only": "?!?!... ---",
    "emoji": "📱💥😭 👩‍⚕️🏥 🇺🇸",
    "control characters": "\x00\x01\x1b[31m2fa\x7f\x9f",
    "right to left": "\u202etxet sdrawkcab\u202c",
    "half a character": "\ud800 code wrong",
    "piled accents": "c" + "\u0301" * 5000 + "ode",
    "wide letters": "\uff54\uff57\uff4f \uff46\uff41\uff43\uff54\uff4f\uff52",
    "letters that grow when folded": "\ufdfa" * 5000,
    "one word without end": "a" * 1_000_000,
    "one word of two letters without end": "ab" * 500_000,
    "many wrong words": "athenticatoor " * 80_000,
    "many numbers": "123 456 " * 130_000,
    "topic over and over": "two factor authentication de " * 40_000,
    "a megabyte of text": "my code is refused and I do not know why. " * 25_000,
    "Chinese": "我的手机丢了 无法登录",
    "Arabic": "فقدت هاتفي ولا أستطيع تسجيل الدخول",
    "Russian": "я потерял телефон",
    "German": "Ich habe mein Telefon verloren und kann mich nicht anmelden",
    "French": "J'ai perdu mon téléphone",
    "code": "'; DROP TABLE members; -- <script>alert(1)</script> ${jndi:ldap://x}",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_text_is_answered_soon(text: str) -> None:
    understand("hello")
    assert cost_of(lambda: understand(text)) < SOON
    assert understand(text).intent in INTENTS


def test_nothing_said_asks_for_nothing() -> None:
    assert [understand(text).intent for text in ("", "   ", "?!", "📱")] == ["out_of_scope"] * 4


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=80), role=st.text(max_size=12), state=st.none() | st.text(max_size=12))
def test_an_answer_is_always_of_a_known_kind(text: str, role: str, state: str | None) -> None:
    found = understand(text, role=role, state=state)
    assert found.intent in INTENTS
    assert 0 <= found.confidence <= 1
    assert found.language in {"en", "es"}
    assert not found.alternatives or 2 <= len(found.alternatives) <= MOST_BUTTONS
    assert not found.alternatives or found.alternatives[0] == found.intent


@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"role": None},
        {"role": "visitor"},
        {"role": "site admin"},
        {"role": 7},
        {"state": None},
        {"state": "awaiting something"},
        {"state": {"name": "confirm_request"}},
        {"state": []},
        {"unknown": "field"},
    ],
    ids=str,
)
def test_a_line_with_an_unknown_role_or_state_is_answered(extra: dict[str, object]) -> None:
    answer = json.loads(understand_line(json.dumps({"text": "I lost my phone"} | extra)))
    assert answer["intent"] == "lost_phone"
    assert set(answer) == {"intent", "confidence", "alternatives"}


@pytest.mark.parametrize("line", ["", "null", "[]", '"text"', '{"text": null}', "{" * 100_000, "[" * 100_000])
def test_a_line_that_says_nothing_is_named_and_not_fallen_over(line: str) -> None:
    assert "error" in json.loads(understand_line(line))


@pytest.mark.parametrize(
    ("text", "state", "intent"),
    [
        ("yes", "confirm_request", "affirm"),
        ("stop", "confirm_request", "deny"),
        ("stop", "guide_step_2", "deny"),
        ("stop", "a state of tomorrow", "deny"),
        ("cancel it", "confirm_request", "deny"),
        ("cancel it", "confirm_withdraw", "affirm"),
        ("it says wrong", "guide_step_2", "scan_problem"),
        ("yes", "confirm_withdraw", "affirm"),
        ("keep it", "confirm_withdraw", "deny"),
        ("no the other one", "choose_practice", "deny"),
        ("hecho", "guide_step_1", "affirm"),
        ("listo", "guide_step_2", "affirm"),
        ("done", "guide_step_3", "affirm"),
        ("later", "guide_start", "deny"),
        ("it says wrong", "guide_step_3", "code_rejected"),
        ("it says wrong", "enter_code", "code_rejected"),  # a state we do not know is none
        ("it says wrong", None, "code_rejected"),
        ("nope, still wrong", "guide_step_3", "code_rejected"),
        ("I aim it and get nothing at all", "guide_step_2", "scan_problem"),
    ],
)
def test_short_words_mean_what_the_last_question_makes_of_them(
    text: str, state: str | None, intent: str
) -> None:
    assert understand(text, state=state).intent == intent


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("authenticatr", "authenticator"),  # missing
        ("authentticator", "authenticator"),  # too many
        ("authenticstor", "authenticator"),  # wrong
        ("authentiactor", "authenticator"),  # swapped
        ("authennticatoor", "authenticator"),  # two slips, in a long word
        ("phase", "phase"),  # a word of its own
        ("cat", "cat"),  # too short to be sure
        ("zzzzzz", "zzzzzz"),
        ("a" * 500, "a" * 500),
    ],
)
def test_a_slip_of_the_finger_is_mended_and_other_words_are_left_alone(typed: str, meant: str) -> None:
    ours = Spelling.of({"authenticator": 9, "phone": 5, "code": 20})
    assert ours.mended(typed, lambda word: word == "phase") == meant

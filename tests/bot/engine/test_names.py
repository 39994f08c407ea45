"""Which practice a sentence names, and that a name of somebody else is seen as that, by the words alone."""

import json
from pathlib import Path

import pytest

from bot.engine.flows.elsewhere import names_another
from bot.engine.flows.practice_names import named
from bot.engine.types.facts import PracticeFacts
from bot.understanding.training.phrase_book import read_phrases
from tests.bot.engine.people import HILLTOP, LAKESIDE, RIVERBEND, led

GRACE = (led(RIVERBEND),)
ROSA = (led(HILLTOP), led(LAKESIDE))
WANTS = {"request_activation", "request_status", "cancel_request"}
HELD_OUT = sorted((Path(__file__).parents[1] / "understanding").glob("heldout*.jsonl"))


def test_of_all_messages_we_know_only_those_with_another_name_are_seen_so() -> None:
    """Some names are missed, which costs a sentence; a name where none is would be told to everybody who asks."""
    texts = [phrase.text for phrase in read_phrases() if phrase.intent in WANTS]
    lines = [json.loads(line) for file in HELD_OUT for line in file.read_text("utf-8").splitlines()]
    texts += [line["text"] for line in lines if line["intent"] in WANTS]
    strangers = [text for text in texts if "lakeside" in text.casefold() or "hilltop" in text.casefold()]
    seen = [text for text in texts if names_another(text, GRACE)]
    needless = set(seen) - set(strangers)
    assert len(needless) <= 0.005 * len(texts), needless
    assert len(strangers) > 30
    assert len(seen) - len(needless) > 0.7 * len(strangers)


@pytest.mark.parametrize(
    "typed",
    [
        "activate 2FA for {}",
        "please turn on two factor at {} too",
        "turn on {}",
        "Activate {}",
        "{} needs 2FA",
        "{} and Hilltop should both have it",
        "enable it for Riverbend and {}",
        "turn it on at the {} office",
        "ACTIVATE 2FA FOR {}",
        "we want it at {} Family Medicine",
        "please enable {}'s 2FA",
        "activa el 2FA para {}",
        "activar 2fa en {} por favor",
        "la clínica de {} quiere 2FA",
    ],
)
def test_whether_there_is_such_a_practice_changes_nothing(typed: str) -> None:
    for name in ("Lakeside", "Nosuchplace", "Zarzuela"):
        assert names_another(typed.format(name), GRACE), typed.format(name)


@pytest.mark.parametrize(
    "typed",
    [
        "activate 2FA for Riverbend",
        "turn on 2fa for riverbed pls",
        "activate it for Tom Becker and all of Riverbend Cardiology",
        "Activate Two Factor Authentication For My Whole Clinic Please",
        "for HIPAA compliance turn it on everywhere, our insurance needs it by Monday",
        "Dr. Smith asked us to activate it",
        "actívenlo para todo el personal de la clínica, por favor",
        "",
        "🙂 " * 300,
        "for " * 5000,
        "x" * 100_000,
    ],
)
def test_own_names_and_everyday_words_are_nobody_elses(typed: str) -> None:
    assert not names_another(typed, GRACE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("for Lakeside", {"lakeside"}),
        ("the internal medicine one", {"hilltop"}),
        ("Hiltop", {"hilltop"}),
        ("both Lakeside and Hilltop", {"lakeside", "hilltop"}),
        ("for the whole Lakeside Health Group", {"lakeside", "hilltop"}),
        ("medicine", set()),
        ("everyone please", set()),
    ],
)
def test_one_of_several_is_found_by_what_only_it_has(typed: str, meant: set[str]) -> None:
    assert {practice.id for practice in named(typed, ROSA)} == meant


def test_a_name_inside_a_longer_name_is_the_longer_one() -> None:
    short = PracticeFacts(id="short", name="Lakeside")
    assert [practice.id for practice in named("for lakeside family medicine", (short, LAKESIDE))] == [
        "lakeside"
    ]
    assert [practice.id for practice in named("for lakeside", (short, LAKESIDE))] == ["short"]

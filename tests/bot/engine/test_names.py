"""Which practice a sentence names, and that a name of somebody else is seen as that, by the words alone."""

import pytest

from bot.engine.flows.elsewhere import names_another
from bot.engine.flows.practice_names import named
from bot.engine.types.facts import PracticeFacts
from tests.bot.engine.people import HILLTOP, LAKESIDE, RIVERBEND, led

GRACE = (led(RIVERBEND),)
ROSA = (led(HILLTOP), led(LAKESIDE))


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

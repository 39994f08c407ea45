"""What a text says beside its intent: on or off, for whom, in which mood, and what it states."""

import pytest

from bot.understanding.understood import understand
from bot.understanding.wish import Situation, Statement

ADMIN = Situation(role="admin", colleagues=("Priya Raman", "Grace Liu", "Will Hope"))


@pytest.mark.parametrize(
    ("typed", "wants"),
    [
        ("it's off, I want it on", "on"),
        ("it's on and we want it off", "off"),
        ("I don't want it off", "on"),
        ("don't turn it off", "on"),
        ("no no, please turn it ON", "on"),
        ("I do not want it on, take it off", "off"),
        ("turn 2fa off please", "off"),
        ("is it on yet?", ""),
        ("why isn't it on", ""),
        ("está apagado, lo quiero prendido", "on"),
        ("quite el 2FA de mi cuenta", "off"),
        ("which app do I need", ""),
    ],
)
def test_what_is_the_case_is_no_wish(typed: str, wants: str) -> None:
    assert understand(typed, ADMIN).wants == wants


@pytest.mark.parametrize(
    "typed", ["it's off, I want it on", "not off, ON. turn 2fa on please", "2fa is off here and I want it on"]
)
def test_who_wants_it_on_is_never_offered_off(typed: str) -> None:
    found = understand(typed, ADMIN)
    assert found.intent == "request_activation"
    assert "disable_2fa" not in {*found.alternatives, *found.maybe}


@pytest.mark.parametrize(
    ("typed", "whom", "person"),
    [
        ("what about priya", "person", "Priya Raman"),
        ("did grace finish it", "person", "Grace Liu"),
        ("set it up for Will", "person", "Will Hope"),
        ("I will do it", "", ""),
        ("turn it on for everyone", "everyone", ""),
        ("only for me", "me", ""),
        ("not just me, the whole office", "everyone", ""),
        ("can I do it for my coworker", "person", ""),
    ],
)
def test_for_whom(typed: str, whom: str, person: str) -> None:
    found = understand(typed, ADMIN)
    assert (found.whom, found.person) == (whom, person)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("they burned in the fire", "no_tokens"),
        ("I never saved those tokens", "no_tokens"),
        ("nunca guardé los códigos", "no_tokens"),
        ("I have a few tokens printed", "has_token"),
        ("the old phone still works", "old_phone_works"),
        ("el viejo todavía prende", "old_phone_works"),
        ("I have an iPhone 12", "phone_here"),
        ("I left my phone at home", "no_phone"),
        ("my phone was stolen", "stolen"),
        ("that was not me", "not_me"),
        ("I'm the admin here", "is_admin"),
        ("waited, same thing", "tried_that"),
        ("it shows a code now", "sees_code"),
        ("saved them", "saved_tokens"),
        ("I already have the app", "installed"),
        ("our biller left the company", "left_the_practice"),
    ],
)
def test_what_is_told(typed: str, told: Statement) -> None:
    assert told in understand(typed, Situation(topic="lost_phone")).statements


def test_a_question_for_tokens_states_nothing_about_them() -> None:
    assert "has_token" not in understand("do I have any tokens?").statements


def test_moods() -> None:
    assert "angry" in understand("this is useless garbage").mood
    assert "urgent" in understand("patients are waiting, I need in right now").mood
    assert "worried" in understand("I'm scared somebody hacked my account").mood
    assert not understand("which app do I need").mood


@pytest.mark.parametrize(
    ("typed", "kind", "heard"),
    [
        ("can you print the care plan", "patient", "print the care plan"),
        ("I forgot my password", "password", ""),
        ("🍕🍕", "emoji", ""),
        ("how do I bill 99490 if the month is short", "other", "bill 99490"),
    ],
)
def test_a_foreign_text_says_what_it_is_about(typed: str, kind: str, heard: str) -> None:
    found = understand(typed)
    assert (found.intent, found.foreign) == ("out_of_scope", kind)
    assert heard in found.heard


def test_a_wish_for_the_other_language_is_seen() -> None:
    assert understand("English please").foreign == "language_en"
    assert understand("prefiero español").foreign == "language_es"

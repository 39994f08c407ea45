"""Which practices a text names, which it leaves out, and that any practice's name works as well as the demo's."""

import pytest

from bot.understanding.understood import understand
from bot.understanding.wish import NamedPractice, Situation, Wish

DEMO = (
    NamedPractice("L", "Lakeside Family Medicine", "Lakeside Health Group", is_admin=True),
    NamedPractice("H", "Hilltop Internal Medicine", "Lakeside Health Group", is_admin=True),
    NamedPractice("R", "Riverbend Cardiology"),
)
OTHERS = (
    NamedPractice("M", "Main Street Pediatrics"),
    NamedPractice("V", "Valley View Heart Center"),
    NamedPractice("S", "Clínica San Rafael"),
)


def read(text: str, practices: tuple[NamedPractice, ...] = DEMO, state: str = "idle") -> Wish:
    return understand(text, Situation(role="admin", state=state, practices=practices))


@pytest.mark.parametrize(
    ("typed", "meant", "left_out"),
    [
        ("please activate 2FA for Lakeside", "L", ""),
        ("not Hilltop, just Lakeside", "L", "H"),
        ("Lakeside only, leave Hilltop out", "L", "H"),
        ("everything but Hilltop", "LR", "H"),
        ("all our sites except Lakeside and Hilltop", "R", "LH"),
        ("both Lakeside and Hilltop", "LH", ""),
        ("instead of Hilltop do Riverbend", "R", "H"),
        ("not just Hilltop, Lakeside too", "LH", ""),
        ("I don't want it at Riverbend, only at Hilltop", "H", "R"),
        ("why isn't it on at Hilltop", "H", ""),
        ("no, Hilltop", "H", ""),
        ("no, not Lakeside or Riverbend. Hilltop", "H", "LR"),
        ("Hilltop can wait", "", "H"),
        ("lakesdie then", "L", ""),
        ("lake side please", "L", ""),
        ("LFM please", "L", ""),
        ("the cardiology one", "R", ""),
        ("for the whole Lakeside Health Group", "LH", ""),
        ("all three of our sites", "LHR", ""),
        ("en todas nuestras sedes", "LHR", ""),
        ("solo Hilltop, Riverbend no", "H", "R"),
        ("todas menos Riverbend", "LH", "R"),
        ("the front desk needs help", "", ""),
    ],
)
def test_a_practice_is_chosen_only_when_it_is_affirmed(typed: str, meant: str, left_out: str) -> None:
    found = read(typed)
    assert "".join(found.practices) == meant
    assert "".join(found.excluded) == left_out


def test_any_name_works_as_the_demo_s_does() -> None:
    for practice in (*DEMO, *OTHERS):
        others = (practice, NamedPractice("X", "Quarry Lane Dermatology"))
        for frame in ("activate 2FA for {}", "we want two factor at {} please", "activen el 2FA en {}"):
            found = read(frame.format(practice.name), others)
            assert (found.intent, found.practices) == ("request_activation", (practice.id,)), practice.name
            assert not found.alternatives


@pytest.mark.parametrize(
    ("typed", "meant"), [("main street", "M"), ("valley view", "V"), ("San Rafael", "S")]
)
def test_a_part_that_only_one_has_is_enough(typed: str, meant: str) -> None:
    assert read(f"turn it on at {typed}", OTHERS).practices == (meant,)


def test_one_more_is_also() -> None:
    assert read("yes, and for Lakeside too").also
    assert not read("Lakeside please").also


@pytest.mark.parametrize(
    "typed", ["activate it at Northside", "please turn on 2FA for Nosuchplace", "activen Zarzuela"]
)
def test_a_name_that_nobody_here_has_is_elsewhere(typed: str) -> None:
    assert read(typed).elsewhere


@pytest.mark.parametrize(
    "typed",
    [
        "turn it on for Everyone",
        "for my team please",
        "Activate it for Lakeside",
        "para toda la clínica",
        "at " * 5000,
    ],
)
def test_own_names_and_plain_words_are_not_elsewhere(typed: str) -> None:
    assert not read(typed).elsewhere


def test_an_unknown_name_answers_the_question_which_practice() -> None:
    assert read("Northside", state="choose_practice").elsewhere
    assert not read("the first one", state="choose_practice").elsewhere

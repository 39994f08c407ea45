"""The manner of an answer: sorry once, both asks of one message, a guess with its other meanings, never the same words twice."""

from dataclasses import replace

import pytest

from bot.engine.flows.hand_over import summary
from bot.engine.steps.step import step
from bot.engine.types.events import Said
from bot.engine.types.facts import Facts
from bot.engine.types.memory import Memory
from bot.engine.types.messages import Choices
from bot.engine.types.result import Step
from bot.engine.types.states import (
    ConfirmRequest,
    ConfirmReset,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    HandedOver,
    Idle,
    State,
)
from bot.engine.words import TEXTS, say
from bot.understanding.wish import Wish
from tests.bot.engine.people import PEOPLE, change

PRIYA = change(PEOPLE["Priya"], "Lakeside is activated")
DANA = PEOPLE["Dana"]


def _said(taken: Step) -> str:
    return "\n".join(message.text for message in taken.says)


def _buttons(taken: Step) -> list[str]:
    return [choice.value for each in taken.says if isinstance(each, Choices) for choice in each.choices]


def _tell(facts: Facts, *events: Said, state: State | None = None) -> list[Step]:
    """One after the other, as a conversation goes on."""
    current, taken = state or Idle(), []
    for event in events:
        one = step(current, event, facts)
        taken.append(one)
        current, facts = one.state, replace(facts, memory=one.memory or facts.memory)
    return taken


def test_a_stolen_phone_is_met_with_sorry_once() -> None:
    stolen = Wish("lost_phone", statements=frozenset({"stolen", "no_tokens"}))
    live = change(PRIYA, "the factor is live, 9 tokens saved")
    first, second = _tell(live, Said("stolen", stolen), Said("what is it", Wish("what_is_2fa")))
    assert isinstance(first.state, ConfirmReset)
    assert _said(first).startswith("I'm sorry")
    assert "sorry" not in _said(second)


def test_worry_is_met_with_sorry_and_no_second_one() -> None:
    worried = Said("x", Wish("which_app", mood=frozenset({"worried"})))
    first, second = _tell(PRIYA, worried, replace(worried, wish=replace(worried.wish, intent="what_is_2fa")))
    assert _said(first).startswith("I'm sorry")
    assert "sorry" not in _said(second)


def test_a_short_second_ask_is_told_and_the_open_question_stays_last() -> None:
    taken = step(Idle(), Said("x", Wish("request_activation", wants="on", second="which_app")), DANA)
    assert isinstance(taken.state, ConfirmRequest)
    assert "Google Authenticator" in _said(taken)
    assert isinstance(taken.says[-1], Choices)
    assert taken.says[-1].choices[0].value.startswith("request.send")


def test_a_second_ask_that_acts_is_only_named_with_its_button() -> None:
    taken = step(Idle(), Said("x", Wish("which_app", second="start_setup")), PRIYA)
    assert isinstance(taken.state, Idle)
    assert "intent:start_setup" in _buttons(taken)


def test_an_unsure_question_is_answered_first_and_the_other_meaning_stands_beneath() -> None:
    unsure = Wish("which_app", alternatives=("which_app", "scan_problem"))
    taken = step(Idle(), Said("x", unsure), PRIYA)
    assert "Google Authenticator" in _said(taken)
    assert "intent:scan_problem" in _buttons(taken)


def test_an_unsure_act_is_asked_back_never_taken() -> None:
    unsure = Wish("request_activation", alternatives=("request_activation", "what_is_2fa"))
    taken = step(Idle(), Said("x", unsure), DANA)
    assert _said(taken) == TEXTS["en"]["home.unsure"]
    assert isinstance(taken.state, Idle)
    assert taken.asks == ()


@pytest.mark.parametrize("wants", ["", "on"])
def test_turning_off_is_no_guess(wants: str) -> None:
    unsure = Wish(
        "disable_2fa",
        alternatives=("disable_2fa", "start_setup", "code_rejected"),
        wants="on" if wants else "",
    )
    assert "intent:disable_2fa" not in _buttons(step(Idle(), Said("x", unsure), PRIYA))


def test_after_a_secret_nothing_is_guessed() -> None:
    unsure = Wish("disable_2fa", alternatives=("disable_2fa", "start_setup"))
    taken = step(GuideStep3(), Said("[password removed] you do it", unsure, ("password",)), PRIYA)
    assert TEXTS["en"]["home.unsure"] not in _said(taken)
    assert TEXTS["en"]["removed.then_password"] in _said(taken)
    assert isinstance(taken.state, GuideStep3)


@pytest.mark.parametrize("question", ["", "q.is_it_on"])
def test_is_it_on_in_the_middle_of_the_set_up_is_about_oneself(question: str) -> None:
    pending = change(PRIYA, "the QR code is issued")
    asked = Said("is it on?", Wish("request_status", question=question, tense="question"))
    taken = step(GuideStep3(), asked, pending)
    assert _said(taken).startswith("Not yet")
    assert isinstance(taken.state, GuideStep3)


def test_how_long_in_the_guide_is_what_is_left() -> None:
    pending = change(PRIYA, "the QR code is issued")
    asked = Said("how much longer", Wish("what_is_2fa", move="how_long", tense="question"))
    assert _said(step(GuideStep2(), asked, pending)).startswith(say("en", "q.left_2"))
    assert _said(step(GuideStep3(), asked, pending)).startswith(say("en", "q.left_3"))


def test_who_left_the_set_up_comes_back_to_the_step() -> None:
    stop, aside, back = (
        Said("patient", Wish("deny", move="stop")),
        Said("what is it", Wish("what_is_2fa")),
        Said("I'm back", Wish("affirm", move="next")),
    )
    taken = _tell(PRIYA, stop, aside, back, state=GuideStep1())
    assert isinstance(taken[0].state, Idle)
    assert "Nothing is on yet" in _said(taken[0])
    assert isinstance(taken[-1].state, GuideStep1)


def test_an_alarm_told_twice_is_handed_over_once() -> None:
    alarm = Said("that was not me", Wish("lost_phone", statements=frozenset({"not_me"})))
    first = step(Idle(), alarm, DANA)
    waiting = replace(DANA, floor="waiting", memory=first.memory or Memory())
    second = step(HandedOver(), alarm, waiting)
    assert first.asks
    assert second.asks == ()
    assert _said(second) != _said(first)


def test_the_clock_is_meant_after_a_refused_code() -> None:
    refused = replace(PRIYA, memory=Memory(topic="code_rejected"))
    asked = Said("how on android", Wish("which_app", question="q.android", tense="question"))
    assert _said(step(Idle(), asked, refused)).startswith(say("en", "q.fix_clock"))
    assert _said(step(Idle(), asked, PRIYA)).startswith(say("en", "q.android"))


def test_a_named_colleague_is_answered_by_name_in_a_question_about_people() -> None:
    admin = change(change(DANA, "Lakeside is activated"), "Owen Brandt, Priya Raman are missing at Lakeside")
    asked = Wish("request_status", question="q.who_has_not", person="Owen Brandt", tense="question")
    assert _said(step(Idle(), Said("has Owen done it?", asked), admin)).startswith("No, Owen Brandt")


def test_a_member_who_says_yes_to_nothing_hears_where_it_stands_and_who_can_ask() -> None:
    taken = step(Idle(), Said("yes", Wish("affirm", move="yes")), PEOPLE["Priya"])
    assert "Dana Whitfield" in _said(taken)


def test_a_hand_over_fits_on_a_phone() -> None:
    for language in ("en", "es"):
        for key in ("person.coming", "person.coming_unknown"):
            assert len(say(language, "person.sorry") + say(language, key, when="")) <= 230


def test_the_note_for_the_team_tells_where_the_set_up_was_left_and_no_inner_names() -> None:
    memory = Memory(
        complaints=(("scan_problem", 2), ("again.which_app", 1), ("sorry", 1)), left="guide_step_2"
    )
    note = summary(replace(PRIYA, memory=memory))
    assert "scan problem (2x)" in note
    assert "Left the set-up at: step 2." in note
    assert "sorry" not in note
    assert "again." not in note

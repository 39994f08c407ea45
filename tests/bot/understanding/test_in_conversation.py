"""The same words mean what the situation makes of them: the open question, its buttons, the last topic, the role."""

import pytest

from bot.engine.types.states import ALL_STATES
from bot.understanding.intents import STATES
from bot.understanding.understood import understand
from bot.understanding.wish import Situation

GUIDE = ("guide_step_1", "guide_step_2", "guide_step_3")
ADMIN_OFF = Situation(role="admin")
MEMBER_ON = Situation(role="member", may_set_up=True)


def test_the_states_are_the_engine_s_own() -> None:
    """A newer question is read like the older one it resembles, so that the reader need not learn again."""
    assert {*STATES} == {getattr(state, "read_as", state.name) for state in ALL_STATES}


@pytest.mark.parametrize(
    "typed",
    [
        "set up 2fa",
        "turn on 2fa",
        "enable 2fa",
        "activate 2FA",
        "I want 2FA",
        "turn it on",
        "set it up",
        "get 2fa",
        "2fa please",
        "activar 2fa",
        "quiero el 2FA",
    ],
)
def test_bare_verbs_on_the_topic_go_by_role_and_are_never_asked_back(typed: str) -> None:
    for situation, intent in ((ADMIN_OFF, "request_activation"), (MEMBER_ON, "start_setup")):
        found = understand(typed, situation)
        assert (found.intent, found.alternatives) == (intent, ())


@pytest.mark.parametrize(
    ("typed", "move"),
    [
        ("yep go ahead", "yes"),
        ("alright, let's do it", "yes"),
        ("👍", "yes"),
        ("si, mándela por favor", "yes"),
        ("nah, don't", "no"),
        ("❌", "no"),
        ("mejor no", "no"),
    ],
)
def test_any_wording_answers_the_open_question(typed: str, move: str) -> None:
    found = understand(typed, Situation(role="admin", state="confirm_request"))
    assert (found.move, found.alternatives) == (move, ())


@pytest.mark.parametrize("state", ["idle", "confirm_request", *GUIDE])
@pytest.mark.parametrize(
    ("typed", "moves"),
    [
        ("gotta run, a patient is here", {"later", "stop"}),
        ("hold on, somebody is at the door", {"later"}),
        ("I'll do this tomorrow", {"later"}),
        ("luego, tengo paciente", {"later"}),
        ("stop", {"stop"}),
        ("ya no quiero seguir", {"stop", "no"}),
        ("why?", {"why"}),
        ("how long does it take", {"how_long"}),
        ("cuánto tarda", {"how_long"}),
        ("say that again please", {"again"}),
        ("are you a robot", {"who_are_you"}),
        ("which one?", {"which"}),
        ("bye, have a nice day", {"goodbye"}),
    ],
)
def test_moves_are_seen_in_every_state(typed: str, moves: set[str], state: str) -> None:
    found = understand(typed, Situation(role="admin", state=state))
    assert found.move in moves or found.question


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("ok it's installed now", "guide_step_1"),
        ("ya la bajé", "guide_step_1"),
        ("I scanned it and a ThoroughCare line showed up in the list", "guide_step_2"),
        ("the key is in", "guide_step_2"),
        ("ya la pegué", "guide_step_2"),
        ("printed them, they are in my safe", "guide_tokens"),
    ],
)
def test_progress_is_told_in_any_words(typed: str, state: str) -> None:
    found = understand(typed, Situation(state=state))
    assert (found.intent, found.alternatives) == ("affirm", ())


@pytest.mark.parametrize(
    "typed", ["they burned in the fire", "nope, threw that sheet away", "ya los usé todos", "never saved any"]
)
def test_no_tokens_answers_the_question_for_one(typed: str) -> None:
    found = understand(typed, Situation(state="lost_phone"))
    assert found.intent == "deny"


def test_a_line_that_is_nearly_a_button_is_that_button() -> None:
    situation = Situation(
        buttons=(("guide.begin", "Guide me through it"), ("intent:which_app", "Which app do I need?"))
    )
    assert understand("guide me thru it", situation).button == "guide.begin"
    assert understand("the second one", situation).button == "intent:which_app"
    assert understand("I lost my phone", situation).button == ""
    assert understand("yes", situation).button == ""


@pytest.mark.parametrize("topic", ["request_status", "code_rejected", "what_is_2fa"])
def test_a_bare_why_is_about_the_last_topic(topic: str) -> None:
    assert understand("why", Situation(topic=topic)).intent == topic


def test_two_asks_are_both_told() -> None:
    found = understand(
        "Please turn on two factor for our whole practice, and which app do they need?", ADMIN_OFF
    )
    assert {found.intent, found.second} == {"request_activation", "which_app"}

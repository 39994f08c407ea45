"""Every kind of state, event and fact, for tests that go through all of them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

from bot.engine.flows.short_answers import FACTS
from bot.engine.steps.chose import PRESSES
from bot.engine.steps.reset_news import NEWS as RESET_NEWS
from bot.engine.steps.reset_news import REFUSED
from bot.engine.steps.reset_said import PRESSES as RESET_PRESSES
from bot.engine.types.events import Chose, Event, Happened, Opened, Outcome, Rated, Said
from bot.engine.types.facts import Facts, RefusalFacts
from bot.engine.types.states import (
    ALL_STATES,
    AnswerStaff,
    ChoosePractice,
    ConfirmAnswer,
    ConfirmRequest,
    ConfirmReset,
    ConfirmResetWithdrawal,
    ConfirmWithdraw,
    GuideStart,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    GuideTokens,
    HandedOver,
    Idle,
    LostPhone,
    Offered,
    ResetForGood,
    ResetForWhom,
    State,
    TellReset,
    to_json,
)
from bot.secrets_guard.reading import Kind
from bot.understanding.intents import INTENTS
from bot.understanding.wish import Foreign, Move, Statement, Wish
from tests.bot.engine.people import HILLTOP, LAKESIDE, PEOPLE, change, filed, led

STATES: tuple[State, ...] = (
    Idle(),
    Offered("start_setup"),
    Offered("lost_phone"),
    ChoosePractice("request"),
    ChoosePractice("withdraw"),
    ConfirmRequest("lakeside"),
    ConfirmRequest("gone"),
    ConfirmWithdraw("of-Lakeside"),
    ConfirmWithdraw("gone"),
    AnswerStaff("of-Lakeside"),
    AnswerStaff("gone"),
    ConfirmAnswer("of-Lakeside", "About twelve people."),
    ConfirmAnswer("gone", "About twelve people."),
    GuideStart(),
    GuideStep1(),
    GuideStep2(),
    GuideStep3(),
    GuideTokens(),
    LostPhone(),
    TellReset(),
    TellReset("Lakeside Family Medicine"),
    TellReset("Lakeside Family Medicine", "Dana Whitfield"),
    ResetForGood(),
    ResetForWhom(),
    ConfirmReset(),
    ConfirmReset("priya"),
    ConfirmReset("gone"),
    ConfirmResetWithdrawal("r-Priya"),
    ConfirmResetWithdrawal("gone"),
    HandedOver(),
    HandedOver(noted=True),
    HandedOver(before=to_json(GuideStep2())),
    HandedOver(before=to_json(ConfirmRequest("gone")), noted=True),
)
assert {type(state) for state in STATES} == set(ALL_STATES), "a kind of state is missing here"

QUESTIONS_ASKED = (
    "q.cost",
    "q.new_phone",
    "q.setup_time",
    "q.call_me",
    "q.where_key",
    *FACTS,
    "q.of_a_newer_reader",
)
ANSWERS = ("that was not me", "stop", "nobody can", "After three, extension 12")
ABOUTS = ("", "lakeside", "of-Lakeside", "gone")
ABOUTS_OF_RESETS = ("", "priya", "r-Priya", "gone")
ABOUT_LAKESIDE = {
    "practice": "Lakeside Family Medicine",
    "practice_id": "lakeside",
    "request_id": "of-Lakeside",
}
NEWS = (
    "request_approved",
    "request_declined",
    "request_withdrawn",
    "request_refused",
    "request_more_information",
    "guide_offered",
    "guide_nudged",
    "member_reminder",
    "practice_finished",
    "slack_linked",
    "slack_unlinked",
    "set_up_qr_issued",
    "set_up_code_refused",
    "set_up_enabled",
    "set_up_acknowledged",
    *RESET_NEWS,
    "conversation_given_back",
    "conversation_closed",
    "of_a_newer_release",
)
OUTCOMES: tuple[tuple[str, dict[str, str]], ...] = (
    ("request.asked", {"practice": "Lakeside"}),
    ("request.joined", {"practice": "Lakeside"}),
    ("request.not_filed", {"practice_id": "lakeside"}),
    ("request.not_filed", {"practice_id": "gone"}),
    ("request.taken_back", {"practice": "Lakeside"}),
    ("request.not_open", {}),
    ("request.not_allowed", {}),
    ("answer.sent", {"practice": "Lakeside"}),
    ("answer.closed", {}),
    ("answer.bad_text", {"request_id": "of-Lakeside", "most": "1000"}),
    ("answer.bad_text", {"request_id": "gone", "most": "1000"}),
    ("handed_over", {}),
    ("guide.opted_out", {}),
    ("guide.noted", {}),
    ("people.reminded", {"practice": "Lakeside", "count": "3"}),
    ("people.reminded_today", {}),
    ("people.nobody_to_remind", {}),
    ("reset.filed", {"reset_id": "r-Priya"}),
    ("reset.filed", {"reset_id": "r-Priya", "name": "Priya Raman"}),
    ("reset.already", {"reset_id": "gone"}),
    ("reset.withdrawn", {"reset_id": "gone"}),
    ("reset.frozen", {"reset_id": "gone", "name": "Priya Raman"}),
    ("reset.over", {"state": "done"}),
    *((kind, {}) for kind in REFUSED),
    ("feedback.helpful", {}),
    ("feedback.unhelpful", {}),
    ("feedback.ignored", {}),
    ("of_a_newer_release", {}),
)


def all_events() -> Iterator[Event]:
    """Each intent, each button about each thing, each news and each outcome."""
    yield Opened()
    yield from (Said("a few words", Wish(intent)) for intent in (*INTENTS, "of_a_newer_model"))
    yield from (Said("Lakeside please", Wish(intent, practices=("lakeside",))) for intent in INTENTS)
    yield from (Said("a short line", Wish("affirm", move=move)) for move in get_args(Move))
    yield from (
        Said("a statement", Wish("out_of_scope", statements=frozenset({told})))
        for told in get_args(Statement)
    )
    yield from (
        Said("not ours", Wish("out_of_scope", foreign=kind, heard="it")) for kind in get_args(Foreign)
    )
    yield from (Said("one thing", Wish("what_is_2fa", question=key)) for key in QUESTIONS_ASKED)
    yield Said("both", Wish("request_activation", all_practices=True))
    yield Said("not Lakeside", Wish("request_activation", excluded=("lakeside",)))
    yield Said("another clinic", Wish("request_activation", elsewhere=True))
    yield Said("angry", Wish("code_rejected", mood=frozenset({"angry"})))
    yield Said("two things", Wish("which_app", second="lost_phone", maybe=("scan_problem",)))
    yield Said(
        "the code thing", Wish("code_rejected", alternatives=("code_rejected", "recovery_codes", "affirm"))
    )
    yield Said("hm", Wish("affirm", alternatives=("affirm", "deny")))
    yield Said("[code removed]", Wish("code_rejected"), ("code",))
    yield from (Said("unclear", Wish(intent, alternatives=(intent, "out_of_scope"))) for intent in INTENTS)
    yield from (Said("[removed]", Wish("code_rejected"), (kind,)) for kind in get_args(Kind))
    yield Said("[recovery token removed]", Wish("recovery_codes"), ("recovery_token",), has_burned=True)
    yield Said("it is [key removed], help", Wish("scan_problem"), ("key", "of_a_newer_guard"))
    others = [act for act in PRESSES if act not in RESET_PRESSES]
    yield from (Chose(f"{act}:{about}") for act in (*others, "nonsense") for about in ABOUTS)
    yield from (Chose(f"{act}:{about}") for act in RESET_PRESSES for about in ABOUTS_OF_RESETS)
    yield from (Chose(f"intent:{intent}") for intent in (*INTENTS, "nonsense"))
    yield from (Said(words, Wish(intent)) for words in ANSWERS for intent in ("lost_phone", "talk_to_human"))
    yield from (Rated(3, helpful=helpful) for helpful in (True, False))
    yield from (Happened(kind, data) for kind in NEWS for data in ({}, ABOUT_LAKESIDE))
    yield from (Outcome(kind, data) for kind, data in OUTCOMES)


def all_facts() -> Iterator[Facts]:
    """Each person in each situation: in English with the bot, in Spanish while waiting for a person."""
    for facts in _people():
        yield facts
        yield replace(facts, language="es", floor="waiting")


def _people() -> Iterator[Facts]:
    yield from PEOPLE.values()
    yield Facts("member")
    yield change(PEOPLE["Proven"], "a code was refused")
    for name in ("Dana", "Priya", "Rosa"):
        person = PEOPLE[name]
        yield change(person, "Dana Whitfield has asked for Lakeside")
        yield change(person, "Owen Brandt has asked for Lakeside")
        yield change(person, "the team asks about Lakeside: How many?")
        yield change(person, "the team declines Lakeside: Not yet.")
        activated = change(person, "Lakeside is activated")
        yield activated
        yield change(activated, "the QR code is issued")
        yield change(change(activated, "the QR code is issued"), "a code was refused")
        yield change(activated, "the factor is live, 10 tokens not saved")
        yield change(activated, "the factor is live, 1 tokens saved")
        yield change(activated, "the factor is live, 0 tokens saved")
    yield from _unusual()
    yield from _resetting()


def _resetting() -> Iterator[Facts]:
    """With a reset of one's own, and as an admin with one of a colleague."""
    live = change(change(PEOPLE["Dana"], "Lakeside is activated"), "the factor is live, 1 tokens saved")
    yield replace(live, resets=(filed("priya", "Priya Raman"),))
    for state in ("filed", "approved", "done"):
        yield change(change(PEOPLE["Proven"], "the reset is filed"), f"the reset is {state}")


def _unusual() -> Iterator[Facts]:
    dana, priya, rosa = PEOPLE["Dana"], PEOPLE["Priya"], PEOPLE["Rosa"]
    asked = change(dana, "Dana Whitfield has asked for Lakeside").practices[0].request
    assert asked is not None
    for state in ("approved", "withdrawn", "refused"):
        yield replace(dana, practices=(replace(dana.practices[0], request=replace(asked, state=state)),))
    yield replace(dana, practices=(replace(led(LAKESIDE), members=30, shared=1),))
    yield replace(dana, practices=(replace(led(LAKESIDE), members=1, member_names=("Dana Whitfield",)),))
    yield replace(priya, practices=(replace(LAKESIDE, admins=()),))
    yield replace(priya, practices=(replace(LAKESIDE, admins=("Dana Whitfield", "Irene Soto")), HILLTOP))
    yield change(change(rosa, "Lakeside is activated"), "Hilltop is activated")
    yield change(change(rosa, "Dana Whitfield has asked for Lakeside"), "Rosa Vidal has asked for Hilltop")
    yield change(change(rosa, "Rosa Vidal has asked for Lakeside"), "Rosa Vidal has asked for Hilltop")
    yield change(PEOPLE["Miguel"], "the factor is live, 8 tokens saved")
    worked = change(priya, "Lakeside is activated")
    expired = replace(worked, refusal=RefusalFacts("expired", "That code is too old."))
    yield expired
    yield change(expired, "the QR code is issued")

"""Modals, cards and the Home view: what they show in each state, and that no name breaks them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.engine.types.facts import Facts
from bot.slack.views.guide_card import GuideProgress, Stage, guide_card, progress_of
from bot.slack.views.home_view import home_view, overview, status, unlinked_home
from bot.slack.views.presses import AnswerPressed, AskPressed, WithdrawPressed, read_press
from bot.slack.views.replies import answered_there, link_prompt, not_welcome, pointer_to_dm, too_many
from bot.slack.views.request_card import RequestCard, request_card
from bot.slack.views.request_modal import (
    LONGEST_TEXT,
    RequestForm,
    answer_errors,
    answer_modal,
    read_answer,
    read_request,
    request_errors,
    request_modal,
)
from core.requests import request_states
from tests.bot.engine.people import PEOPLE, change
from tests.bot.slack.views.drawing import (
    NASTY,
    REQUEST_STATES,
    SITE,
    buttons,
    check_message,
    check_view,
    members,
    said,
)

LANGUAGES = ("en", "es")


def filled(view: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The view as Slack sends it back."""
    values = {
        block["block_id"]: {block["element"]["action_id"]: fields[block["block_id"]]}
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return {**view, "state": {"values": values}}


@pytest.mark.parametrize("count", [0, 1, 13, 200])
@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_no_name_and_no_number_of_practices_breaks_a_view(name: str, count: int) -> None:
    for facts in members(count, name):
        check_view(home_view(facts, site_url=SITE))
        chosen = facts.practices[-1].id if facts.practices else None
        check_view(request_modal(facts))
        check_view(request_modal(facts, chosen=chosen, note=name, private_metadata="{}"))
        check_message(status(facts, site_url=SITE))
        check_message(overview(facts, site_url=SITE))
        check_message(guide_card(progress_of(facts), language=facts.language, site_url=SITE))


@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("state", REQUEST_STATES)
def test_no_name_and_no_words_break_a_card_of_a_request(name: str, state: Any) -> None:
    for language in ("en", "es"):
        card = RequestCard(
            "r", "p", name, state, name, "March 2, 2026", name * 10, name * 10, name, "March 3, 2026"
        )
        for each in (card, replace(card, mine=False, is_admin=False, decided_by="", reason="")):
            check_message(request_card(each, language=language, site_url=SITE))
        check_view(answer_modal(name, name * 10, language=language))


def test_an_admin_of_200_practices_finds_each_of_them_in_the_modal() -> None:
    (facts, *_rest) = members(200, "Practice")
    view = check_view(
        request_modal(replace(facts, practices=tuple(replace(p, activated_on="") for p in facts.practices)))
    )
    (field,) = [block for block in view["blocks"] if block["block_id"] == "practice"]
    groups = field["element"]["option_groups"]
    assert [group["label"]["text"] for group in groups] == ["Practices 1 to 100", "Practices 101 to 200"]
    assert len({option["value"] for group in groups for option in group["options"]}) == 200


def test_the_modal_of_one_practice_says_whom_it_touches() -> None:
    view = check_view(request_modal(PEOPLE["Dana"], private_metadata="about"))
    words = said(view)
    assert (
        "4 people work at Lakeside Family Medicine: Dana Whitfield, Miguel Ortega, Owen Brandt and Priya Raman."
        in words
    )
    assert "2 of them work in other practices too." in words
    assert (view["submit"]["text"], view["close"]["text"]) == ("Send request", "Not now")
    assert view["private_metadata"] == "about"


def test_with_several_practices_the_people_come_with_the_choice() -> None:
    rosa = PEOPLE["Rosa"]
    assert "Choose a practice to see whom it touches." in said(request_modal(rosa))
    chosen = request_modal(rosa, chosen="hilltop", note="By May, please.")
    assert "2 people work at Hilltop Internal Medicine" in said(chosen)
    (note,) = [block for block in chosen["blocks"] if block["block_id"] == "note"]
    assert note["element"]["initial_value"] == "By May, please."


def test_an_open_request_of_another_admin_is_joined_and_says_so() -> None:
    dana = change(PEOPLE["Dana"], "Owen Brandt has asked for Lakeside")
    words = said(request_modal(dana))
    assert "Owen Brandt already asked on March 2, 2026. Your name is added to that request." in words


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (PEOPLE["Priya"], "Lakeside Family Medicine: Dana Whitfield"),
        (change(PEOPLE["Dana"], "Lakeside is activated"), "already turned on for every practice"),
        (Facts("member"), "no practice that you work in"),
    ],
)
def test_who_cannot_ask_is_told_why_and_gets_no_form(facts: Facts, expected: str) -> None:
    view = check_view(request_modal(facts))
    assert expected in said(view)
    assert "submit" not in view


def test_what_was_filled_in_is_read_back() -> None:
    view = request_modal(PEOPLE["Rosa"], chosen="hilltop")
    typed = filled(view, practice={"selected_option": {"value": "hilltop"}}, note={"value": " By May. "})
    assert read_request(typed) == RequestForm("hilltop", "By May.")
    empty = filled(view, practice={"selected_option": None}, note={"value": None})
    assert read_request(empty) == RequestForm(None, "")
    answer = answer_modal("Lakeside", "How many?", language="en")
    assert read_answer(filled(answer, answer={"value": "Twelve."})) == "Twelve."


@pytest.mark.parametrize(
    "view", [{}, {"state": None}, {"state": {"values": []}}, {"state": {"values": {"practice": 3}}}]
)
def test_a_broken_form_is_an_empty_one(view: dict[str, Any]) -> None:
    assert read_request(view) == RequestForm(None, "")


def test_errors_stand_at_their_fields() -> None:
    fields = {block["block_id"] for block in request_modal(PEOPLE["Dana"])["blocks"]}
    errors = request_errors(language="en", practice="not_admin", note="too_long")
    assert set(errors) < fields
    assert errors["note"] == "Please use at most 1000 characters."
    assert set(answer_errors("empty", language="es")) < {
        b["block_id"] for b in answer_modal("x", "y", language="es")["blocks"]
    }


def test_the_fields_take_as_much_as_core_does() -> None:
    assert request_states.LONGEST_TEXT == LONGEST_TEXT


CARD = RequestCard(
    "request-1", "lakeside", "Lakeside Family Medicine", "pending", "Dana Whitfield", "March 2, 2026"
)


def drawn(card: RequestCard) -> tuple[str, dict[str, dict[str, Any]]]:
    shown = check_message(request_card(card, language="en", site_url=SITE))
    return said(shown.blocks), buttons(shown.blocks)


def test_a_card_of_a_request_follows_it() -> None:
    words, ways = drawn(CARD)
    assert "2FA for Lakeside Family Medicine" in words
    assert "has not decided yet" in words
    assert read_press(ways["Withdraw request"]) == WithdrawPressed("request-1")
    assert "confirm" in ways["Withdraw request"]
    words, ways = drawn(replace(CARD, state="more_information", question="How many phones?"))
    assert "How many phones?" in words
    assert read_press(ways["Answer the question"]) == AnswerPressed("request-1")
    words, ways = drawn(replace(CARD, state="approved", decided_by="Sam", decided_on="March 3, 2026"))
    assert "Approved by Sam." in words
    assert "Rivera" not in words
    assert ways["Set up 2FA for me"]["url"].startswith(f"{SITE}/settings")
    words, ways = drawn(replace(CARD, state="declined", decided_by="Sam", reason="Not yet."))
    assert "Not yet." in words
    assert read_press(ways["Ask again"]) == AskPressed("lakeside")


@pytest.mark.parametrize("state", REQUEST_STATES)
def test_no_card_in_slack_decides(state: Any) -> None:
    assert not {"Approve", "Decline"} & set(drawn(replace(CARD, state=state))[1])


def test_who_is_not_behind_a_request_cannot_withdraw_it() -> None:
    assert drawn(replace(CARD, mine=False))[1] == {}


def guide(progress: GuideProgress) -> tuple[str, dict[str, dict[str, Any]]]:
    shown = check_message(guide_card(progress, language="en", site_url=SITE))
    return said(shown.blocks), buttons(shown.blocks)


TICKS: dict[Stage, int] = {"start": 0, "opened": 0, "qr_issued": 1, "refused": 2, "enabled": 3, "done": 4}


def test_the_guide_ticks_as_the_server_moves() -> None:
    for stage, done in TICKS.items():
        words, ways = guide(GuideProgress(stage, "The clock is behind."))
        assert words.count("(done)") == done
        assert words.count("(you are here)") == (0 if done == 4 else 1)
        assert all(way["url"].startswith(f"{SITE}/settings") for way in ways.values())
        assert bool(ways) == (stage != "done")
    assert (
        "The last code was refused: The clock is behind."
        in guide(GuideProgress("refused", "The clock is behind."))[0]
    )


def test_the_stage_is_read_from_the_facts() -> None:
    priya = PEOPLE["Priya"]
    assert progress_of(priya).stage == "not_activated"
    priya = change(priya, "Lakeside is activated")
    assert progress_of(priya).stage == "start"
    shown_the_section = replace(priya, enrollment=replace(priya.enrollment, opened=True))
    assert progress_of(shown_the_section).stage == "opened"
    issued = change(priya, "the QR code is issued")
    assert progress_of(issued).stage == "qr_issued"
    assert progress_of(change(issued, "a code was refused")).refusal.startswith("Your phone's clock")
    assert progress_of(change(priya, "the factor is live, 10 tokens not saved")).stage == "enabled"
    assert progress_of(change(priya, "the factor is live, 10 tokens saved")).stage == "done"


def test_strangers_learn_nothing_and_get_a_way_on() -> None:
    for language in ("en", "es"):
        prompt = check_message(link_prompt(f"{SITE}/slack/link?token=x", language=language))
        assert len(buttons(prompt.blocks)) == 1
        check_view(unlinked_home(prompt, language=language))
        for reason in ("stranger", "bot", "team", "deleted", "unknown"):
            check_message(not_welcome(reason, language=language, site_url=SITE))
        check_message(pointer_to_dm(language=language))
        for minutes in (1, 2, 60):
            check_message(too_many(minutes, language=language))
        check_message(answered_there(language=language))

"""Asking for 2FA in Slack: the modal, what it refuses, and the card that follows the request to its end."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.imports.demo_data import LAKESIDE, RIVERBEND
from core.requests import request_decisions
from core.requests.request_states import ActivationRequest, Exchange
from tests.bot.slack.pages import at_work
from tests.bot.slack.workspace import InSlack
from tests.parts.clock import shown_time
from tests.parts.slack.slack_driver import buttons, labels
from tests.parts.slack.slack_fake import STAFF_CHANNEL

on_one = pytest.mark.databases("sqlite")  # what a request is and does is proven on both by core's own tests


def chosen(view: dict[str, Any], practice_id: str) -> dict[str, Any]:
    """The practice field as filled in."""
    (block,) = (each for each in view["blocks"] if each["block_id"] == "practice")
    found = [each for each in block["element"]["options"] if each["value"] == practice_id]
    return {"type": "static_select", "selected_option": found[0] if found else None}


def typed(text: str) -> dict[str, Any]:
    return {"type": "plain_text_input", "value": text or None}


def open_modal(in_slack: InSlack, name: str) -> dict[str, Any]:
    """``/2fa request``; the modal that opens."""
    before = len(in_slack.slack.modals)
    answer = in_slack.driver.post(in_slack.driver.command(in_slack.user(name), "request"))
    assert (answer.status_code, answer.text) == (200, "")
    in_slack.slack.wait(lambda: len(in_slack.slack.modals) > before, "the modal")
    return in_slack.slack.modals[-1]


def send(in_slack: InSlack, name: str, practice: str, note: str = "") -> Any:
    """Fill the modal in and send it; what Slack is answered."""
    view = open_modal(in_slack, name)
    values = {"practice": chosen(view, in_slack.cast.practice(practice).id), "note": typed(note)}
    return in_slack.driver.post(in_slack.driver.sent_modal(in_slack.user(name), view, values))


def card(in_slack: InSlack, name: str, words: str) -> dict[str, Any]:
    """The request's card, once it says so."""
    user = in_slack.user(name)

    def found() -> dict[str, Any] | None:
        cards = [each for each in in_slack.slack.dm(user) if each["text"].startswith("2FA for")]
        return next((each for each in cards if words in each["text"]), None)

    in_slack.slack.wait(found, f"a card that says {words!r}")
    shown = found()
    assert shown
    return shown


def decide(in_slack: InSlack, what: str, **more: Any) -> None:
    """Alex decides in the console."""
    now = shown_time()
    by, request = in_slack.cast.fresh("Alex", now=now), in_slack.cast.one(select(ActivationRequest))
    act = getattr(request_decisions, what)
    in_slack.cast.do(lambda session: act(session, request.id, *more.values(), by=by, now=now))


def test_an_admin_asks_in_the_modal_and_the_card_follows_the_decision(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    answer = send(in_slack, "Dana", "Lakeside", "We move on Monday.")
    assert (answer.status_code, answer.text) == (200, "")
    request = in_slack.cast.one(select(ActivationRequest))
    assert (request.state, request.note) == ("pending", "We move on Monday.")
    waiting = card(in_slack, "Dana", "not decided yet")
    assert labels(waiting["blocks"]) == ["Withdraw request"]
    in_slack.slack.wait(lambda: in_slack.slack.messages[STAFF_CHANNEL], "the team's channel")
    (announced,) = in_slack.slack.messages[STAFF_CHANNEL]
    (way,) = buttons(announced["blocks"])
    with at_work(in_slack, "Alex") as console:
        page = console.get(way["url"])
        assert "We move on Monday." in page.text  # the note is read there, not in the channel
        question = console.post(f"/requests/{request.id}/approve").text
        (seen,) = re.findall(r'name="seen" value="([0-9a-f]+)"', question)
        assert "Approved." in console.post(f"/requests/{request.id}/approve", seen=seen).text
    approved = card(in_slack, "Dana", "Approved by Alex")
    assert approved["ts"] == waiting["ts"]
    assert "Set up 2FA for me" in labels(approved["blocks"])
    in_slack.slack.wait(
        lambda: sum("turned on two-factor" in text for text in in_slack.texts("Dana")) == 1, "the news"
    )


@on_one
def test_the_modal_says_what_is_wrong_and_nothing_is_kept(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    view = open_modal(in_slack, "Dana")
    lakeside, user = in_slack.cast.practice("Lakeside").id, in_slack.user("Dana")
    for values, field in (
        ({"practice": chosen(view, "nothing"), "note": typed("")}, "practice"),
        ({"practice": chosen(view, lakeside), "note": typed("my password is Hunter-2-hunter!")}, "note"),
        ({"practice": chosen(view, lakeside), "note": typed("x" * 1001)}, "note"),
    ):
        told = in_slack.driver.post(in_slack.driver.sent_modal(user, view, values)).json()
        assert (told["response_action"], list(told["errors"])) == ("errors", [field])
    riverbend = {
        "text": {"type": "plain_text", "text": RIVERBEND},
        "value": in_slack.cast.practice("Riverbend").id,
    }
    forged = {"practice": {"type": "static_select", "selected_option": riverbend}, "note": typed("")}
    told = in_slack.driver.post(in_slack.driver.sent_modal(user, view, forged)).json()
    assert "not a site admin" in told["errors"]["practice"]
    assert in_slack.cast.rows(select(ActivationRequest)) == []
    send(in_slack, "Dana", "Lakeside")
    again = {"practice": chosen(view, lakeside), "note": typed("")}
    told = in_slack.driver.post(in_slack.driver.sent_modal(user, view, again)).json()
    assert "already asked" in told["errors"]["practice"]


def test_sending_the_modal_twice_has_one_effect(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    view = open_modal(in_slack, "Dana")
    values = {"practice": chosen(view, in_slack.cast.practice("Lakeside").id), "note": typed("")}
    delivery = in_slack.driver.sent_modal("UDANA", view, values)
    assert [in_slack.driver.post(delivery).text for _ in range(3)] == ["", "", ""]
    assert len(in_slack.cast.rows(select(ActivationRequest))) == 1


@on_one
def test_a_member_who_is_no_admin_learns_whom_to_ask(in_slack: InSlack) -> None:
    in_slack.link("Priya")
    view = open_modal(in_slack, "Priya")
    assert "submit" not in view
    assert "Dana Whitfield" in str(view["blocks"])


@on_one
def test_choosing_a_practice_shows_whom_it_touches(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    view = open_modal(in_slack, "Dana")
    lakeside = in_slack.cast.practice("Lakeside").id
    state = {"values": {"practice": {"modal_practice": chosen(view, lakeside)}}}
    action = {"action_id": "modal_practice", "block_id": "practice", **chosen(view, lakeside)}
    press = in_slack.driver.interaction(
        "block_actions", "UDANA", view={**view, "state": state}, actions=[action]
    )
    assert in_slack.driver.post(press).status_code == 200
    in_slack.slack.wait(lambda: in_slack.slack.made("views.update"), "the modal to change")
    assert f"4 people work at {LAKESIDE}" in str(in_slack.slack.modals[-1]["blocks"])


@on_one
def test_more_information_is_asked_for_on_the_card_and_answered_in_a_modal(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    send(in_slack, "Dana", "Lakeside")
    card(in_slack, "Dana", "not decided yet")
    decide(in_slack, "ask_for_more", question="How many phones do you have?")
    asked = card(in_slack, "Dana", "How many phones do you have?")
    assert (
        in_slack.driver.post(in_slack.driver.pressed("UDANA", asked, "Answer the question")).status_code
        == 200
    )
    in_slack.slack.wait(lambda: len(in_slack.slack.modals) > 1, "the modal")
    view = in_slack.slack.modals[-1]
    empty = in_slack.driver.sent_modal("UDANA", view, {"answer": typed("")})
    assert list(in_slack.driver.post(empty).json()["errors"]) == ["answer"]
    given = in_slack.driver.sent_modal("UDANA", view, {"answer": typed("Twelve.")})
    assert in_slack.driver.post(given).text == ""
    assert in_slack.cast.one(select(Exchange)).answer == "Twelve."
    card(in_slack, "Dana", "not decided yet")


@on_one
def test_a_decline_shows_its_reason_and_offers_to_ask_again(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    send(in_slack, "Dana", "Lakeside")
    card(in_slack, "Dana", "not decided yet")
    decide(in_slack, "decline", reason="Please update your contract.")
    declined = card(in_slack, "Dana", "Please update your contract.")
    assert labels(declined["blocks"]) == ["Ask again"]
    in_slack.driver.post(in_slack.driver.pressed("UDANA", declined, "Ask again"))
    in_slack.slack.wait(lambda: len(in_slack.slack.modals) > 1, "the modal again")


@on_one
def test_withdrawing_is_a_button_on_the_card(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    send(in_slack, "Dana", "Lakeside")
    waiting = card(in_slack, "Dana", "not decided yet")
    in_slack.driver.post(in_slack.driver.pressed("UDANA", waiting, "Withdraw request"))
    card(in_slack, "Dana", "was withdrawn")
    assert in_slack.cast.one(select(ActivationRequest)).state == "withdrawn"


@on_one
def test_a_trigger_that_is_over_opens_nothing_and_the_conversation_goes_on(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    command = in_slack.driver.command("UDANA", "request")
    shown_time.forward(timedelta(seconds=4))
    said = len(in_slack.slack.dm("UDANA"))
    in_slack.driver.post(command)
    in_slack.newest("Dana", said)
    assert in_slack.slack.modals == []
    assert "Send request" in in_slack.offered("Dana")


@on_one
def test_the_shortcut_opens_the_modal_for_an_admin_and_the_conversation_for_others(in_slack: InSlack) -> None:
    in_slack.link("Dana")
    in_slack.link("Tom")
    in_slack.driver.post(in_slack.driver.shortcut("UDANA", "two_factor_help"))
    in_slack.slack.wait(lambda: in_slack.slack.modals, "the modal")
    said = len(in_slack.slack.dm("UTOM"))
    in_slack.driver.post(in_slack.driver.shortcut("UTOM", "two_factor_help"))
    assert in_slack.newest("Tom", said)["text"].startswith("Hi Tom")
    assert len(in_slack.slack.modals) == 1

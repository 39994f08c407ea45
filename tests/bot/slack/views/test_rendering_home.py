"""App Home: what each person sees of themself, of their practices and of the rule that asks them for a code."""

from collections import Counter

import pytest

from bot.engine.types.facts import Facts, PracticeFacts, RequestFacts
from bot.slack.views.home_view import home_view
from bot.slack.views.presses import AskPressed, ChoicePressed, read_press
from tests.bot.engine.people import PEOPLE, change
from tests.bot.slack.views.drawing import SITE, buttons, check_view, members, said


def test_home_shows_an_admin_the_numbers_and_the_way_to_ask() -> None:
    view = check_view(home_view(PEOPLE["Dana"], site_url=SITE))
    assert "You are a site admin here." in said(view)
    assert read_press(buttons(view)["Ask for 2FA"]) == AskPressed("lakeside")
    assert read_press(buttons(view)["Turn on 2FA for my practice"]) is not None
    on = change(PEOPLE["Dana"], "Lakeside is activated")
    assert "0 of 4 people have set it up." in said(home_view(on, site_url=SITE))


def test_home_shows_a_member_whom_to_ask_and_no_numbers() -> None:
    view = home_view(PEOPLE["Priya"], site_url=SITE)
    words = said(view)
    assert "Site admin: Dana Whitfield." in words
    assert "people have set it up" not in words
    assert "Ask for 2FA" not in buttons(view)


@pytest.mark.parametrize("name", ["Dana", "Priya", "Rosa", "Miguel"])
def test_no_two_buttons_of_home_have_one_name_and_two_effects(name: str) -> None:
    for facts in (PEOPLE[name], change(PEOPLE[name], "Lakeside is activated")):
        view = home_view(facts, site_url=SITE)
        labels = Counter(
            row["text"]["text"]
            for block in view["blocks"]
            for row in block.get("elements", ())
            if row["type"] == "button"
        )
        assert set(labels.values()) == {1}


def test_home_leads_back_to_where_the_person_was() -> None:
    priya = change(change(PEOPLE["Priya"], "Lakeside is activated"), "the QR code is issued")
    resume = buttons(home_view(priya, site_url=SITE))["Resume where I was"]
    assert read_press(resume) == ChoicePressed("intent:start_setup", None)


@pytest.mark.parametrize("mine", [True, False])
def test_home_explains_the_rule_of_the_person(mine: bool) -> None:
    priya = change(PEOPLE["Miguel"], "Lakeside is activated")
    if mine:
        priya = change(priya, "the factor is live, 8 tokens saved")
    words = said(home_view(priya, site_url=SITE))
    expected = "Because you have set it up." if mine else "You are not asked yet."
    assert expected in words


def test_home_of_many_practices_counts_the_others() -> None:
    (facts, *_rest) = members(200, "Practice")
    assert "And 170 more." in said(home_view(facts, site_url=SITE))


def test_a_request_that_a_member_cannot_answer_does_not_wait_for_their_answer() -> None:
    request = RequestFacts(
        "r", "more_information", mine=False, asked_by="Dana Whitfield", asked_on="March 2, 2026"
    )
    practice = PracticeFacts("p", "Lakeside", admins=("Dana Whitfield",), request=request)
    member = Facts("member", practices=(practice,))
    assert "waits for a decision" in said(home_view(member, site_url=SITE))

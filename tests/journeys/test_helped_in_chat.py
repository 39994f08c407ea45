"""Helped in chat, by keyboard alone: a refused code is diagnosed, a lost phone leads to a new set, a reminder is stopped."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from console import rounds
from core.people.users import User
from tests.journeys.keyboard import KeyboardMember, keyboard_member
from tests.journeys.people import member
from tests.journeys.test_trouble import activate
from tests.parts.axe import assert_accessible
from tests.parts.browser import NewPage
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both
A_DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def quick_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker that reminds looks every half second instead of every few minutes. Asked for before the sites start."""
    monkeypatch.setattr(rounds, "REMIND_EVERY", 0.5)


def test_a_refused_code_is_diagnosed_in_the_chat_and_the_set_up_goes_on(
    sites: Sites, new_page: NewPage
) -> None:
    activate(sites, "Riverbend")
    tom = keyboard_member(sites, new_page(), "tom@riverbend.example")
    tom.sign_in()
    tom.open_set_up()
    right = tom.scan()
    tom.phone = right.with_clock_ahead(-timedelta(minutes=3))
    for words in ("too old", "3 minutes behind"):
        tom.enable()
        expect(tom.page.locator("main").get_by_role("alert")).to_contain_text(words)
    chat = tom.open_chat()
    tom.say("it says my code is wrong, why?")
    log = chat.get_by_role("log")
    expect(log).to_contain_text("Your phone's clock is about 3 minutes behind")
    expect(log).to_contain_text("iPhone: Settings, General, Date & Time")
    tom.close_chat()
    tom.phone = right  # the clock is set
    tom.enable()
    tom.save_tokens()
    expect(tom.page.get_by_text("Your Recovery Tokens are marked as saved")).to_be_visible()


def test_a_lost_phone_leads_by_a_recovery_token_to_a_new_set(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Lakeside")
    priya = keyboard_member(sites, new_page(), "priya@lakeside.example")
    priya.sign_in()
    old = priya.set_up()
    priya.sign_out()
    priya.give_password()
    page = priya.page
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    chat = priya.open_chat()
    priya.say("I lost my phone")
    expect(chat.get_by_role("button", name="I have a token")).to_be_visible()
    priya.press("I have a token", back=True)
    expect(chat.get_by_role("link", name="Use a recovery token")).to_be_visible()
    priya.press("Use a recovery token")
    expect(page.get_by_label("Recovery token")).to_be_visible()
    priya.type_into("Recovery token", old[0])
    priya.press("Verify Token")
    expect(page.locator("main").get_by_role("status")).to_contain_text("signed in with a recovery token")
    chat = priya.open_chat()
    priya.say("I need new recovery tokens")
    expect(chat.get_by_role("log")).to_contain_text("You have 9 unused ones.")
    priya.press("Open Account Settings", back=True)
    expect(page.get_by_role("heading", name="Account Settings")).to_be_visible()
    take_new_tokens(priya, old[1])
    assert not set(priya.save_tokens()) & set(old)


def take_new_tokens(priya: KeyboardMember, token: str) -> None:
    """In Settings, with the password and another of the old tokens."""
    priya.press("New recovery tokens")
    expect(priya.page.get_by_role("button", name="Make new recovery tokens")).to_be_visible()
    priya.type_into("Current password", priya.password)
    priya.press("Phone not at hand? Use a recovery token")
    expect(priya.page.get_by_label("Recovery token")).to_be_visible()
    priya.type_into("Recovery token", token)
    priya.press("Make new recovery tokens")


def test_a_reminder_comes_once_and_is_stopped(quick_rounds: None, sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Lakeside")
    priya = keyboard_member(sites, new_page(), "priya@lakeside.example")
    priya.sign_in()
    priya.open_set_up()
    expect(priya.page.get_by_role("img", name="QR code")).to_be_visible()
    shown_time.forward(A_DAY)
    priya.give_password()
    page = priya.page
    opener = page.get_by_role("button", name="Open chat")
    expect(opener).to_have_accessible_description("2 unread messages")  # the offer, and the reminder
    chat = priya.open_chat()
    expect(chat.get_by_role("log", name="Messages")).to_contain_text("is not finished yet")
    assert_accessible(page)
    priya.press("Do not ask me again", back=True)
    expect(chat.get_by_role("log")).to_contain_text("I will not offer it again")
    priya.close_chat()
    expect(opener).to_have_accessible_description("")
    (stopped,) = sites.cast.rows(select(User.guide_opted_out_at).where(User.email == priya.email))
    assert stopped is not None
    assert sum(row.via == "conversation" for row in sites.cast.told("guide_nudged")) == 1


def test_an_answer_leads_to_its_step_of_the_article_inside_the_chat(sites: Sites, new_page: NewPage) -> None:
    visitor = member(sites, new_page(), "nobody@lakeside.example")
    page = visitor.page
    page.goto(f"{sites.account}/sign-in")
    chat = visitor.open_chat()
    visitor.say("the QR code does not scan")
    chat.get_by_role("link", name="Open the article").click()
    expect(chat.get_by_role("heading", name="Step 2: connect the app")).to_be_in_viewport()
    assert page.url == f"{sites.account}/sign-in"
    assert_accessible(page)
    chat.get_by_role("button", name="Back to the conversation").click()
    expect(chat.get_by_role("log")).to_contain_text("the QR code does not scan")

"""Helped in chat: a refused code is diagnosed, a lost phone leads to a new set, a reminder can be stopped."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from console import rounds
from core.users import User
from tests.journeys.people import member
from tests.journeys.test_trouble import activate
from tests.parts.axe import assert_accessible
from tests.parts.browser import NewPage
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both
MOST_STOPS = 40
A_DAY = timedelta(days=1, minutes=1)


@pytest.fixture
def quick_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker that reminds looks every half second instead of every few minutes. Asked for before the sites start."""
    monkeypatch.setattr(rounds, "REMIND_EVERY", 0.5)


def test_a_refused_code_is_diagnosed_in_the_chat_and_the_set_up_goes_on(
    sites: Sites, new_page: NewPage
) -> None:
    activate(sites, "Riverbend")
    tom = member(sites, new_page(), "tom@riverbend.example")
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
    tom.page.get_by_role("button", name="Close chat").click()
    tom.phone = right  # the clock is set
    tom.enable()
    tom.save_tokens()
    expect(tom.page.get_by_text("Your Recovery Tokens are marked as saved")).to_be_visible()


def test_a_lost_phone_leads_by_a_recovery_token_to_a_new_set(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Lakeside")
    priya = member(sites, new_page(), "priya@lakeside.example")
    priya.sign_in()
    old = priya.set_up()
    priya.sign_out()
    priya.give_password()
    page = priya.page
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    chat = priya.open_chat()
    priya.say("I lost my phone")
    chat.get_by_role("button", name="I have a token").click()
    chat.get_by_role("link", name="Use a recovery token").click()
    page.get_by_label("Recovery token").fill(old[0])
    page.get_by_role("button", name="Verify Token").click()
    expect(page.locator("main").get_by_role("status")).to_contain_text("signed in with a recovery token")
    chat = priya.open_chat()
    priya.say("I need new recovery tokens")
    expect(chat.get_by_role("log")).to_contain_text("You have 9 unused ones.")
    chat.get_by_role("link", name="Open Account Settings").last.click()
    expect(page.get_by_role("heading", name="Account Settings")).to_be_visible()
    page.goto(f"{sites.account}/settings/recovery-tokens")
    page.get_by_label("Current password").fill(priya.password)
    page.get_by_text("Phone not at hand? Use a recovery token").click()
    page.get_by_label("Recovery token").fill(old[1])
    page.get_by_role("button", name="Make new recovery tokens").click()
    assert not set(priya.save_tokens()) & set(old)


def test_a_reminder_comes_once_and_is_stopped_by_keyboard_alone(
    quick_rounds: None, sites: Sites, new_page: NewPage
) -> None:
    activate(sites, "Lakeside")
    priya = member(sites, new_page(), "priya@lakeside.example")
    priya.sign_in()
    priya.open_set_up()
    expect(priya.page.get_by_role("img", name="QR code")).to_be_visible()
    shown_time.forward(A_DAY)
    priya.give_password()
    page = priya.page
    opener = page.get_by_role("button", name="Open chat")
    expect(opener).to_have_accessible_description("2 unread messages")  # the offer, and the reminder
    _tab_to(page, "Open chat", "Tab")
    page.keyboard.press("Enter")
    chat = page.get_by_role("region", name="Help chat")
    expect(chat.get_by_role("log", name="Messages")).to_contain_text("is not finished yet")
    expect(chat.get_by_role("textbox", name="Message")).to_be_focused()
    assert_accessible(page)
    _tab_to(page, "Do not ask me again", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chat.get_by_role("log")).to_contain_text("I will not offer it again")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
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
    expect(chat.get_by_role("log")).to_contain_text("Let us get it scanned")


def _tab_to(page: Page, name: str, key: str) -> None:
    """Press the key until the button of this name has the focus, inside the chat too."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"{name!r} cannot be reached by keyboard")


FOCUSED = """() => {
  let e = document.activeElement;
  while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
  return e?.getAttribute("aria-label") || e?.innerText?.trim() || "";
}"""

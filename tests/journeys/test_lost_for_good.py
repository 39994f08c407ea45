"""The phone is gone for good: filed at the token prompt, decided by two, set up again. And a thief who tries the same."""

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from console import rounds
from core.requests.reset_states import ResetRequest
from tests.console.staff.in_a_browser.test_resets import give_code
from tests.journeys.people import Member, fresh_code, member, staff
from tests.journeys.test_trouble import activate
from tests.parts.axe import assert_accessible
from tests.parts.browser import NewPage
from tests.parts.clock import shown_time
from tests.parts.phone import Phone
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both
PRIYA = "priya@lakeside.example"
WAITING = timedelta(hours=24, minutes=1)
MAIL_SECONDS = 15  # of real time


@pytest.fixture
def quick_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due is carried out every half second instead of every minute. Asked for before the sites start."""
    monkeypatch.setattr(rounds, "RESET_EVERY", 0.5)


def set_up_and_out(sites: Sites, page: Page) -> Member:
    """Priya, who is set up and signed out."""
    activate(sites, "Lakeside")
    priya = member(sites, page, PRIYA)
    priya.sign_in()
    priya.set_up()
    priya.sign_out()
    return priya


def file_at_the_prompt(who: Member) -> None:
    """The password, and then the help chat of the token prompt."""
    who.give_password()
    expect(who.page.get_by_role("heading", name="One more step")).to_be_visible()
    log = who.open_chat().get_by_role("log")
    who.say("I lost my phone")
    who.press("I have no token")
    who.press("It is gone for good")
    for promise in ("Two people at ThoroughCare", "number on file", "waiting time", "asking for the 6-digit"):
        expect(log).to_contain_text(promise)
    who.press("Send request")
    expect(log).to_contain_text("The reset is filed")


def decide(sites: Sites, new_page: NewPage) -> None:
    """Alex proves who asks and proposes; Sam reads it and approves."""
    reset = sites.cast.one(select(ResetRequest).order_by(ResetRequest.filed_at.desc()).limit(1))
    alex, sam = new_page(), new_page()
    for name, page in (("Alex", alex), ("Sam", sam)):
        staff(sites, page, name).sign_in()
        page.goto(f"{sites.console}/resets/{reset.id}")
    alex.get_by_label("How identity was proven").fill("Read the last invoice to us.")
    alex.get_by_label("Call-back").fill("Called the number of 2024.")
    give_code(sites, alex, "Alex", "propose", "Propose the reset")
    expect(alex.get_by_text("A different colleague has to approve it.").first).to_be_visible()
    sam.reload()
    give_code(sites, sam, "Sam", "approve", "Approve the reset")
    expect(sam.get_by_text("the waiting time has begun")).to_be_visible()


def state(sites: Sites) -> str:
    return sites.cast.one(select(ResetRequest).order_by(ResetRequest.filed_at.desc()).limit(1)).state


def link_in_mail(sites: Sites) -> str:
    """The link of the newest mail that sets it up again, once it has come."""
    until = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < until:
        texts = " ".join(str(mail.get_content()) for mail in sites.mailbox.to(PRIYA))
        if found := re.findall(r"http\S+/sign-in/set-up/\S+", texts):
            return str(found[-1])
        time.sleep(0.05)
    raise AssertionError("no mail with a link to set it up again")


def test_a_member_without_phone_and_tokens_gets_in_again_by_two_people_and_a_mailed_link(
    quick_rounds: None, sites: Sites, new_page: NewPage
) -> None:
    page = new_page()
    priya = set_up_and_out(sites, page)
    file_at_the_prompt(priya)
    assert_accessible(page)
    decide(sites, new_page)
    log = page.get_by_role("log")
    expect(log).to_contain_text("have agreed to reset")
    shown_time.forward(WAITING)
    link = link_in_mail(sites)
    priya.give_password()
    assert state(sites) == "done"
    expect(page.get_by_role("heading", name="Set up your second step again")).to_be_visible()
    page.goto(link)
    page.locator("main").get_by_role("button").first.click()
    page.get_by_role("button", name="Continue to Step 2").click()
    old, priya.phone = priya.phone, None
    new = priya.scan()
    assert old is not None
    assert new.secret != old.secret
    page.get_by_label("6-digit Token", exact=True).fill(fresh_code(new))
    page.get_by_role("button", name="Enable Two Factor Authentication").click()
    priya.save_tokens()
    expect(page.locator("[data-menu] > button")).to_be_visible()


def test_a_thief_with_the_password_is_stopped_by_one_press_of_the_owner(
    sites: Sites, new_page: NewPage
) -> None:
    home, away = new_page(), new_page()
    priya = set_up_and_out(sites, home)
    phone = priya.phone
    assert isinstance(phone, Phone)
    thief = member(sites, away, PRIYA)
    file_at_the_prompt(thief)
    decide(sites, new_page)
    expect(away.get_by_role("log")).not_to_contain_text("Priya")
    priya.sign_in()  # the factor works as before, and the chat tells what happened
    log = priya.open_chat().get_by_role("log")
    expect(log).to_contain_text("A reset of your two-factor authentication was filed")
    priya.say("hello")
    stop = home.get_by_role("button", name="That was not me", exact=True)
    stop.first.click()
    expect(log).to_contain_text("Stopped. This reset will not happen")
    assert state(sites) == "frozen"
    thief.say("is my reset done?")
    expect(away.get_by_role("log")).to_contain_text("it was stopped, and it will not happen")
    shown_time.forward(WAITING)
    thief.give_password()
    expect(away.get_by_role("heading", name="One more step")).to_be_visible()

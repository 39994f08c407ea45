"""A person takes over: the hand-over arrives live, the answers too, and at the end the bot asks whether it helped.

The member has no mouse, and in the second journey the colleague has none.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.core.chat.inbox_people import ask_for_a_person
from tests.journeys.keyboard import KeyboardMember, keyboard_member, tab_to
from tests.journeys.people import staff
from tests.parts.browser import NewPage
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both


def test_from_the_call_for_a_person_to_the_feedback(sites: Sites, new_page: NewPage) -> None:
    alex = staff(sites, new_page(), "Alex")
    alex.sign_in()
    desk = alex.page
    desk.get_by_role("link", name="Inbox").click()
    expect(desk.get_by_text("Nobody waits for a person.")).to_be_visible()
    priya = keyboard_member(sites, new_page(), "priya@lakeside.example")
    priya.sign_in()
    chat = priya.open_chat()
    priya.say("I want to talk to a person")
    expect(chat.get_by_role("log")).to_contain_text("A person will answer right here.")
    expect(desk.get_by_role("link", name="Inbox")).to_have_accessible_description("1 needs you")
    desk.get_by_role("link", name="Priya Raman").click()
    desk.get_by_role("button", name="Take").click()
    expect(chat.get_by_text("You are talking with Alex from ThoroughCare.")).to_be_visible()
    expect(chat.get_by_text("Seen")).to_be_visible()
    they_talk(desk, priya, chat)
    desk.get_by_role("button", name="Close", exact=True).click()
    expect(desk.get_by_text("Closed. The bot asks them whether it helped.")).to_be_visible()
    expect(chat.get_by_role("log")).to_contain_text("Alex has closed this chat")
    asked = chat.get_by_role("group", name="Did this answer your question?")
    expect(asked.get_by_role("button", name="Yes")).to_be_visible()
    priya.press("Yes", back=True)
    expect(chat.get_by_text("Thank you. Good to know.")).to_be_visible()
    desk.get_by_role("link", name="Done").click()
    desk.get_by_role("link", name="Priya Raman").click()
    expect(desk.get_by_text("1 answer helped, 0 did not")).to_be_visible()


def they_talk(desk: Page, priya: KeyboardMember, chat: Locator) -> None:
    """Each sees that the other writes, and what; a secret goes no further, and a note stays in the team."""
    log, talk = chat.get_by_role("log"), desk.get_by_role("region", name="What was said")
    desk.get_by_label("Reply").press_sequentially("Good morn")
    expect(chat.get_by_text("Alex is typing")).to_be_visible()
    desk.get_by_label("Reply").fill("Good morning, Priya. Your code 482913 does not work?")
    desk.get_by_role("button", name="Send reply").click()
    expect(desk.get_by_text("We took a 6-digit code out of your text")).to_be_visible()
    expect(log).to_contain_text("Good morning, Priya.")
    expect(log).not_to_contain_text("482913")
    expect(desk.get_by_text("Read by them.")).to_be_visible()
    desk.get_by_label("Note", exact=True).fill("Third call this week.")
    desk.get_by_role("button", name="Add note").click()
    expect(desk.get_by_text("Noted. Only the team sees it.")).to_be_visible()
    priya.say("Yes, it is refused.")
    expect(talk).to_contain_text("Yes, it is refused.")
    tab_to(priya.page, "Message")
    priya.page.keyboard.type("Each time", delay=50)
    expect(desk.get_by_text("Priya Raman is typing")).to_be_visible()
    expect(log).not_to_contain_text("Third call")


def test_a_colleague_answers_and_gives_back_by_keyboard_alone(sites: Sites, new_page: NewPage) -> None:
    ask_for_a_person(sites.cast, "Priya", now=shown_time())
    sam = staff(sites, new_page(), "Sam")
    sam.sign_in()
    desk = sam.page
    for stop, heading in (
        ("Inbox", "Inbox"),
        ("Priya Raman", "Priya Raman Waiting"),
        ("Take", "Priya Raman You have it"),
    ):
        tab_to(desk, stop)
        desk.keyboard.press("Enter")
        expect(desk.get_by_role("heading", level=1)).to_have_text(heading)
    expect(desk.get_by_label("Reply")).to_be_focused()
    desk.keyboard.type("Hello, I am here.")
    tab_to(desk, "Send reply")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Sent. It is in their chat now.")).to_be_visible()
    expect(desk.get_by_role("region", name="What was said")).to_contain_text("Hello, I am here.")
    expect(desk.get_by_label("Reply")).to_be_focused()
    tab_to(desk, "Give back to the bot")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("The bot has the conversation again")).to_be_visible()
    expect(desk).to_have_url(re.compile("/inbox"))

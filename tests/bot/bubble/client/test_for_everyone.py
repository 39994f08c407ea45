"""The chat for everyone: screen readers, sore eyes, big thumbs, little motion."""

import pytest
from playwright.sync_api import expect

from tests.bot.bubble.client.chat import ChatOnPage
from tests.bot.bubble.client.stub import Stub, card, choices, text
from tests.parts.axe import assert_accessible
from tests.parts.browser import Device, NewPage, Scheme

SMALLEST = 44  # pixels


def filled(stub: Stub) -> None:
    """A conversation with one of everything."""
    stub.say(text("How do I turn this on?"), author="person")
    stub.say({"kind": "link", "text": "In Settings.", "label": "Open Settings", "path": "/settings"})
    stub.say(text("my code is [removed]"), author="person", masked=True)
    stub.say(text("Hello Dana, this is Sam."), author="staff")
    stub.say(card("Here is your set-up."))
    stub.say(choices("Did it work?", "It worked", "It did not"), feedback="asked")
    stub.floor, stub.waiting_words = "waiting", "A person will answer here."
    stub.pages.state = "step_2"


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_accessible(
    new_page: NewPage, address: str, stub: Stub, device: Device, scheme: Scheme
) -> None:
    page = new_page(device=device, scheme=scheme, base_url=address)
    page.goto("/")
    chat = ChatOnPage(page)
    expect(chat.opener).to_be_visible()
    assert_accessible(page)
    chat.open()
    assert_accessible(page, within="help-chat")  # on a phone the page behind, and with it its main, is inert
    filled(stub)
    stub.read_number = stub.last
    page.goto("/other")
    expect(chat.button("Continue conversation")).to_be_visible()
    assert_accessible(page, within="help-chat")
    chat.button("Continue conversation").click()
    expect(chat.log.get_by_role("heading", name="Step 2")).to_be_visible()
    stub.refusals = [(429, {"error": "Wait a moment.", "retry_after": 60})]
    chat.say("Hello")
    expect(chat.log.get_by_role("alert")).to_be_visible()
    assert_accessible(page, within="help-chat")
    stub.sign_out()
    expect(chat.region.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert_accessible(page, within="help-chat")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_every_button_is_big_enough_for_a_thumb(
    new_page: NewPage, address: str, stub: Stub, device: Device
) -> None:
    filled(stub)
    page = new_page(device=device, base_url=address)
    page.goto("/")
    chat = ChatOnPage(page).open()
    expect(chat.button("It worked")).to_be_visible()
    expect(chat.log.get_by_role("heading", name="Step 2")).to_be_visible()  # the card comes by itself
    for target in chat.page.locator("help-chat").locator("button, a, textarea, input").all():
        box = target.bounding_box()
        if box is None or not target.is_visible():
            continue
        assert min(box["width"], box["height"]) >= SMALLEST, target.evaluate("node => node.outerHTML")


def test_nothing_sticks_out_of_a_narrow_screen(new_page: NewPage, address: str, stub: Stub) -> None:
    filled(stub)
    stub.say(text("Donaudampfschifffahrtsgesellschaft" * 6))
    stub.say(choices("Which one?", "A practice with a very long name of Lakeside and its many friends", "B"))
    page = new_page(device="phone", base_url=address)
    page.goto("/")
    chat = ChatOnPage(page).open()
    expect(chat.button("B")).to_be_visible()
    expect(chat.log.get_by_role("heading", name="Step 2")).to_be_visible()
    assert chat.log.evaluate("log => log.scrollWidth - log.clientWidth") <= 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_who_speaks_is_said_and_not_only_shown(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(text("Hello"), author="person")
    stub.say(text("Hi"), author="bot")
    stub.say(text("Good morning"), author="staff")
    chat.open()
    spoken = ["You: Hello", "Assistant: Hi", "Sam Rivera: Good morning"]
    expect(chat.log.locator(".hc-bubble")).to_have_text(spoken)


def test_log_is_polite_and_the_card_in_it_is_silent(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(card("Here is your set-up."))
    chat.open()
    expect(chat.log).to_have_attribute("aria-live", "polite")
    expect(chat.log.locator(".hc-card")).to_have_attribute("aria-live", "off")


def test_motion_is_only_for_those_who_did_not_ask_for_less(new_page: NewPage, address: str) -> None:
    for reduced, animation in ((True, "none"), (False, "hc-rise")):
        page = new_page(base_url=address, reduced_motion=reduced)
        page.goto("/")
        chat = ChatOnPage(page).open()
        expect(chat.region).to_have_css("animation-name", animation)


def test_each_time_can_be_read_by_machines_and_each_day_is_named(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(text("Hello"))
    chat.open()
    expect(chat.log.locator(".hc-meta time")).to_have_attribute("datetime", "2026-03-02T12:00:01Z")
    expect(chat.log.locator(".hc-day time")).to_have_attribute("datetime", "2026-03-02")

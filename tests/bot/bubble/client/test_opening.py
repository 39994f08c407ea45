"""Opening and closing the chat, and what it remembers from screen to screen."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.bot.bubble.client.chat import ChatOnPage, eventually
from tests.bot.bubble.client.stub import Stub, choices, text
from tests.parts.browser import NewPage


def test_chat_opens_with_a_greeting_the_asks_and_the_article(chat: ChatOnPage) -> None:
    chat.open()
    expect(chat.region.get_by_role("heading", name="Hi Dana")).to_be_focused()
    expect(chat.button("Turn on 2FA for my practice")).to_be_visible()
    expect(chat.region.get_by_role("link", name="Set up two-factor authentication")).to_be_visible()
    expect(chat.field).to_be_visible()
    expect(chat.button("Continue conversation")).to_have_count(0)


def test_esc_closes_it_and_gives_the_focus_back(chat: ChatOnPage) -> None:
    chat.open().page.keyboard.press("Escape")
    expect(chat.region).to_be_hidden()
    expect(chat.opener).to_be_focused()


def test_it_is_worked_by_keyboard_alone(chat: ChatOnPage, stub: Stub) -> None:
    stub.answers = [[choices("Send the request?", "Send request", "Not now")], [text("It is sent.")]]
    keys = chat.page.keyboard
    chat.opener.focus()
    keys.press("Enter")
    expect(chat.region.get_by_role("heading", name="Hi Dana")).to_be_focused()
    keys.press("Tab")
    chat.focuses("Turn on 2FA for my practice")
    keys.press("Enter")
    expect(chat.button("Send request")).to_be_visible()
    chat.focuses("Message")
    keys.press("Shift+Tab")
    keys.press("Shift+Tab")
    chat.focuses("Send request")
    keys.press("Space")
    expect(chat.log.get_by_text("It is sent.")).to_be_visible()
    keys.press("Tab")
    chat.focuses("Message")  # the focus went on from the answer that was pressed


def test_next_screen_shows_the_same_view_and_draft_but_steals_no_focus(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().say("Is it on yet?")
    chat.field.fill("One more thing")
    chat.page.goto("/other")
    expect(chat.closer).to_be_visible()
    chat.shows("Is it on yet?")
    expect(chat.field).to_have_value("One more thing")
    assert chat.page.evaluate("document.activeElement.localName") == "body"


def test_closed_chat_stays_closed_on_the_next_screen(chat: ChatOnPage) -> None:
    chat.open().closer.click()
    chat.page.goto("/other")
    expect(chat.opener).to_be_visible()
    expect(chat.region).to_be_hidden()


def test_words_that_look_like_a_secret_are_not_remembered(chat: ChatOnPage, stub: Stub) -> None:
    chat.open()
    for secret in (
        "my code is 123 456",
        "01-ABCD-EFGH-JKMN-PQRS-TVWX-YZ23",
        "my password is mimosa",
        "otpauth://totp/x",
    ):
        chat.field.fill(secret)
        kept = chat.page.evaluate("JSON.stringify(sessionStorage)")
        assert secret not in kept
    chat.field.fill("where is the page with that")
    chat.page.wait_for_function("JSON.stringify(sessionStorage).includes('where is the page with that')")


def test_draft_of_one_person_is_not_shown_to_the_next(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().field.fill("Please keep this between us")
    stub.name = "Owen Brandt"
    chat.page.goto("/other")
    chat.open()
    expect(chat.field).to_have_value("")
    assert "between us" not in chat.page.evaluate("JSON.stringify(sessionStorage)")


def test_badge_counts_what_is_unread_until_the_conversation_is_seen(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(text("Shall I guide you?"))
    expect(chat.opener).to_have_accessible_description("1 unread message")
    stub.say(text("It takes five minutes."))
    expect(chat.opener).to_have_accessible_description("2 unread messages")
    expect(chat.page.get_by_text("New message from Assistant: It takes five minutes.")).to_have_count(1)
    chat.open()
    expect(chat.log.get_by_text("It takes five minutes.")).to_be_visible()
    expect(chat.closer).to_have_accessible_description("")
    eventually(lambda: stub.reads[-1:] == [2], "the server was told")


def test_another_page_that_read_it_clears_the_badge(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(text("Shall I guide you?"))
    expect(chat.opener).to_have_accessible_description("1 unread message")
    stub.tell("read", {"number": 1})
    expect(chat.opener).to_have_accessible_description("")


def test_home_leads_back_into_the_conversation(chat: ChatOnPage) -> None:
    chat.open().say("Is it on yet?")
    chat.button("Back to home").click()
    expect(chat.button("Continue conversation")).to_have_accessible_description("You: Is it on yet?")
    chat.button("Continue conversation").click()
    expect(chat.log).to_be_visible()


def test_button_of_the_page_opens_the_chat_and_asks(chat: ChatOnPage, stub: Stub) -> None:
    expect(chat.opener).to_be_visible()
    chat.page.get_by_role("button", name="Ask us in the chat").click()
    expect(chat.log.get_by_text("Turn on 2FA for my practice")).to_be_visible()
    eventually(lambda: len(stub.posts) == 1, "it arrived")
    assert [(post["choice"], "number" in post) for post in stub.posts] == [
        ("intent:request_activation", False)
    ]


def test_chat_that_cannot_load_says_so_and_can_be_tried_again(chat: ChatOnPage, stub: Stub) -> None:
    stub.is_down = True
    chat.page.goto("/other")
    chat.open()
    expect(chat.region.get_by_role("heading", name="The chat did not load")).to_be_visible()
    stub.is_down = False
    chat.button("Try again").click()
    expect(chat.region.get_by_role("heading", name="Hi Dana")).to_be_focused()


def test_on_a_phone_it_covers_the_page_and_the_page_behind_is_out_of_reach(
    new_page: NewPage, address: str
) -> None:
    page = new_page(device="phone", base_url=address)
    page.goto("/")
    chat = ChatOnPage(page).open()
    whole = {"x": 0, "y": 0, "width": 360, "height": 740}
    eventually(lambda: chat.region.bounding_box() == whole, "it covers the page")
    expect(page.locator("main")).to_have_js_property("inert", value=True)
    expect(page.locator("html")).to_have_css("overflow", "hidden")
    expect(chat.closer).to_have_count(1)
    chat.closer.click()
    expect(page.locator("main")).to_have_js_property("inert", value=False)
    expect(chat.opener).to_be_focused()


def test_phone_turned_into_a_desktop_gives_the_page_back(desk: Page) -> None:
    desk.set_viewport_size({"width": 400, "height": 800})
    desk.goto("/")
    chat = ChatOnPage(desk).open()
    expect(desk.locator("main")).to_have_js_property("inert", value=True)
    desk.set_viewport_size({"width": 1280, "height": 860})
    expect(desk.locator("main")).to_have_js_property("inert", value=False)
    expect(chat.region).to_have_css("width", "400px")


def test_older_conversation_starts_at_home_and_a_fresh_one_where_it_was(desk: Page, stub: Stub) -> None:
    stub.say(text("From last month"), at=_days_ago(desk, 30))
    stub.read_number = 1
    desk.goto("/")
    chat = ChatOnPage(desk).open()
    expect(chat.region.get_by_role("heading", name="Hi Dana")).to_be_visible()
    stub.say(text("From a moment ago"), at=_days_ago(desk, 0))
    stub.read_number = 2
    next_tab = desk.context.new_page()
    next_tab.goto("/")
    chat = ChatOnPage(next_tab).open()
    expect(chat.log.get_by_text("From a moment ago")).to_be_visible()
    expect(chat.log.locator(".hc-day").last).to_have_text(re.compile("Today"))


def test_chat_opened_before_it_has_loaded_says_so_and_takes_the_person_in(desk: Page, stub: Stub) -> None:
    stub.holds_looks = True
    desk.goto("/")
    chat = ChatOnPage(desk)
    expect(chat.opener).to_be_visible()
    desk.get_by_role("button", name="Ask us in the chat").click()
    expect(chat.region.get_by_text("Loading the chat")).to_have_count(1)
    desk.keyboard.press("Escape")
    expect(chat.region).to_be_hidden()
    desk.get_by_role("button", name="Ask us in the chat").click()
    stub.holds_looks = False
    expect(chat.log.get_by_text("Turn on 2FA for my practice")).to_be_visible()
    expect(chat.field).to_be_focused()


def _days_ago(page: Page, days: int) -> datetime:
    return datetime.fromtimestamp(page.evaluate("Date.now()") / 1000, UTC) - timedelta(days=days)

"""What arrives by itself: once, in order, over one stream per browser, and only while one is signed in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.bot.bubble.client.chat import ChatOnPage, eventually
from tests.bot.bubble.client.stub import Stub, text

HIDE = """(state) => {
    Object.defineProperty(document, 'visibilityState', {configurable: true, get: () => state});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_message_arrives_live_and_is_put_into_the_log_once(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().write("Hello")
    chat.log.evaluate(
        """(log) => {
            window.added = [];
            new MutationObserver((records) => records.forEach((record) =>
                record.addedNodes.forEach((node) => node.textContent && window.added.push(node.textContent))
            )).observe(log.querySelector('.hc-items'), {childList: true});
        }"""
    )
    stub.say(text("Approved"))
    expect(chat.log.get_by_text("Approved")).to_be_visible()
    stub.tell("message", stub.messages[-1], 2)
    stub.say(text("Declined"))
    expect(chat.log.get_by_text("Declined")).to_be_visible()
    chat.shows("Hello", "Approved", "Declined")
    assert [re.sub(".*: ", "", each)[:8] for each in chat.page.evaluate("added")] == [
        "Approved",
        "Declined",
    ]


def test_broken_stream_is_taken_up_behind_the_last_message(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().write("Hello")
    stub.drop_streams()
    stub.say(text("Said meanwhile"), live=False)
    expect(chat.log.get_by_text("Said meanwhile")).to_be_visible()
    eventually(lambda: len(stub.streams) == 2, "a second stream")
    assert stub.streams[-1] == 2
    stub.say(text("Said after"))
    expect(chat.log.get_by_text("Said after")).to_be_visible()
    chat.shows("Hello", "Said meanwhile", "Said after")


def test_gap_is_filled_before_anything_is_shown_out_of_order(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().write("Hello")
    stub.say(text("Lost on the way"), live=False)
    stub.say(text("The one after"))
    expect(chat.log.get_by_text("The one after")).to_be_visible()
    chat.shows("Hello", "Lost on the way", "The one after")


def test_number_that_is_never_shown_is_no_gap_for_ever(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().write("Hello")
    stub.say(text("A note between staff"), author="staff", live=False)
    del stub.messages[-1]
    stub.messages.append(
        stub.messages[-1] | {"number": 3, "author": "bot", "body": text("Next for the person")}
    )
    stub.tell("message", stub.messages[-1], 3)
    expect(chat.log.get_by_text("Next for the person")).to_be_visible()
    looks = stub.looks
    stub.say(text("And one more"))
    expect(chat.log.get_by_text("And one more")).to_be_visible()
    assert stub.looks <= looks + 1, "one late look is no harm, one for every message were"


def test_one_browser_holds_one_stream_and_every_page_hears(desk: Page, stub: Stub) -> None:
    stub.say(text("Hello"))
    pages = [desk, *(desk.context.new_page() for _ in range(3))]
    chats = []
    for page in pages:
        page.goto("/")
        chats.append(ChatOnPage(page).open())
    eventually(lambda: stub.listening == 1, "one stream")
    stub.say(text("Approved"))
    for chat in chats:
        expect(chat.region.locator(".hc-text", has_text="Approved")).to_have_count(1)
    assert stub.listening == 1
    assert len(stub.streams) == 1


def test_page_in_the_queue_takes_over_when_the_one_that_listens_closes(desk: Page, stub: Stub) -> None:
    stub.say(text("Hello"))
    desk.goto("/")
    eventually(lambda: stub.listening == 1, "the first page listens")
    second = desk.context.new_page()
    second.goto("/")
    chat = ChatOnPage(second).open()
    desk.close()
    eventually(lambda: len(stub.streams) == 2 and stub.listening == 1, "the second page listens")
    stub.say(text("Approved"))
    expect(chat.log.get_by_text("Approved")).to_be_visible()


def test_hidden_page_hands_over_and_catches_up_when_seen_again(desk: Page, stub: Stub) -> None:
    desk.goto("/")
    chat = ChatOnPage(desk).open()
    eventually(lambda: stub.listening == 1, "a stream")
    desk.evaluate(HIDE, "hidden")
    eventually(lambda: stub.listening == 0, "no stream")
    stub.say(text("Approved"))
    desk.evaluate(HIDE, "visible")
    expect(chat.closer).to_have_accessible_description("1 unread message")
    eventually(lambda: stub.listening == 1, "a stream again")


def test_page_says_that_it_has_no_connection_and_that_it_has_one_again(chat: ChatOnPage, stub: Stub) -> None:
    chat.open()
    stub.is_down = True
    banner = chat.region.get_by_text("No connection. Trying again…")
    expect(banner).to_be_visible()
    stub.is_down = False
    expect(banner).to_have_count(0)


def test_short_break_is_nobodys_worry(desk: Page, stub: Stub) -> None:
    desk.clock.install()
    desk.goto("/")
    eventually(lambda: stub.listening == 1, "a stream")
    chat = ChatOnPage(desk).open()
    desk.clock.pause_at(
        desk.evaluate("Date.now()") / 1000 + 1
    )  # the browser's time; a slow test takes none of it
    stub.drop_streams()
    eventually(lambda: stub.listening == 0, "no stream")
    eventually(lambda: listens_again(desk, stub), "a second stream")
    desk.clock.run_for(10_000)
    expect(chat.region.get_by_text("No connection. Trying again…")).to_have_count(0)


@pytest.mark.parametrize("breaks_the_stream", [True, False])
def test_words_said_without_a_connection_go_out_when_it_is_back(
    chat: ChatOnPage, stub: Stub, *, breaks_the_stream: bool
) -> None:
    chat.open().write("Hello")
    chat.page.context.set_offline(True)
    chat.say("Are you there")
    expect(chat.button("Try again")).to_be_visible()
    if breaks_the_stream:
        stub.drop_streams()
    chat.page.context.set_offline(False)
    eventually(lambda: stub.said == ["Hello", "Are you there"], "it went out by itself")


def test_end_of_the_session_clears_the_screen_and_says_so(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().write("Something private")
    chat.field.fill("A draft")
    stub.sign_out()
    expect(chat.region.get_by_role("heading", name="You are signed out")).to_be_focused()
    expect(chat.region.get_by_role("link", name="Go to sign in")).to_have_attribute("href", "/sign-in")
    assert "Something private" not in chat.page.evaluate(
        "document.querySelector('help-chat').shadowRoot.querySelector('.hc-panel').textContent"
    )
    assert chat.page.evaluate("sessionStorage.length") == 0
    expect(chat.field).to_be_hidden()
    eventually(lambda: stub.listening == 0, "no stream is left")


def test_session_that_only_got_a_new_token_goes_on(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().write("Hello")
    stub.csrf = "token-2"
    stub.tell("gone", {})
    stub.drop_streams()
    eventually(lambda: len(stub.streams) == 2, "a second stream")
    chat.say("Still here")
    eventually(lambda: stub.said == ["Hello", "Still here"], "it arrived")


def test_session_whose_new_cookie_is_still_on_its_way_is_not_called_over(
    chat: ChatOnPage, stub: Stub
) -> None:
    chat.open().write("Hello")
    chat.field.fill("A draft")
    name, looks = stub.name, stub.looks
    stub.who, stub.name = "visitor", None
    stub.tell("gone", {})
    eventually(lambda: stub.looks > looks, "the old cookie was shown")
    stub.who, stub.name = "member", name
    eventually(lambda: stub.looks > looks + 1, "the new one was shown")
    expect(chat.field).to_have_value("A draft")
    chat.say("Still here")
    eventually(lambda: stub.said == ["Hello", "Still here"], "it arrived")


def test_page_of_somebody_else_asks_to_be_loaded_again(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().write("Something private")
    stub.name, stub.csrf = "Owen Brandt", "token-3"
    chat.say("Am I still Dana")
    expect(chat.region.get_by_role("heading", name="This page is out of date")).to_be_visible()
    assert stub.said == ["Something private"]
    expect(chat.log).to_have_count(0)


def test_visitor_who_said_nothing_needs_no_stream(desk: Page, stub: Stub) -> None:
    stub.who, stub.name = "visitor", None
    desk.goto("/sign-in")
    chat = ChatOnPage(desk).open()
    expect(chat.region.get_by_role("heading")).not_to_have_count(0)
    assert stub.streams == []
    chat.say("I cannot get in")
    eventually(lambda: stub.listening == 1, "a stream once there is a conversation")
    stub.say(text("Let me help."))
    expect(chat.log.get_by_text("Let me help.")).to_be_visible()
    chat.shows("I cannot get in", "Let me help.")


def listens_again(page: Page, stub: Stub) -> bool:
    page.clock.run_for(100)
    return len(stub.streams) == 2

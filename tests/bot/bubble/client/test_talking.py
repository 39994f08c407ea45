"""Saying something: nothing is lost, nothing counts twice, and text stays text."""

from playwright.sync_api import Page, Route, expect

from tests.bot.bubble.client.chat import ChatOnPage, eventually
from tests.bot.bubble.client.stub import Stub, choices, text
from tests.parts.browser import NewPage


def test_words_appear_at_once_and_the_answer_follows_once(chat: ChatOnPage, stub: Stub) -> None:
    stub.answers = [[text("Not yet."), text("I tell you when it is.")]]
    stub.holds_posts = True
    chat.open().say("Is it on yet?")
    expect(chat.log.get_by_text("Sending")).to_be_visible()
    expect(chat.log.locator(".hc-typing")).to_be_visible()
    stub.holds_posts = False
    expect(chat.log.get_by_text("I tell you when it is.")).to_be_visible()
    expect(chat.log.locator(".hc-typing")).to_be_hidden()
    chat.shows("Is it on yet?", "Not yet.", "I tell you when it is.")
    expect(chat.log.get_by_text("Sending")).to_have_count(0)


def test_enter_sends_and_shift_enter_makes_a_line(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().field.focus()
    for key in ("H", "i", "Shift+Enter", "y", "o", "u", "Enter"):
        chat.page.keyboard.press(key)
    eventually(lambda: stub.said == ["Hi\nyou"], "the message arrived")
    expect(chat.field).to_have_value("")
    expect(chat.field).to_be_focused()


def test_nothing_is_sent_when_nothing_is_written(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().say("   \n ")
    chat.say("Now")
    eventually(lambda: stub.said == ["Now"], "only the words arrived")
    assert len(stub.posts) == 1


def test_a_reply_that_stays_can_be_pressed_under_an_old_message(chat: ChatOnPage, stub: Stub) -> None:
    """A thief acts at night, and the owner reads in the morning, below other lines."""
    asked = choices("A reset was filed.", "I found my phone", "That was not me")
    asked["choices"][1]["stays"] = True
    number = stub.say(asked)
    stub.answers = [[text("Hello.")], [text("Stopped.")]]
    chat.open().say("hello")
    expect(chat.log.get_by_text("Hello.")).to_be_visible()
    expect(chat.button("I found my phone")).to_have_count(0)
    chat.button("That was not me").click()
    expect(chat.log.get_by_text("Stopped.")).to_be_visible()
    assert (stub.posts[-1]["choice"], stub.posts[-1]["number"]) == ("that_was_not_me", number)


def test_quick_replies_count_once_and_only_while_they_are_the_question(chat: ChatOnPage, stub: Stub) -> None:
    asked = stub.say(choices("Send the request?", "Send request", "Not now"))
    stub.answers = [[text("It is sent.")]]
    stub.holds_posts = True
    chat.open().button("Send request").click()
    expect(chat.button("Send request")).to_be_disabled()
    expect(chat.button("Not now")).to_be_disabled()
    stub.holds_posts = False
    expect(chat.log.get_by_text("It is sent.")).to_be_visible()
    expect(chat.button("Send request")).to_have_count(0)
    assert [(each["choice"], each["number"]) for each in stub.posts] == [("send_request", asked)]


def test_replies_that_another_question_overtook_are_gone(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(choices("Send the request?", "Send request", "Not now"))
    stub.say(choices("Shall I guide you?", "Yes, guide me", "Later"))
    chat.open()
    expect(chat.button("Later")).to_be_enabled()
    expect(chat.button("Not now")).to_have_count(0)


def test_lost_answer_is_tried_again_with_the_same_event_and_counts_once(chat: ChatOnPage, stub: Stub) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    chat.open()
    stub.is_mute = True  # else the stream would show the message, and there were nothing to try again
    chat.page.route("**/chat/messages", lose, times=1)
    chat.say("Please turn it on")
    expect(chat.log.get_by_text("Not sent. Check your connection.")).to_be_visible()
    chat.button("Try again").click()
    expect(chat.button("Try again")).to_have_count(0)
    eventually(lambda: len(stub.posts) == 2, "it was sent again")
    chat.shows("Please turn it on")
    assert stub.said == ["Please turn it on"]
    assert len({each["event_id"] for each in stub.posts}) == 1


def test_lost_answer_is_no_failure_when_the_stream_shows_the_message(chat: ChatOnPage, stub: Stub) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    stub.answers = [[text("On its way.")]]
    chat.open()
    chat.page.route("**/chat/messages", lose, times=1)
    chat.say("Please turn it on")
    expect(chat.log.get_by_text("On its way.")).to_be_visible()
    expect(chat.button("Try again")).to_have_count(0)
    chat.shows("Please turn it on", "On its way.")


def test_words_of_a_screen_that_was_left_too_early_are_sent_by_the_next(chat: ChatOnPage, stub: Stub) -> None:
    chat.open()
    chat.page.route("**/chat/messages", lambda route: route.abort(), times=1)
    chat.say("Please turn it on")
    expect(chat.button("Try again")).to_be_visible()
    chat.page.goto("/other")
    eventually(lambda: stub.said == ["Please turn it on"], "the next screen sent it")
    chat.shows("Please turn it on")


def test_words_that_the_server_has_are_not_shown_twice_by_the_next_screen(
    chat: ChatOnPage, stub: Stub
) -> None:
    stub.holds_posts = True
    chat.open().say("Please turn it on")
    eventually(lambda: len(stub.posts) == 1, "it is on its way")
    stub.say(text("Please turn it on"), author="person", live=False)
    stub.seen[stub.posts[0]["event_id"]] = [1]
    chat.page.goto("/other")
    expect(chat.log.get_by_text("Please turn it on")).to_have_count(1)
    expect(chat.log.get_by_text("Sending")).to_have_count(0)
    stub.holds_posts = False
    chat.shows("Please turn it on")


def test_refusal_is_told_in_the_servers_words_and_waits_as_long_as_it_says(
    chat: ChatOnPage, stub: Stub
) -> None:
    stub.refusals = [(429, {"error": "That was a lot at once. Wait a moment.", "retry_after": 1})]
    chat.open().say("Hello")
    expect(chat.log.get_by_role("alert")).to_contain_text("That was a lot at once. Wait a moment.")
    expect(chat.button("Try again")).to_be_disabled()
    expect(chat.button("Try again")).to_be_enabled()
    chat.button("Try again").click()
    eventually(lambda: stub.said == ["Hello"], "it arrived")


def test_refusal_that_will_not_change_can_only_be_removed(chat: ChatOnPage, stub: Stub) -> None:
    stub.refusals = [(400, {"error": "We cannot read this message."})]
    chat.open().say("\u202e")
    expect(chat.log.get_by_text("We cannot read this message.")).to_be_visible()
    expect(chat.button("Try again")).to_have_count(0)
    chat.button("Remove").click()
    chat.shows()
    chat.focuses("Messages")


def test_token_that_grew_old_is_renewed_without_a_word(chat: ChatOnPage, stub: Stub) -> None:
    chat.open()
    stub.csrf = "token-2"
    chat.say("Still me")
    eventually(lambda: stub.said == ["Still me"], "it arrived")
    expect(chat.button("Try again")).to_have_count(0)


def test_too_long_a_message_says_by_how_much_and_stays(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().say("💊" * 2003)
    expect(chat.region.get_by_text("Too long by 3 characters")).to_be_visible()
    expect(chat.field).to_have_value("💊" * 2003)
    chat.say("💊" * 2000)
    eventually(lambda: stub.said == ["💊" * 2000], "the longest message arrived")


def test_text_is_text(chat: ChatOnPage, stub: Stub) -> None:
    evil = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) https://evil.example/"
    stub.answers = [[text(evil), {"kind": "link", "text": evil, "label": "Go", "path": "//evil.example/"}]]
    chat.open().say(evil)
    chat.shows(evil, evil, evil)
    expect(chat.log.locator("a, img")).to_have_count(0)


def test_link_leads_to_a_page_of_this_site(chat: ChatOnPage, stub: Stub) -> None:
    stub.say({"kind": "link", "text": "It is on.", "label": "Open the other page", "path": "/other?a=1#b"})
    chat.open().region.get_by_role("link", name="Open the other page").click()
    chat.page.wait_for_url("**/other?a=1#b")
    expect(chat.log).to_be_visible()


def test_removed_secret_is_replaced_on_the_screen_and_explained(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().say("my secret is mimosa")
    expect(chat.log.get_by_text("We removed a code or password")).to_be_visible()
    chat.shows("[removed]")


def test_feedback_is_asked_once_kept_and_thanked_for(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(text("Open Settings."), feedback="asked")
    number = stub.say(text("Then Two Factor Authentication."), feedback="asked")
    question = chat.open().region.get_by_role("group", name="Did this answer your question?")
    expect(question).to_have_count(1)
    stub.refusals = [(503, {"error": "Resting."})]
    question.get_by_role("button", name="Yes").click()
    expect(question.get_by_text("That was not saved. Please try again.")).to_be_visible()
    question.get_by_role("button", name="No").click()
    expect(chat.log.get_by_text("Thank you. We noted that this did not help.")).to_be_visible()
    assert stub.ratings == [{"number": number, "helpful": False}]
    expect(question).to_have_count(0)


def test_person_who_answers_is_named_and_seen_typing(chat: ChatOnPage, stub: Stub) -> None:
    stub.floor, stub.waiting_words = (
        "waiting",
        "Mostly within one working day.",
    )  # for looks of the chat's own
    chat.open().write("A person, please")
    stub.tell("floor", {"floor": "waiting", "waiting_words": stub.waiting_words})
    expect(chat.region.get_by_text("Mostly within one working day.")).to_be_visible()
    stub.tell("typing", {"who": "staff", "name": "Sam Rivera"})
    expect(chat.region.get_by_text("Sam Rivera is typing")).to_be_visible()
    stub.floor, stub.waiting_words = "person", None
    stub.tell("floor", {"floor": "person", "waiting_words": None})
    stub.say(text("Hello Dana."), author="staff")
    expect(chat.log.get_by_text("Sam Rivera", exact=True)).to_be_visible()
    expect(chat.region.get_by_text("You are talking with a person")).to_be_visible()
    expect(chat.region.get_by_text("Sam Rivera is typing")).to_have_count(0)
    chat.field.press_sequentially("Hello Sam")
    eventually(lambda: stub.typed == 1, "staff were told once")


def test_somebody_who_scrolled_up_is_not_moved(desk: Page, stub: Stub) -> None:
    for number in range(30):
        stub.say(text(f"Line {number}"))
    stub.read_number = 29
    desk.goto("/")
    chat = ChatOnPage(desk).open()
    eventually(lambda: stub.listening == 1, "a stream")
    expect(chat.log.get_by_text("Line 29")).to_be_in_viewport()
    chat.log.hover()
    chat.page.mouse.wheel(0, -5000)
    expect(chat.log.get_by_text("Line 0")).to_be_in_viewport()
    stub.say(text("The newest"))
    chat.button("New messages").click()
    expect(chat.log.get_by_text("The newest")).to_be_in_viewport()
    expect(chat.button("New messages")).to_be_hidden()


def test_long_answer_is_shown_from_its_start(chat: ChatOnPage, stub: Stub) -> None:
    stub.answers = [[text("First line" + "\nnext" * 60), text("The end")]]
    chat.open().say("Tell me everything")
    expect(chat.log.get_by_text("Tell me everything")).to_be_in_viewport()
    expect(chat.log.get_by_text("The end")).not_to_be_in_viewport()


def test_touch_does_not_bring_up_the_keyboard(new_page: NewPage, address: str, stub: Stub) -> None:
    stub.say(text("Shall I guide you?"))
    page = new_page(device="phone", base_url=address)
    page.goto("/")
    chat = ChatOnPage(page).open()
    chat.focuses("Messages")

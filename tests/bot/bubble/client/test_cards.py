"""Private cards: the set-up runs inside the conversation, and leaves no trace in it."""

from playwright.sync_api import Locator, Route, expect

from tests.bot.bubble.client.chat import ChatOnPage, eventually
from tests.bot.bubble.client.stub import Stub, card, text

KEY = "JBSW Y3DP EHPK 3PXP"
TOKEN = "01-ABCD-EFGH-JKMN-PQRS-TVWX-YZ23"
ENABLE = "Enable Two Factor Authentication"


def test_card_is_fetched_only_when_somebody_looks(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(card("Here is your set-up."))
    expect(chat.opener).to_have_accessible_description("1 unread message")
    assert stub.pages.card_fetches == 0
    chat.open()
    expect(chat.button("Show the QR code")).to_be_visible()
    assert stub.pages.card_fetches == 1


def test_set_up_runs_inside_the_conversation(chat: ChatOnPage, stub: Stub) -> None:
    at_step_2(chat, stub)
    expect(chat.log.get_by_role("heading", name="Step 2")).to_be_focused()
    chat.log.get_by_label("Current password").fill("demo-Password-1!")
    chat.log.get_by_label("6-digit token").fill("111111")
    chat.button(ENABLE).click()
    expect(chat.log.get_by_text("That token has expired.")).to_be_visible()
    expect(chat.log.get_by_label("6-digit token")).to_be_focused()
    enable(chat)
    expect(chat.page.get_by_role("dialog", name="Recovery Tokens")).to_contain_text(TOKEN)
    chat.page.get_by_role("button", name="Ok, Got it!").click()
    expect(chat.log.get_by_role("heading", name="You are set up")).to_be_focused()
    posts = [(each["path"], each["x_card"], each["csrf_token"]) for each in stub.pages.card_posts]
    assert posts == [
        ("/cards/set-up/begin", "1", "card-token"),
        ("/cards/set-up/confirm", "1", "card-token"),
        ("/cards/set-up/confirm", "1", "card-token"),
        ("/cards/recovery-tokens/acknowledge", "1", "card-token"),
    ]


def test_esc_closes_neither_the_tokens_nor_the_chat_around_them(chat: ChatOnPage, stub: Stub) -> None:
    at_step_2(chat, stub)
    enable(chat)
    dialog = chat.page.get_by_role("dialog", name="Recovery Tokens")
    expect(dialog).to_be_visible()
    for _ in range(3):
        chat.page.keyboard.press("Escape")
    expect(dialog).to_contain_text(TOKEN)
    expect(chat.region).to_be_visible()


def test_tokens_have_the_paper_to_themselves_when_printed(chat: ChatOnPage, stub: Stub) -> None:
    at_step_2(chat, stub)
    enable(chat)
    dialog = chat.page.get_by_role("dialog", name="Recovery Tokens")
    expect(dialog).to_be_visible()
    chat.page.emulate_media(media="print")
    chat.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(dialog).to_be_visible()
    expect(chat.page.locator("main")).to_be_hidden()
    expect(chat.log.get_by_text("Here is your set-up.")).to_be_hidden()


def test_chat_is_not_printed_with_the_page(chat: ChatOnPage, stub: Stub) -> None:
    chat.open().page.emulate_media(media="print")
    chat.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(chat.page.locator("main")).to_be_visible()
    expect(chat.region).to_be_hidden()
    expect(chat.opener).to_be_hidden()


def test_news_from_the_server_do_not_wipe_the_tokens_away(chat: ChatOnPage, stub: Stub) -> None:
    at_step_2(chat, stub)
    enable(chat)
    dialog = chat.page.get_by_role("dialog", name="Recovery Tokens")
    expect(dialog).to_be_visible()
    fetches = stub.pages.card_fetches
    stub.tell("card", {"card": "set_up"})
    stub.say(text("You are set up."))
    expect(chat.log.get_by_text("You are set up.")).to_have_count(1)
    expect(dialog).to_contain_text(TOKEN)
    assert stub.pages.card_fetches == fetches


def test_nothing_of_a_card_is_kept_in_the_tab_or_left_after_the_session(chat: ChatOnPage, stub: Stub) -> None:
    at_step_2(chat, stub)
    assert KEY in everything(chat)
    assert KEY not in chat.page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    stub.sign_out()
    expect(chat.region.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert KEY not in everything(chat)


def test_second_press_changes_nothing(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(card("Here is your set-up."))
    button = chat.open().button("Show the QR code")
    button.evaluate("(button) => { button.click(); button.form.requestSubmit(); button.click() }")
    expect(chat.log.get_by_role("heading", name="Step 2")).to_be_visible()
    assert len(stub.pages.card_posts) == 1


def test_step_made_in_another_tab_shows_here(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(card("Here is your set-up."))
    expect(chat.open().button("Show the QR code")).to_be_visible()
    stub.pages.state = "step_2"
    stub.tell("card", {"card": "set_up"})
    expect(chat.log.get_by_role("heading", name="Step 2")).to_be_visible()
    chat.focuses("Message")  # news do not take the focus


def test_news_of_the_same_step_do_not_throw_away_what_is_typed(chat: ChatOnPage, stub: Stub) -> None:
    at_step_2(chat, stub)
    password = chat.log.get_by_label("Current password")
    password.fill("half a passw")
    fetches = stub.pages.card_fetches
    stub.tell("card", {"card": "set_up"})
    eventually(lambda: stub.pages.card_fetches > fetches, "the card was looked at again")
    stub.say(text("Take your time."))
    expect(chat.log.get_by_text("Take your time.")).to_have_count(1)
    expect(password).to_have_value("half a passw")
    expect(password).to_be_focused()


def test_a_press_does_not_get_lost_in_a_look_of_the_card_itself(chat: ChatOnPage, stub: Stub) -> None:
    looks: list[Route] = []

    def hang(look: Route) -> None:
        looks.append(look)

    at_step_2(chat, stub)
    chat.page.route("**/cards/set-up", hang)
    stub.tell("card", {"card": "set_up"})
    expect(chat.log.locator("[aria-busy=true]")).to_have_count(1)
    enable(chat)
    dialog = chat.page.get_by_role("dialog", name="Recovery Tokens")
    expect(dialog).to_contain_text(TOKEN)
    (look,) = looks
    look.fulfill(body='<section class="card" data-card="set_up" data-state="step_1">Step 1</section>')
    stub.say(text("Take your time."))
    expect(chat.log.get_by_text("Take your time.")).to_have_count(1)
    expect(dialog).to_contain_text(TOKEN)


def test_form_that_did_not_get_through_can_be_sent_again(chat: ChatOnPage, stub: Stub) -> None:
    def lose(route: Route) -> None:
        route.abort()

    at_step_2(chat, stub)
    chat.page.route("**/cards/set-up/confirm", lose, times=1)
    enable(chat)
    expect(chat.log.get_by_role("alert")).to_have_text(
        "That did not go through. Check your connection and try again."
    )
    expect(chat.log.get_by_label("Current password")).to_have_value("demo-Password-1!")
    chat.button(ENABLE).click()
    expect(chat.page.get_by_role("dialog", name="Recovery Tokens")).to_be_visible()


def test_card_that_does_not_load_can_be_tried_again(chat: ChatOnPage, stub: Stub) -> None:
    stub.pages.card_is_down = True
    stub.say(card("Here is your set-up."))
    chat.open()
    expect(chat.log.get_by_text("This step did not load.")).to_be_visible()
    stub.pages.card_is_down = False
    chat.button("Try again").click()
    expect(chat.button("Show the QR code")).to_be_visible()


def test_card_lives_in_the_newest_message_that_names_it(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(card("Here is your set-up."))
    stub.say(card("And here it is again."))
    chat.open()
    expect(chat.button("Show the QR code")).to_have_count(1)
    expect(message(chat, "Here is your set-up.")).to_contain_text("This step is shown further down.")
    expect(message(chat, "And here it is again.").get_by_role("button")).to_have_count(1)


def test_card_outlives_the_closing_of_the_panel(chat: ChatOnPage, stub: Stub) -> None:
    at_step_2(chat, stub)
    chat.log.get_by_label("Current password").fill("half a passw")
    chat.page.keyboard.press("Escape")
    chat.open()
    expect(chat.log.get_by_label("Current password")).to_have_value("half a passw")


def at_step_2(chat: ChatOnPage, stub: Stub) -> None:
    stub.say(card("Here is your set-up."))
    chat.open().button("Show the QR code").click()
    expect(chat.log.get_by_role("heading", name="Step 2")).to_be_visible()


def enable(chat: ChatOnPage) -> None:
    chat.log.get_by_label("Current password").fill("demo-Password-1!")
    chat.log.get_by_label("6-digit token").fill("123456")
    chat.button(ENABLE).click()


def message(chat: ChatOnPage, words: str) -> Locator:
    return chat.log.locator(".hc-message", has_text=words)


def everything(chat: ChatOnPage) -> str:
    text: str = chat.page.evaluate("document.querySelector('help-chat').shadowRoot.textContent")
    return text

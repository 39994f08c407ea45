"""Journeys (b), (c), (g), (j): set-up inside the chat, no admin, a decline, and tokens that are not lost by accident."""

import base64

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Member, ask_for_activation, fresh_code, member, staff
from tests.journeys.test_trouble import activate
from tests.parts.browser import NewPage
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both


def test_the_whole_set_up_inside_the_conversation(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Lakeside")
    priya = member(sites, new_page(), "priya@lakeside.example")
    priya.sign_in()
    opener = priya.page.get_by_role("button", name="Open chat")
    expect(opener).to_have_accessible_description("1 unread message")
    chat = priya.open_chat()
    chat.get_by_role("button", name="Set up 2FA now").click()
    chat.get_by_role("button", name="I have my phone").click()
    chat.get_by_role("button", name="Continue to Step 2").click()
    priya.scan(within=chat)
    priya.enable("000000")
    expect(chat.get_by_role("alert").filter(has_text="not right")).to_be_visible()
    priya.enable()
    tokens = priya.save_tokens()
    expect(chat.locator("[data-card]").last).to_contain_text("Two-factor authentication is on")
    said = chat.get_by_role("log").inner_text()
    assert not [token for token in tokens if token in said]
    _paste_secrets(priya, tokens[0])
    priya.sign_out()
    priya.sign_in()


def _paste_secrets(who: Member, token: str) -> None:
    """One of each kind, typed where none belongs; the search at the end finds none of them anywhere."""
    assert who.phone is not None
    key = base64.b32encode(who.phone.secret).decode()
    who.say(f"my password is {who.password}, the code {fresh_code(who.phone)}, the key {key}, token {token}")
    expect(who.page.get_by_role("log")).to_contain_text("so I made it worthless at once")


def test_a_member_who_asks_is_sent_to_the_admins_by_name(sites: Sites, new_page: NewPage) -> None:
    priya = member(sites, new_page(), "priya@lakeside.example")
    priya.sign_in()
    chat = priya.open_chat()
    priya.say("please turn on two-factor authentication for our whole practice")
    expect(chat.get_by_role("log")).to_contain_text("Dana Whitfield")
    expect(chat.get_by_role("button", name="Send request")).to_have_count(0)


def test_a_question_is_answered_in_the_chat_and_the_decision_comes_with_its_reason(
    sites: Sites, new_page: NewPage
) -> None:
    dana = member(sites, new_page(), "dana@lakeside.example")
    dana.sign_in()
    ask_for_activation(dana)
    sam = staff(sites, new_page(), "Sam")
    sam.sign_in()
    sam.open_request("Lakeside Family Medicine")
    sam.page.get_by_label("Question").fill("Does the new partner practice join too?")
    sam.page.get_by_role("button", name="Ask for more information").click()
    expect(sam.page.get_by_text("Your question is on its way")).to_be_visible()
    log = dana.page.get_by_role("log")
    expect(log).to_contain_text("Does the new partner practice join too?")
    dana.say("Not yet, they join us in March.")
    dana.page.get_by_role("button", name="Send answer").click()
    expect(log).to_contain_text("has your answer about Lakeside")
    expect(sam.page.get_by_text("This request has just changed")).to_be_visible()
    sam.page.get_by_role("link", name="Show it as it is now").click()
    expect(sam.page.locator("main")).to_contain_text("Not yet, they join us in March.")
    sam.page.get_by_label("Reason").fill("Please call us first about your new partner practice.")
    sam.page.get_by_role("button", name="Decline").click()
    expect(sam.page.get_by_text("The admins were told your reason")).to_be_visible()
    expect(log).to_contain_text("Please call us first")


def test_a_double_press_three_escapes_and_a_closed_tab_lose_nothing(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Riverbend")
    tom = member(sites, new_page(), "tom@riverbend.example")
    tom.sign_in()
    tom.open_set_up()
    phone = tom.scan()
    tom.page.get_by_label("Current password").fill(tom.password)
    tom.page.get_by_label("6-digit token", exact=True).fill(fresh_code(phone))
    _press_again_and_again(tom.page)
    dialog = tom.page.get_by_role("dialog", name="Recovery Tokens")
    expect(dialog).to_be_visible()
    for _ in range(3):
        tom.page.keyboard.press("Escape")
    tom.page.mouse.click(5, 5)
    expect(dialog).to_be_visible()
    never_saved = dialog.locator("#tokens code").all_inner_texts()
    with tom.page.expect_download() as kept:
        dialog.get_by_role("button", name="Download").click()
    lines = kept.value.path().read_text().splitlines()
    assert lines[1:3] == ["Tom Becker, tom@riverbend.example", "Riverbend Cardiology"]
    assert lines[5:] == never_saved
    tab = tom.page.context.new_page()
    tom.page.close()
    tom.page = tab
    tom.page.goto(f"{sites.account}/settings")
    expect(tom.page.get_by_text("not confirmed as saved")).to_be_visible()
    tom.page.get_by_role("button", name="Show a new set").click()
    tokens = tom.save_tokens()
    assert len({*tokens, *never_saved}) == 20
    tom_id = sites.cast.person("Tom").id
    confirmed = [entry for entry in sites.cast.audited("enrollment.confirmed") if entry.subject_id == tom_id]
    assert len(confirmed) == 1


def _press_again_and_again(page: Page) -> None:
    """Presses of a restless hand: while the first is on its way no second one is sent."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    enable = page.get_by_role("button", name="Enable Two Factor Authentication")
    enable.evaluate("button => { button.click(); setInterval(() => button.click(), 5) }")
    expect(page.get_by_role("dialog", name="Recovery Tokens")).to_be_visible()
    assert len([url for url in sent if "/two-factor/" in url]) == 1, sent

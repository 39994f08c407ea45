"""The labels and field names that people, screen readers and scripts were promised, letter for letter.

Read from the pages as a browser shows them, each by its role: a word in a comment or in another place does not count.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import Member, ask_for_activation, member, staff
from tests.journeys.test_trouble import activate
from tests.parts.browser import NewPage
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # which database is behind a page changes no word of it


def shows(page: Page, role: str, *names: str) -> None:
    """The page shows an element of this role under each of these names."""
    for name in names:
        element = page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]  # a str, for brevity
        expect(element.first, f"{role} {name!r}").to_be_visible()


def has_field(page: Page, label: str, name: str) -> None:
    """The field with this label is sent under this name."""
    expect(page.get_by_label(label, exact=True)).to_have_attribute("name", name)


def test_signing_in(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Riverbend")
    tom = member(sites, new_page(), "tom@riverbend.example")
    tom.page.goto(f"{sites.account}/sign-in")
    shows(tom.page, "button", "Sign in")
    has_field(tom.page, "E-mail", "email")
    has_field(tom.page, "Password", "password")
    expect(tom.page.locator("form input[name=csrf_token]").first).to_be_attached()
    tom.sign_in()
    tom.set_up()
    tom.sign_out()
    tom.give_password()
    has_field(tom.page, "6-digit Token", "token")
    shows(tom.page, "button", "Verify Token")
    shows(tom.page, "link", "Use a recovery token")
    tom.page.get_by_role("link", name="Use a recovery token").click()
    has_field(tom.page, "Recovery token", "recovery_token")
    shows(tom.page, "button", "Verify Token")


def test_settings_and_set_up(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Riverbend")
    tom = member(sites, new_page(device="phone"), "tom@riverbend.example")
    tom.sign_in()
    tom.page.locator("[data-menu] > button").click()
    shows(tom.page, "link", "Settings")
    tom.page.goto(f"{sites.account}/settings")
    shows(tom.page, "heading", "Account Settings", "Two Factor Authentication")
    shows(tom.page, "button", "Enable Two Factor Authentication")
    tom.open_set_up()
    expect(tom.page.get_by_role("heading", name="Step 1")).to_be_visible()
    expect(tom.page.get_by_role("heading", name="Step 2")).to_be_visible()
    shows(tom.page, "img", "QR code")
    shows(tom.page, "link", "Open in authenticator app")
    expect(tom.page.get_by_text("secret code", exact=True).first).to_be_visible()
    has_field(tom.page, "Current password", "current_password")
    has_field(tom.page, "6-digit token", "token")
    tom.scan()
    tom.enable()
    shows(tom.page, "dialog", "Recovery Tokens")
    tom.save_tokens()
    shows(tom.page, "heading", "Why am I asked for a code here?")


def test_the_chat(sites: Sites, new_page: NewPage) -> None:
    dana = member(sites, new_page(), "dana@lakeside.example")
    dana.sign_in()
    shows(dana.page, "button", "Open chat")
    dana.open_chat()
    shows(dana.page, "region", "Help chat")
    shows(dana.page, "textbox", "Message")
    shows(dana.page, "button", "Send", "Close chat")
    dana.say("How do I turn it off?")
    expect(dana.page.get_by_text("Did this answer your question?", exact=True)).to_be_visible()
    dana.say("Please activate two-factor authentication for our practice")
    shows(dana.page, "button", "Send request", "Not now")


def test_the_console(sites: Sites, new_page: NewPage) -> None:
    dana: Member = member(sites, new_page(), "dana@lakeside.example")
    dana.sign_in()
    ask_for_activation(dana)
    alex = staff(sites, new_page(), "Alex")
    alex.page.goto(f"{sites.console}/sign-in")
    has_field(alex.page, "E-mail", "email")
    alex.sign_in()
    shows(alex.page, "heading", "Requests")
    shows(alex.page, "link", "Enrollments")
    alex.open_request("Lakeside")
    shows(alex.page, "button", "Approve", "Decline", "Ask for more information")
    shows(alex.page, "textbox", "Reason", "Question")

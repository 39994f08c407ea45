"""Journeys (h) and (i): by keyboard alone, and on a phone; and axe over every screen, light and dark."""

import pytest
from playwright.sync_api import Page, expect

from core.imports.demo_data import PASSWORD
from tests.journeys.people import Member, ask_for_activation, fresh_code, member, staff
from tests.parts.axe import assert_accessible, assert_readable
from tests.parts.browser import NewPage
from tests.parts.mail import Mailbox
from tests.parts.phone import Phone
from tests.parts.sites import Sites
from tests.shots.studio import open_studio
from tests.shots.walk import walk

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both
MOST_STOPS = 60
FOCUSED = """() => {
  let here = document.activeElement;
  while (here?.shadowRoot?.activeElement) here = here.shadowRoot.activeElement;
  const label = here.getAttribute("aria-label") || here.labels?.[0]?.innerText || here.innerText || "";
  return label.split("\\n")[0].trim();
}"""


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing of this name has the focus, as someone without a mouse does."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"{name!r} cannot be reached by keyboard")


def _press(page: Page, name: str) -> None:
    _tab_to(page, name)
    page.keyboard.press("Enter")


def _sign_in(page: Page, site: str, email: str, phone: Phone | None = None) -> None:
    page.goto(f"{site}/sign-in")
    expect(page.get_by_label("E-mail")).to_be_focused()
    page.keyboard.type(email)
    _tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    if phone is not None:
        expect(page.get_by_label("6-digit Token")).to_be_focused()
        page.keyboard.type(fresh_code(phone))
        page.keyboard.press("Enter")
    expect(page.locator("[data-menu] > button")).to_be_visible()


def test_the_whole_journey_by_keyboard_alone(sites: Sites, new_page: NewPage) -> None:
    grace = member(sites, new_page(), "grace@riverbend.example")
    page = grace.page
    _sign_in(page, sites.account, grace.email)
    _ask_in_the_chat(page)
    _approve(new_page(), sites)
    expect(page.get_by_role("log")).to_contain_text("Good news")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open chat")).to_be_focused()
    page.goto(f"{sites.account}/")
    _press(page, "Grace Liu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Account Settings")).to_be_visible()
    phone = _set_up(grace)
    page.goto(f"{sites.account}/")
    _press(page, "Grace Liu")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{sites.account}/sign-in?done=signed-out")
    _sign_in(page, sites.account, grace.email, phone)


def _ask_in_the_chat(page: Page) -> None:
    _press(page, "Open chat")
    expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    _tab_to(page, "Message")
    page.keyboard.type("Please activate two-factor authentication for our practice")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Send request")).to_be_visible()
    _press(page, "Send request")
    expect(page.get_by_role("log")).to_contain_text("is with the ThoroughCare team")


def _approve(page: Page, sites: Sites) -> None:
    _sign_in(page, sites.console, "alex@thoroughcare.example", sites.cast.phones["Alex"])
    _press(page, "Riverbend Cardiology")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Riverbend Cardiology")
    _press(page, "Approve")
    sure = page.get_by_role("button", name="Approve for ")
    expect(sure).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Approved")).to_be_visible()


def _set_up(who: Member) -> Phone:
    page = who.page
    _press(page, "Enable Two Factor Authentication")
    expect(page.get_by_role("button", name="Continue to Step 2")).to_be_visible()
    _press(page, "Continue to Step 2")
    phone = who.scan()
    _tab_to(page, "Current password")
    page.keyboard.type(who.password)
    _tab_to(page, "6-digit token")
    page.keyboard.type(fresh_code(phone))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Recovery Tokens")).to_be_visible()
    _press(page, "Ok, Got it!")
    expect(page.get_by_text("Your Recovery Tokens are marked as saved")).to_be_visible()
    return phone


def test_on_a_phone_the_whole_journey_needs_no_second_screen(sites: Sites, new_page: NewPage) -> None:
    grace = member(sites, _at_390(new_page), "grace@riverbend.example")
    grace.sign_in()
    ask_for_activation(grace)
    alex = staff(sites, _at_390(new_page), "Alex")
    alex.sign_in()
    alex.open_request("Riverbend Cardiology")
    alex.approve()
    expect(alex.page.get_by_text("Approved. Two-factor authentication is activated")).to_be_visible()
    expect(grace.page.get_by_role("log")).to_contain_text("Good news")
    grace.page.get_by_role("button", name="Close chat").first.click()
    _set_up_by_link(grace)
    grace.sign_out()
    grace.sign_in()
    for page in (grace.page, alex.page):
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def _at_390(new_page: NewPage) -> Page:
    page = new_page(device="phone")
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def _set_up_by_link(who: Member) -> None:
    """The link comes before the picture, and is all that a phone needs."""
    who.open_set_up()
    link = who.page.get_by_role("link", name="Open in authenticator app")
    expect(link).to_be_visible()
    picture = who.page.get_by_role("img", name="QR code").bounding_box()
    place = link.bounding_box()
    assert picture is not None
    assert place is not None
    assert place["y"] < picture["y"]
    who.phone = Phone.opening(link.get_attribute("href") or "")
    assert who.phone.account == who.email
    assert who.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    who.enable()
    who.save_tokens()


class Reader:
    """Reads every screen of the walk by the rules of accessibility, light and dark."""

    def __init__(self) -> None:
        self.read = list[str]()

    def shoot(self, page: Page, name: str, *, whole: bool = True) -> None:
        """All rules in light; in dark only the colours are others. ``whole`` is the camera's matter: axe reads all."""
        assert_accessible(page)
        page.emulate_media(color_scheme="dark")
        assert_readable(page)
        page.emulate_media(color_scheme="light")
        self.read.append(name)


@pytest.mark.timeout(400)  # some fifty screens; a busy machine is several times slower
def test_every_screen_of_the_pictures_is_accessible_light_and_dark(
    database_url: str, mailbox: Mailbox, new_page: NewPage
) -> None:
    reader = Reader()
    with open_studio(database_url, mailbox) as sites:
        walk(sites, new_page, reader)
    assert len(set(reader.read)) > 50

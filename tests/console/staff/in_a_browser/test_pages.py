"""The console in a real browser: live without reload, usable by everybody, on a desk and on a phone."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.chat import conversations
from core.imports.demo_data import PASSWORD
from core.requests import activation_requests
from core.requests.activation_requests import Asked
from core.sessions.session_rows import SessionRow
from tests.journeys.people import fresh_code, staff
from tests.parts.axe import assert_accessible
from tests.parts.browser import Device, NewPage, Scheme
from tests.parts.clock import shown_time
from tests.parts.phone import Phone
from tests.parts.sites import Sites
from tests.shots.team import add_colleague

LOOKS: tuple[tuple[Device, Scheme], ...] = (("desktop", "light"), ("phone", "dark"))


pytestmark = pytest.mark.databases("sqlite")  # the pages prove themselves on both behind the door


def test_the_queue_and_the_open_request_follow_what_happens(sites: Sites, new_page: NewPage) -> None:
    alex, sam = new_page(), new_page()
    at_work = staff(sites, alex, "Alex")
    at_work.sign_in()
    expect(alex.get_by_text("Nothing waits for you")).to_be_visible()
    alex.get_by_role("link", name=re.compile("^Open")).focus()
    ask(sites, "Dana", "Lakeside")
    expect(alex.get_by_role("link", name="Lakeside Family Medicine")).to_be_visible()
    expect(
        alex.get_by_role("status").filter(has_text="The list has changed. 1 request shown.")
    ).to_be_attached()
    expect(alex.get_by_role("link", name=re.compile("^Open"))).to_be_focused()
    staff(sites, sam, "Sam").sign_in()
    sam.get_by_role("link", name="Lakeside Family Medicine").click()
    sam.get_by_label("Reason").fill("half a sentence")
    alex.get_by_role("link", name="Lakeside Family Medicine").click()
    at_work.approve()
    expect(alex.get_by_text("Approved. Two-factor authentication is activated")).to_be_visible()
    expect(sam.get_by_text("This request has just changed.")).to_be_visible()
    expect(sam.get_by_label("Reason")).to_have_value("half a sentence")
    sam.get_by_role("button", name="Decline").click()
    expect(sam.get_by_role("alert")).to_contain_text("Alex Morgan was faster")


def test_an_ended_session_leaves_the_queue(sites: Sites, new_page: NewPage) -> None:
    alex, other = new_page(), new_page()
    staff(sites, alex, "Alex").sign_in()
    other.context.add_cookies(alex.context.cookies())  # type: ignore[arg-type]  # what was read may be written
    other.goto(f"{sites.console}/requests")
    expect(other.get_by_role("heading", name="Requests")).to_be_visible()
    alex.locator("[data-menu] > button").click()
    alex.get_by_role("button", name="Sign out").click()
    expect(other.get_by_label("E-mail")).to_be_visible()


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_everybody_can_use_the_pages(sites: Sites, new_page: NewPage, device: Device, scheme: Scheme) -> None:
    page = new_page(device=device, scheme=scheme)
    first = ask(sites, "Dana", "Lakeside")
    ask(sites, "Grace", "Riverbend")
    staff(sites, page, "Alex").sign_in()
    whole(page, "queue")
    page.goto(f"{sites.console}/requests/{first}")
    whole(page, "request")
    page.get_by_label("Question").fill(f"Who leads {'this' * 200}?")
    page.get_by_role("button", name="Ask for more information").click()
    whole(page, "asked")
    age_the_code(sites)
    page.get_by_label("Reason").fill("Please call us first.")
    page.get_by_role("button", name="Decline").click()
    whole(page, "step-up")
    page.goto(f"{sites.console}/requests?state=declined&q=nobody")
    whole(page, "empty")


def test_the_step_up_keeps_the_reason(sites: Sites, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    request_id = ask(sites, "Dana", "Lakeside")
    staff(sites, page, "Alex").sign_in()
    page.goto(f"{sites.console}/requests/{request_id}")
    age_the_code(sites)
    page.get_by_label("Reason").fill("Please call us first.")
    page.get_by_role("button", name="Decline").click()
    page.get_by_label("6-digit Token").fill("000000")
    page.get_by_role("button", name="Verify Token").click()
    expect(page.get_by_label("6-digit Token")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("6-digit Token").fill(fresh_code(sites.cast.phones["Alex"]))
    page.get_by_role("button", name="Verify Token").click()
    expect(page.get_by_text("Declined. The admins were told your reason.")).to_be_visible()


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_a_new_colleague_scans_and_saves(
    sites: Sites, new_page: NewPage, device: Device, scheme: Scheme
) -> None:
    page = new_page(device=device, scheme=scheme)
    add_colleague(sites)
    page.goto(f"{sites.console}/sign-in")
    page.get_by_label("E-mail").fill("robin@thoroughcare.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    whole(page, "step-1")
    page.get_by_role("button", name="Continue to Step 2").click()
    whole(page, "step-2")
    phone = Phone.scanning(page.get_by_role("img", name="QR code").screenshot())
    page.get_by_label("6-digit Token").fill(fresh_code(phone))
    page.get_by_role("button", name="Enable Two Factor Authentication").click()
    dialog = page.get_by_role("dialog", name="Recovery Tokens")
    expect(dialog).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    whole(page, "tokens")
    page.get_by_role("button", name="Ok, Got it!").click()
    expect(page.get_by_text("You are set up.")).to_be_visible()


def whole(page: Page, name: str) -> None:
    """No broken rule, and nothing wider than the screen."""
    assert_accessible(page)
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen, f"{name} is {wide} px wide on a screen of {screen}"


def ask(sites: Sites, name: str, practice: str) -> str:
    """An admin's request out of their chat."""
    cast, now = sites.cast, shown_time()
    person, place, by = cast.person(name), cast.practice(practice), cast.actor(name, channel="bubble")

    def filed(session: Session) -> object:
        chat = conversations.of_member(session, person.id, now=now)
        body = {"kind": "text", "text": "Please activate 2FA for our practice"}
        conversations.add(session, chat, "person", body, now=now)
        return activation_requests.ask(session, place.id, by=by, conversation_id=chat.id, now=now)

    asked = cast.do(filed)
    assert isinstance(asked, Asked)
    return asked.request_id


def age_the_code(sites: Sites) -> None:
    """Every code was shown long ago."""
    old = datetime(2026, 1, 1, tzinfo=UTC)
    sites.cast.do(lambda session: session.execute(update(SessionRow).values(factor_at=old)))

"""Enrollments and Resets in a real browser: found while typing, decided by two, usable by everybody."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.requests import reset_requests
from core.requests.reset_requests import ResetFiled
from tests.console.staff.in_a_browser.test_pages import LOOKS, whole
from tests.journeys.people import fresh_code, staff
from tests.parts.browser import Device, NewPage, Scheme
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # the pages prove themselves on both behind the door


def filed(sites: Sites) -> str:
    """One of the team has filed a reset for Priya, who is set up."""
    cast = sites.cast
    cast.enrolled("Priya", now=shown_time())
    priya, by = cast.person("Priya").id, cast.actor("Kim")
    outcome = cast.do(lambda session: reset_requests.file(session, priya, by=by, now=shown_time()))
    assert isinstance(outcome, ResetFiled)
    return outcome.reset_id


def give_code(sites: Sites, page: Page, name: str, form: str, button: str) -> None:
    section = page.locator(f'form[action$="/{form}"]')
    section.get_by_label("6-digit Token").fill(fresh_code(sites.cast.phones[name]))
    section.get_by_role("button", name=button).click()


def test_people_are_found_while_typing_and_the_address_follows(sites: Sites, new_page: NewPage) -> None:
    page = new_page()
    staff(sites, page, "Alex").sign_in()
    page.get_by_role("link", name="Enrollments").click()
    expect(page.get_by_role("link", name="Grace Liu")).to_be_visible()
    page.get_by_role("searchbox").press_sequentially("whitf")
    expect(page.get_by_role("link", name="Grace Liu")).to_be_hidden()
    expect(page.get_by_role("link", name="Dana Whitfield")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page).to_have_url(re.compile("q=whitf"))
    expect(page.get_by_role("status").filter(has_text="1 person shown.")).to_be_attached()


def test_one_proposes_and_another_approves_what_they_read(sites: Sites, new_page: NewPage) -> None:
    alex, sam = new_page(), new_page()
    reset_id = filed(sites)
    for name, page in (("Alex", alex), ("Sam", sam)):
        staff(sites, page, name).sign_in()
        page.goto(f"{sites.console}/resets/{reset_id}")
    alex.get_by_label("How identity was proven").fill("Read the last invoice to us.")
    alex.get_by_label("Call-back").fill("Called the number of 2024.")
    alex.get_by_label("Admin who vouches").select_option(label="Dana Whitfield")
    give_code(sites, alex, "Alex", "propose", "Propose the reset")
    expect(alex.get_by_text("A different colleague has to approve it.").first).to_be_visible()
    expect(sam.get_by_text("This reset has just changed.")).to_be_visible()
    sam.get_by_role("link", name="Show it as it is now").click()
    expect(sam.get_by_text("Read the last invoice to us.").first).to_be_visible()
    give_code(sites, sam, "Sam", "approve", "Approve the reset")
    expect(sam.get_by_text("the waiting time has begun")).to_be_visible()


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_everybody_can_use_these_pages(
    sites: Sites, new_page: NewPage, device: Device, scheme: Scheme
) -> None:
    page = new_page(device=device, scheme=scheme)
    reset_id = filed(sites)
    staff(sites, page, "Alex").sign_in()
    for path in (
        "/enrollments",
        "/enrollments?q=lakeside&only=not_set_up",
        "/enrollments?only=locked",
        f"/enrollments/{sites.cast.person('Priya').id}",
        "/practices",
        "/practices?q=zzz",
        f"/practices/{sites.cast.practice('Lakeside').id}",
        "/resets",
        "/resets?state=done",
        f"/resets/{reset_id}",
    ):
        page.goto(f"{sites.console}{path}")
        whole(page, path)
    page.get_by_label("Reason").fill("No.")
    page.locator('form[action$="/decline"]').get_by_label("6-digit Token").fill("000000")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_role("alert")).to_be_visible()
    whole(page, "a wrong code")
    page.get_by_role("button", name="Freeze").click()
    expect(page.get_by_text("Frozen. It does not happen.")).to_be_visible()
    whole(page, "frozen")
    page.goto(f"{sites.account}/reset/not-me/nothing")
    whole(page, "a link that is over")

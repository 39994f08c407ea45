"""The Staff page in a real browser: on a desk and on a phone, and two supervisors who give a role together."""

import pytest
from playwright.sync_api import expect

from tests.console.staff.in_a_browser.test_pages import LOOKS, age_the_code, whole
from tests.journeys.people import fresh_code, staff
from tests.parts.browser import Device, NewPage, Scheme
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # the pages prove themselves on both behind the door


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_two_supervisors_give_a_role_together(
    sites: Sites, new_page: NewPage, device: Device, scheme: Scheme
) -> None:
    sam, kim = new_page(device=device, scheme=scheme), new_page(device=device, scheme=scheme)
    staff(sites, sam, "Sam").sign_in()
    sam.get_by_role("link", name="Staff", exact=True).click()
    whole(sam, "staff")
    sam.get_by_text("Change Alex Morgan").click()
    whole(sam, "changing")
    sam.get_by_label("New role").first.select_option("supervisor")
    sam.get_by_role("button", name="Propose: Alex Morgan").click()
    expect(sam.get_by_text("Another supervisor has to agree before the role changes.")).to_be_visible()
    whole(sam, "proposed")
    staff(sites, kim, "Kim").sign_in()
    age_the_code(sites)
    kim.goto(f"{sites.console}/staff")
    kim.get_by_role("button", name="Approve: Alex Morgan").click()
    whole(kim, "step-up")
    kim.get_by_label("6-digit Token").fill(fresh_code(sites.cast.phones["Kim"]))
    kim.get_by_role("button", name="Verify Token").click()
    expect(kim.get_by_text("The role has changed.")).to_be_visible()
    kim.get_by_label("E-mail").fill("dana@lakeside.example")
    kim.get_by_label("Name", exact=True).fill("Dana")
    kim.get_by_role("button", name="Send the invitation", exact=True).click()
    expect(kim.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    whole(kim, "taken")

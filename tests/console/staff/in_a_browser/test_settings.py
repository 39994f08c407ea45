"""Settings of a colleague in a real browser, and the mailed link of a forgotten password."""

import re

import pytest
from playwright.sync_api import expect

from core.imports.demo_data import PASSWORD
from tests.console.staff.in_a_browser.test_pages import LOOKS, whole
from tests.journeys.people import fresh_code, staff
from tests.parts.browser import Device, NewPage, Scheme
from tests.parts.clock import shown_time
from tests.parts.known_secrets import known_secrets
from tests.parts.phone import Phone
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # the pages prove themselves on both behind the door
NEW = "seven quiet herons by the lake"


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_a_colleague_moves_to_a_new_phone(
    sites: Sites, new_page: NewPage, device: Device, scheme: Scheme
) -> None:
    page, other = new_page(device=device, scheme=scheme), new_page()
    staff(sites, other, "Alex").sign_in()
    staff(sites, page, "Alex").sign_in()
    page.locator("[data-menu] > button").click()
    page.get_by_role("link", name="Settings").click()
    whole(page, "settings")
    page.get_by_role("link", name="Move to a new phone").click()
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("6-digit token").fill("000000")
    page.get_by_role("button", name="Continue to the new QR code").click()
    expect(page.get_by_label("6-digit token")).to_have_attribute("aria-invalid", "true")
    whole(page, "proof")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("6-digit token").fill(fresh_code(sites.cast.phones["Alex"]))
    page.get_by_role("button", name="Continue to the new QR code").click()
    whole(page, "step 2")
    phone = Phone.scanning(page.get_by_role("img", name="QR code").screenshot())
    shown_time.to_next_code()  # the old phone's code of this half-minute was used, and each half-minute counts once
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_label("6-digit token").fill(fresh_code(phone))
    page.get_by_role("button", name="Use the new phone").click()
    dialog = page.get_by_role("dialog", name="Recovery Tokens")
    expect(dialog).to_be_visible()
    known_secrets.recovery_tokens(dialog.locator("#tokens code").all_inner_texts())
    page.get_by_role("button", name="Ok, Got it!").click()
    expect(page.get_by_text("You are set up.")).to_be_visible()
    other.reload()
    expect(other.get_by_label("E-mail")).to_be_visible()


def test_a_mailed_link_of_the_console_sets_the_password(sites: Sites, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{sites.console}/sign-in")
    page.get_by_role("link", name="Forgotten password?").click()
    whole(page, "forgotten")
    page.get_by_label("E-mail").fill("alex@thoroughcare.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("a link is on its way")).to_be_visible()
    (mail,) = sites.mailbox.wait_for("alex@thoroughcare.example")
    (link,) = re.findall(rf"{re.escape(sites.console)}/password/reset/\S+", mail.get_content())
    page.goto(link)
    whole(page, "choose")
    known_secrets.password(NEW)
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password again").fill(NEW)
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_text("Your new password is saved.")).to_be_visible()
    page.goto(link)
    page.get_by_role("link", name="Get a new link").click()
    expect(page.get_by_role("button", name="Send the link")).to_be_visible()

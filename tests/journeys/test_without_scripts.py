"""Without JavaScript a member signs in, sets 2FA up, prints and signs out; nothing on the way is a dead button."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import member
from tests.journeys.test_trouble import activate
from tests.parts.browser import NewPage
from tests.parts.known_secrets import known_secrets
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both


def test_the_set_up_needs_no_scripts(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Lakeside")
    priya = member(sites, new_page(javascript=False), "priya@lakeside.example")
    page = priya.page
    priya.sign_in()
    priya.open_set_up()
    priya.scan()
    expect(page.get_by_role("button", name="Copy the secret code")).to_be_hidden()
    priya.enable()
    tokens = page.locator("#tokens code")
    expect(tokens).to_have_count(10)
    known_secrets.recovery_tokens(tokens.all_inner_texts())
    for dead in ("Copy", "Download", "Print"):
        expect(page.get_by_role("button", name=dead, exact=True)).to_be_hidden()
    page.get_by_role("button", name="Ok, Got it!").click()
    expect(page.get_by_text("Your Recovery Tokens are marked as saved")).to_be_visible()
    page.get_by_role("button", name="Priya Raman").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_url(f"{sites.account}/sign-in?done=signed-out")


def test_a_page_without_tokens_prints_as_it_is(sites: Sites, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{sites.account}/help/two-factor")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Open chat")).to_be_hidden()

"""Both sites answer for real, with the demo's people in them."""

import httpx2
import pytest
from playwright.sync_api import expect

from core.imports.demo_data import PASSWORD
from tests.parts.browser import NewPage
from tests.parts.sites import Sites


def test_both_sites_answer_and_refuse_a_strange_host(sites: Sites) -> None:
    for origin in (sites.account, sites.console):
        assert httpx2.get(f"{origin}/sign-in").status_code == 200
        assert httpx2.get(f"{origin}/sign-in", headers={"Host": "elsewhere.example"}).status_code == 400


@pytest.mark.databases("sqlite")  # the browser is what is proven here
def test_a_member_of_the_demo_signs_in_with_a_browser(sites: Sites, new_page: NewPage) -> None:
    page = new_page(base_url=sites.account)
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill("dana@lakeside.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Dana Whitfield")).to_be_visible()

"""The audit pages in a real browser: usable by everybody, on a desk and on a phone, and the evidence prints."""

import pytest
from playwright.sync_api import expect

from core.audit import checks
from tests.console.staff.in_a_browser.test_pages import LOOKS, ask, whole
from tests.journeys.people import staff
from tests.parts.browser import Device, NewPage, Scheme
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # the pages prove themselves on both behind the door


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_everybody_can_use_the_audit_pages(
    sites: Sites, new_page: NewPage, device: Device, scheme: Scheme
) -> None:
    page = new_page(device=device, scheme=scheme)
    request_id = ask(sites, "Dana", "Lakeside")
    keys = sites.cast.installation.keys
    sites.cast.do(lambda session: checks.step(session, keys, now=shown_time()))
    staff(sites, page, "Jo").sign_in()
    page.get_by_role("link", name="Audit").click()
    whole(page, "audit")
    page.get_by_label("Person").fill("dana@lakeside.example")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("region", name="Entries")).to_contain_text("Asked for activation")
    whole(page, "filtered")
    page.get_by_label("Practice").fill("Nowhere")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("No practice has this name")).to_be_visible()
    whole(page, "wrong filter")
    page.goto(f"{sites.console}/audit?until=2001-01-01")
    whole(page, "empty")
    page.get_by_role("link", name="Weekly report").click()
    whole(page, "report")
    page.goto(f"{sites.console}/audit")
    page.get_by_role("link", name="Seals and checks").click()
    whole(page, "chain")
    page.goto(f"{sites.console}/audit/requests/{request_id}")
    whole(page, "evidence")


def test_the_evidence_prints_without_the_menu(sites: Sites, new_page: NewPage) -> None:
    page = new_page()
    request_id = ask(sites, "Dana", "Lakeside")
    staff(sites, page, "Jo").sign_in()
    page.goto(f"{sites.console}/audit/requests/{request_id}")
    page.emulate_media(media="print")
    expect(page.get_by_text("Please activate 2FA for our practice")).to_be_visible()
    expect(page.get_by_text("Asked for activation")).to_be_visible()
    expect(page.get_by_role("navigation", name="Console")).to_be_hidden()
    expect(page.get_by_role("button", name="Print")).to_be_hidden()


def test_the_list_is_exported_by_a_link(sites: Sites, new_page: NewPage) -> None:
    page = new_page(javascript=False)
    ask(sites, "Dana", "Lakeside")
    staff(sites, page, "Jo").sign_in()
    page.goto(f"{sites.console}/audit?action=request")
    with page.expect_download() as started:
        page.get_by_role("link", name="Export CSV").click()
    lines = started.value.path().read_text().splitlines()
    assert lines[0].startswith("id,at,actor_id,actor_name,action")
    assert [line.split(",")[4] for line in lines[1:]] == ["request.asked"]

"""Your team in a real browser: usable by everybody, on a desk and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.console.staff.in_a_browser.test_pages import LOOKS, whole
from tests.core.second_factor.enrolled_people import begin, enroll
from tests.journeys.people import member
from tests.parts.browser import Device, NewPage, Scheme
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # the page proves itself on both behind the door


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_everybody_can_use_the_team_page(
    sites: Sites, new_page: NewPage, device: Device, scheme: Scheme
) -> None:
    cast, page = sites.cast, new_page(device=device, scheme=scheme)
    member(sites, page, "dana@lakeside.example").sign_in()
    page.goto(f"{sites.account}/team")
    whole(page, "team before the activation")
    cast.activate("Lakeside", now=shown_time())
    enroll(cast, cast.actor("Priya"), now=shown_time())
    begin(cast, cast.actor("Miguel"), now=shown_time())
    page.goto(f"{sites.account}/")
    page.get_by_role("link", name="See your team").click()
    for folded in page.get_by_text("The same figures as a table").all():
        folded.click()
    whole(page, "team")
    page.get_by_role("button", name="Remind those who have not").click()
    expect(page.get_by_text("will get a mail")).to_be_visible()
    whole(page, "reminded")

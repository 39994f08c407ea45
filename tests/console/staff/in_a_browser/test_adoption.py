"""Adoption in a real browser: usable by everybody, on a desk and on a phone."""

import pytest

from tests.console.staff.in_a_browser.test_pages import LOOKS, whole
from tests.core.second_factor.enrolled_people import begin, enroll
from tests.journeys.people import staff
from tests.parts.browser import Device, NewPage, Scheme
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # the pages prove themselves on both behind the door


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_everybody_can_use_adoption(sites: Sites, new_page: NewPage, device: Device, scheme: Scheme) -> None:
    cast, page = sites.cast, new_page(device=device, scheme=scheme)
    staff(sites, page, "Jo").sign_in()
    page.goto(f"{sites.console}/adoption")
    whole(page, "adoption of nobody")
    cast.activate("Lakeside", now=shown_time())
    enroll(cast, cast.actor("Priya"), now=shown_time())
    begin(cast, cast.actor("Dana"), now=shown_time())
    page.get_by_role("link", name="Adoption").click()
    for folded in page.get_by_text("The same figures as a table").all():
        folded.click()
    whole(page, "adoption")
    page.get_by_role("link", name="Lakeside Family Medicine").click()
    whole(page, "adoption of a practice")

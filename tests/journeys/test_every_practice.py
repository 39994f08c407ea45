"""Journey (e), the group rule: who has set it up is asked in every practice, whatever becomes of the first one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from core.practices import practices
from tests.journeys.people import Member, fresh_code, member
from tests.journeys.test_trouble import activate
from tests.parts.browser import NewPage
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

LAKESIDE, HILLTOP = "Lakeside Family Medicine", "Hilltop Internal Medicine"


def lakeside_is_deactivated(sites: Sites) -> None:
    sites.cast.deactivate("Lakeside", now=shown_time())


def membership_ends(sites: Sites) -> None:
    person, place = sites.cast.person("Miguel").id, sites.cast.practice("Lakeside").id
    sam, now = sites.cast.actor("Sam"), shown_time()
    assert sites.cast.database.transact(
        lambda session: practices.end_membership(session, person, place, by=sam, now=now)
    )


def is_asked_for_a_code(who: Member) -> None:
    """The password alone leads to the token prompt and nowhere else; the code leads on."""
    who.give_password()
    expect(who.page.get_by_role("heading", name="One more step")).to_be_visible()
    who.page.goto(f"{who.site}/settings")
    expect(who.page.get_by_label("6-digit Token")).to_be_visible()
    assert who.phone is not None
    who.page.get_by_label("6-digit Token").fill(fresh_code(who.phone))
    who.page.get_by_role("button", name="Verify Token").click()
    expect(who.page.locator("[data-menu] > button")).to_be_visible()


@pytest.mark.parametrize("change", [lakeside_is_deactivated, membership_ends])
def test_a_factor_follows_its_person_into_every_practice(
    sites: Sites, new_page: NewPage, change: Callable[[Sites], None]
) -> None:
    activate(sites, "Lakeside")
    miguel = member(sites, new_page(), "miguel@lakeside.example")
    miguel.sign_in()
    miguel.set_up()
    miguel.sign_out()
    is_asked_for_a_code(miguel)
    miguel.page.goto(f"{sites.account}/")
    miguel.page.get_by_label("Practice").select_option(label=HILLTOP)
    expect(miguel.page.get_by_role("heading", level=1)).to_have_text(HILLTOP)
    miguel.sign_out()
    change(sites)
    is_asked_for_a_code(miguel)
    miguel.page.goto(f"{sites.account}/settings")
    why = miguel.page.get_by_role("region", name="Why am I asked for a code here?")
    expect(why).to_contain_text("Your own factor stayed on.")

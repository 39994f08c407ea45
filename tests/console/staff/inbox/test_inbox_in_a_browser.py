"""The inbox in a real browser: usable by everybody, live without reload, a saved reply inserted where one writes."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from core.chat import saved_replies
from tests.core.chat.inbox_people import ask_for_a_person, says, takes
from tests.journeys.people import staff
from tests.parts.axe import assert_accessible
from tests.parts.browser import Device, NewPage, Scheme
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # the pages prove themselves on both behind the door
LOOKS: tuple[tuple[Device, Scheme], ...] = (("desktop", "light"), ("desktop", "dark"), ("phone", "dark"))


@pytest.mark.parametrize(("device", "scheme"), LOOKS)
def test_everybody_can_use_the_pages(sites: Sites, new_page: NewPage, device: Device, scheme: Scheme) -> None:
    page, now = new_page(device=device, scheme=scheme), shown_time()
    waiting, held = (
        ask_for_a_person(sites.cast, "Priya", now=now),
        ask_for_a_person(sites.cast, "Tom", now=now),
    )
    takes(sites.cast, "Alex", held, now=now)
    save_a_reply(sites)
    staff(sites, page, "Sam").sign_in()
    for path in (
        "/inbox",
        "/inbox?q=nobody",
        "/inbox/replies",
        "/inbox/hours",
        f"/inbox/{held}",
        f"/inbox/{waiting}",
    ):
        page.goto(f"{sites.console}{path}")
        whole(page, path)
    page.get_by_role("button", name="Take").click()
    page.get_by_text("Saved replies").click()
    whole(page, "taken")
    page.goto(f"{sites.console}/inbox/hours")
    page.get_by_label("Time zone").fill("Mars")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Time zone")).to_be_focused()
    whole(page, "refused")


def test_a_saved_reply_goes_where_one_writes_and_nothing_typed_is_lost_when_news_come(
    sites: Sites, new_page: NewPage
) -> None:
    page, now = new_page(), shown_time()
    waiting = ask_for_a_person(sites.cast, "Priya", now=now)
    takes(sites.cast, "Alex", waiting, now=now)
    save_a_reply(sites)
    staff(sites, page, "Alex").sign_in()
    page.goto(f"{sites.console}/inbox/{waiting}")
    field = page.get_by_label("Reply")
    field.fill("Hi Priya.")
    page.get_by_text("Saved replies").click()
    page.get_by_role("button", name="Insert Find Settings").click()
    expect(field).to_have_value("Hi Priya.\n\nPress your name, then Settings.")
    says(sites.cast, waiting, "Are you there?", now=shown_time())
    expect(page.get_by_role("region", name="What was said")).to_contain_text("Are you there?")
    expect(page.get_by_role("link", name="Inbox")).to_have_accessible_description("")  # seen as soon as shown
    takes(sites.cast, "Sam", waiting, instead_of=sites.cast.person("Alex").id, now=shown_time())
    expect(page.get_by_text("Sam Okafor has this conversation now.")).to_be_visible()
    field.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Sam Okafor has this conversation.")
    page.get_by_role("button", name="Take over").click()
    expect(field).to_have_value("Hi Priya.\n\nPress your name, then Settings.")


def whole(page: Page, name: str) -> None:
    """No broken rule, and nothing wider than the screen."""
    assert_accessible(page)
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= screen, f"{name} is {wide} px wide on a screen of {screen}"


def save_a_reply(sites: Sites) -> None:
    by = sites.cast.actor("Alex")

    def save(session: Session) -> None:
        text = "Press your name, then Settings."
        saved_replies.save(session, None, title="Find Settings", text=text, by=by, now=shown_time())

    sites.cast.do(save)

"""Journeys (c), (d), (k): no admin, no phone, a forgotten password. (e) and (f) have files of their own."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from core.practices import practices
from tests.journeys.people import member
from tests.parts.browser import NewPage
from tests.parts.clock import shown_time
from tests.parts.sites import Sites

pytestmark = pytest.mark.databases("sqlite")  # what the browser does here is the same on both

RESET_LINK = re.compile(r"http\S+/password/reset/\S+")


def activate(sites: Sites, name: str) -> None:
    """The decision itself is another journey's promise."""
    practice_id = sites.cast.practice(name).id
    alex = sites.cast.actor("Alex", factor="totp", factor_at=shown_time())

    def work(session: Session) -> None:
        practice = practices.locked(session, practice_id)
        assert practice is not None
        practices.activate(session, practice, by=alex, now=shown_time())

    sites.cast.database.transact(work)


def test_a_recovery_token_signs_in_once_and_only_once(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Lakeside")
    priya = member(sites, new_page(), "priya@lakeside.example")
    priya.sign_in()
    tokens = priya.set_up()
    for attempt in ("taken", "refused"):
        priya.sign_out() if attempt == "taken" else None
        priya.give_password()
        priya.page.get_by_role("link", name="Use a recovery token").click()
        priya.page.get_by_label("Recovery token").fill(tokens[0].lower())
        priya.page.get_by_role("button", name="Verify Token").click()
        if attempt == "taken":
            expect(priya.page.locator("main").get_by_role("status")).to_contain_text(
                "signed in with a recovery token"
            )
            expect(priya.page.get_by_text("9 of 10 left")).to_be_visible()
            priya.sign_out()
    expect(priya.page.locator("main").get_by_role("alert")).to_contain_text("was used before")


@pytest.mark.parametrize("email", ["priya@lakeside.example"])
def test_a_member_who_is_no_admin_is_told_whom_to_ask(sites: Sites, new_page: NewPage, email: str) -> None:
    priya = member(sites, new_page(), email)
    priya.sign_in()
    priya.page.goto(f"{sites.account}/settings")
    expect(priya.page.locator("#two-factor")).to_contain_text("Dana Whitfield")


def test_a_new_password_does_not_get_past_the_token(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Riverbend")
    tom = member(sites, new_page(), "tom@riverbend.example")
    tom.sign_in()
    tom.set_up()
    tom.sign_out()
    tom.page.get_by_role("link", name="Forgotten password?").click()
    tom.page.get_by_label("E-mail").fill(tom.email)
    tom.page.get_by_role("button", name="Send the link").click()
    expect(tom.page.get_by_text("a link is on its way")).to_be_visible()
    mails = sites.mailbox.wait_for(
        tom.email, count=3
    )  # one of the activation and one of the set-up before it
    (link,) = [found for mail in mails for found in RESET_LINK.findall(mail.get_content())]
    tom.page.goto(link)
    tom.password = "green-lantern over 4 quiet hills"
    for label in ("New password", "New password again"):
        tom.page.get_by_label(label, exact=True).fill(tom.password)
    tom.page.get_by_role("button", name="Save password").click()
    tom.give_password()
    expect(tom.page.get_by_role("heading", name="One more step")).to_be_visible()
    tom.page.goto(f"{sites.account}/settings")
    expect(tom.page.get_by_label("6-digit Token")).to_be_visible()

"""Journey (f): a refused code is named for what it is, at the token prompt and at the set-up."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.journeys.people import Member, fresh_code, member
from tests.journeys.test_trouble import activate
from tests.parts.browser import NewPage
from tests.parts.clock import shown_time
from tests.parts.known_secrets import known_secrets
from tests.parts.phone import Phone
from tests.parts.sites import Sites

MINUTES = timedelta(minutes=1)


def phone_of(who: Member) -> Phone:
    assert who.phone is not None
    return who.phone


def is_refused(who: Member, code: str, words: str) -> None:
    """Type a code at the prompt; the page says what is wrong, and the field has the focus and nothing in it."""
    field = who.page.get_by_label("6-digit Token")
    field.fill(code)
    known_secrets.code(phone_of(who), code)
    who.page.get_by_role("button", name="Verify Token").click()
    expect(who.page.locator("main").get_by_role("alert")).to_contain_text(re.compile(words))
    expect(field).to_be_focused()
    expect(field).to_have_value("")


def at_the_prompt(sites: Sites, new_page: NewPage) -> Member:
    activate(sites, "Riverbend")
    tom = member(sites, new_page(), "tom@riverbend.example")
    tom.sign_in()
    tom.set_up()
    tom.sign_out()
    tom.give_password()
    return tom


def test_used_old_and_wrong_codes_are_told_apart_until_there_were_too_many(
    sites: Sites, new_page: NewPage
) -> None:
    tom = at_the_prompt(sites, new_page)
    phone = phone_of(tom)
    used = fresh_code(phone)
    tom.page.get_by_label("6-digit Token").fill(used)
    tom.page.get_by_role("button", name="Verify Token").click()
    expect(tom.page.locator("[data-menu] > button")).to_be_visible()
    tom.sign_out()
    tom.give_password()
    is_refused(tom, used, "was used before")
    is_refused(tom, phone.code_of_step(shown_time(), -7), "too old: it showed about")
    is_refused(tom, wrong_code(phone), "not right")
    is_refused(tom, phone.code_of_step(shown_time(), -3), "too old")
    is_refused(tom, wrong_code(phone), "not right")
    shown_time.to_next_code()
    right = fresh_code(phone)
    tom.page.get_by_label("6-digit Token").fill(right)
    tom.page.get_by_role("button", name="Verify Token").click()
    expect(tom.page.get_by_text("five tries were over")).to_be_visible()
    tom.give_password()
    is_refused(tom, right, r"Too many tries.* Try again in \d+ minutes")


def test_a_clock_that_is_off_is_named_with_how_far(sites: Sites, new_page: NewPage) -> None:
    tom = at_the_prompt(sites, new_page)
    phone = phone_of(tom)
    is_refused(tom, phone.with_clock_ahead(4 * MINUTES).code(shown_time()), "clock is about 4 minutes ahead")
    shown_time.to_next_code()
    slow = phone.with_clock_ahead(-3 * MINUTES)
    is_refused(tom, slow.code(shown_time()), "too old")
    shown_time.to_next_code()
    is_refused(tom, slow.code(shown_time()), "clock is about 3 minutes behind")
    tom.page.get_by_label("6-digit Token").fill(fresh_code(phone))
    tom.page.get_by_role("button", name="Verify Token").click()
    expect(tom.page.locator("[data-menu] > button")).to_be_visible()


def test_the_set_up_names_them_too_and_keeps_its_qr(sites: Sites, new_page: NewPage) -> None:
    activate(sites, "Riverbend")
    tom = member(sites, new_page(), "tom@riverbend.example")
    tom.sign_in()
    tom.open_set_up()
    phone = tom.scan()
    alert = tom.page.locator("main").get_by_role("alert").first
    for code, words in (
        (phone.code_of_step(shown_time(), -5), "too old"),
        (phone.code_of_step(shown_time(), 6), r"clock is about 3 minutes ahead"),
        (wrong_code(phone), "not right"),
    ):
        tom.enable(code)
        expect(alert).to_contain_text(re.compile(words))
    assert tom.scan().secret == phone.secret
    tom.enable()
    tom.save_tokens()


def wrong_code(phone: Phone) -> str:
    """Six digits that this phone shows at no time near now."""
    near = {phone.code_of_step(shown_time(), step) for step in range(-15, 16)}
    return next(code for code in ("135790", "246801", "987123") if code not in near)

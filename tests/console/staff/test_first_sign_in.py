"""The first sign-in of a colleague: nothing opens before the second factor is set up."""

import re

import pytest
from sqlalchemy.orm import Session

from core.imports.demo_data import PASSWORD
from core.people import users
from core.people.users import User
from tests.console.staff.desk import Browser, Console
from tests.parts.phone import Phone

NEW = "robin@thoroughcare.example"
TOKENS = re.compile(r"<li><code>([0-9A-Z-]{20,})</code>")


@pytest.fixture
def robin(console: Console) -> Browser:
    """A new colleague who has given the right password."""
    hashed = console.cast.installation.hashing.hash(PASSWORD)
    by = console.cast.actor("Sam")

    def add(session: Session) -> None:
        added = users.add_staff(session, email=NEW, name="Robin Hale", role="agent", by=by, now=console.now)
        assert isinstance(added, User)
        assert isinstance(hashed, str)
        added.password_hash, added.password_changed_at = hashed, console.now

    console.cast.do(add)
    browser = console.browser()
    assert browser.give_password(NEW).headers["location"] == "/sign-in/set-up"
    return browser


def test_set_up_leads_to_tokens_and_in(console: Console, robin: Browser) -> None:
    phone = begin(robin)
    page = robin.post("/sign-in/set-up/confirm", token=phone.code(console.now))
    assert page.status_code == 200
    assert len(TOKENS.findall(page.text)) == 10
    assert all(label in page.text for label in ("Recovery Tokens", "Ok, Got it!"))
    assert robin.post("/recovery-tokens/acknowledge").headers["location"] == "/?done=tokens-saved"
    assert "Requests" in robin.get("/?done=tokens-saved")
    console.later(seconds=30)
    other = console.browser()
    other.give_password(NEW)
    assert other.post("/sign-in/token", token=phone.code(console.now)).status_code == 303


def test_the_half_sign_in_opens_nothing_else(console: Console, robin: Browser) -> None:
    for path in ("/", "/requests", "/requests/list"):
        robin.get(path, status=303)
    assert robin.post("/recovery-tokens/again").status_code == 303
    begin(robin)
    robin.get("/", status=303)


def test_the_page_shows_no_secret_before_it_is_asked_for(robin: Browser) -> None:
    page = robin.get("/sign-in/set-up")
    assert "Step 1" in page
    assert "otpauth" not in page
    assert 'alt="QR code"' not in page


@pytest.mark.parametrize(("code", "status"), [("000000", 403), ("abc", 400), ("", 400)])
def test_a_wrong_code_is_named_and_the_qr_stays(robin: Browser, code: str, status: int) -> None:
    phone = begin(robin)
    page = robin.post("/sign-in/set-up/confirm", token=code)
    assert page.status_code == status
    assert "Problem: " in page.text
    assert phone_on(page.text) == phone


def test_a_late_code_starts_over_with_the_password(console: Console, robin: Browser) -> None:
    phone = begin(robin)
    console.later(minutes=6)
    answer = robin.post("/sign-in/set-up/confirm", token=phone.code(console.now))
    assert answer.headers["location"].startswith("/sign-in")
    robin.get("/", status=303)


def test_tokens_that_were_not_saved_can_be_asked_for_once_more(console: Console, robin: Browser) -> None:
    phone = begin(robin)
    first = TOKENS.findall(robin.post("/sign-in/set-up/confirm", token=phone.code(console.now)).text)
    assert "Show a new set" in robin.get("/")
    console.later(seconds=20)
    second = TOKENS.findall(robin.post("/recovery-tokens/again").text)
    assert len(second) == 10
    assert not set(first) & set(second)
    assert robin.post("/recovery-tokens/again").status_code == 403
    robin.post("/recovery-tokens/acknowledge")
    assert "Show a new set" not in robin.get("/")


def test_who_has_a_factor_cannot_set_up_another_way_in(console: Console) -> None:
    alex = console.browser()
    alex.give_password(console.cast.person("Alex").email)
    assert alex.post("/sign-in/set-up/begin").status_code == 303
    alex.get("/sign-in/set-up", status=303)


def begin(browser: Browser) -> Phone:
    """Step 1, and the phone with what Step 2 shows."""
    assert browser.post("/sign-in/set-up/begin").headers["location"] == "/sign-in/set-up"
    return phone_on(browser.get("/sign-in/set-up"))


def phone_on(page: str) -> Phone:
    link = re.search(r'href="(otpauth:[^"]+)"', page)
    assert link, "no otpauth link on the page"
    return Phone.opening(link[1].replace("&amp;", "&"))

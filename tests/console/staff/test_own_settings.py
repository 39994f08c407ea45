"""A colleague helps themself: forgotten password, a dead invitation, new tokens, a new phone, sessions."""

import html
import re

import pytest

from core.imports.demo_data import PASSWORD
from core.people import one_time_links
from core.team import staff
from core.team.staff import Invited
from tests.cast import Cast
from tests.console.staff.desk import Browser, Console
from tests.parts.phone import Phone

NEW = "seven quiet herons by the lake"
KEY = re.compile(r'<code id="secret-code"[^>]*>([A-Z2-7 ]+)</code>')
TOKEN = re.compile(r"<code>(\d\d(?:-[0-9A-Z]{4}){6})</code>")


def forget(console: Console, email: str) -> str:
    """Ask for a new password; what the page answers."""
    browser = console.browser()
    browser.get("/password/forgotten")
    return browser.post("/password/forgotten", email=email).text


def link_of(cast: Cast, kind: str) -> str:
    notice = cast.told(kind)[-1]
    return one_time_links.token_of(cast.installation.keys, notice.data["link_id"])


def test_a_forgotten_password_is_set_anew_and_the_code_is_still_asked_for(
    console: Console, cast: Cast
) -> None:
    assert '<a href="/password/forgotten">' in console.browser().get("/sign-in")
    assert "Look at your mail" in forget(console, "alex@thoroughcare.example")
    browser, link = console.browser(), link_of(cast, "reset_password")
    browser.get(f"/password/reset/{link}")
    done = browser.post(f"/password/reset/{link}", new_password=NEW, new_password_again=NEW)
    assert done.headers["location"] == "/sign-in?done=password-set"
    answer = browser.give_password("alex@thoroughcare.example", NEW)
    assert answer.headers["location"] == "/sign-in/token"


@pytest.mark.parametrize("email", ["nobody@thoroughcare.example", "dana@lakeside.example"])
def test_who_is_no_colleague_is_answered_the_same_and_mailed_nothing(
    console: Console, cast: Cast, email: str
) -> None:
    assert "Look at your mail" in forget(console, email)
    assert cast.told("reset_password") == []
    assert cast.told("staff_invitation") == []


def test_a_dead_invitation_leads_to_one_that_works(console: Console, cast: Cast) -> None:
    by = cast.fresh("Sam")
    invited = cast.do(
        lambda session: staff.invite(
            session, email="robin@thoroughcare.example", name="Robin", role="agent", by=by, now=console.now
        )
    )
    assert isinstance(invited, Invited)
    first = link_of(cast, "staff_invitation")
    console.later(days=3)
    browser = console.browser()
    dead = browser.get(f"/invitation/{first}", status=404)
    (way,) = re.findall(r'<a class="button primary" href="([^"]+)">Get a new link', dead)
    browser.get(way)
    browser.post(way, email="robin@thoroughcare.example")
    second = link_of(cast, "staff_invitation")
    assert second != first
    browser.get(f"/invitation/{second}")
    done = browser.post(f"/invitation/{second}", new_password=NEW, new_password_again=NEW)
    assert done.status_code == 303
    assert browser.give_password("robin@thoroughcare.example", NEW).headers["location"] == "/sign-in/set-up"
    again = browser.get(f"/invitation/{second}", status=404)
    assert "Get a new link" in again


def test_new_tokens_need_password_and_code(console: Console, cast: Cast) -> None:
    alex = console.at_work("Alex")
    assert 'href="/settings/recovery-tokens"' in alex.get("/settings")
    alex.get("/settings/recovery-tokens")
    path = "/settings/recovery-tokens"
    assert alex.post(path, current_password="wrong", token=alex.code()).status_code == 403
    assert alex.post(path, current_password=PASSWORD, token="").status_code == 400
    shown = alex.post(path, current_password=PASSWORD, token=alex.code())
    assert len(set(TOKEN.findall(shown.text))) == 10
    assert cast.audited("recovery_tokens.issued")[-1].details == {"how": "proof"}


def test_a_new_phone_takes_over_and_the_old_one_is_worth_nothing(console: Console, cast: Cast) -> None:
    alex = console.at_work("Alex")
    alex.get("/settings/new-phone")
    begun = alex.post("/settings/new-phone", current_password=PASSWORD, token=alex.code())
    assert begun.headers["location"] == "/settings#step-2"
    new = phone_on(alex.get("/settings"))
    console.later(seconds=30)
    confirm = "/settings/new-phone/confirm"
    wrong = alex.post(confirm, current_password=PASSWORD, token="000000")
    assert wrong.status_code == 403
    assert 'aria-invalid="true"' in wrong.text
    shown = alex.post(confirm, current_password=PASSWORD, token=new.code(console.now))
    assert len(set(TOKEN.findall(shown.text))) == 10
    assert "Settings" in alex.get("/settings")
    console.later(minutes=1)
    browser = console.browser()
    browser.give_password("alex@thoroughcare.example")
    old = browser.post("/sign-in/token", token=cast.phones["Alex"].code(console.now))
    assert old.status_code == 403
    assert browser.post("/sign-in/token", token=new.code(console.now)).status_code == 303


def test_the_factor_of_a_colleague_cannot_be_turned_off(console: Console) -> None:
    alex = console.at_work("Alex")
    assert "Turn off" not in alex.get("/settings")
    assert alex.post("/settings/turn-off").status_code == 404


def test_one_session_the_others_and_all_are_ended(console: Console) -> None:
    here, there, third = (console.at_work("Alex") for _ in range(3))
    page = here.get("/settings")
    ids = re.findall(r'name="session"\s+value="([0-9a-f]{24})"', page)
    assert len(ids) == 2
    here.post("/settings/sessions/end", session=ids[0])
    assert sorted([is_in(there), is_in(third)]) == [False, True]
    here.post("/settings/sessions/end-others")
    assert [is_in(here), is_in(there), is_in(third)] == [True, False, False]
    here.get("/settings")
    assert here.post("/settings/sessions/end-all").headers["location"] == "/sign-in?done=signed-out"
    assert not is_in(here)


def test_nobody_ends_the_session_of_another(console: Console, cast: Cast) -> None:
    alex, sam = console.at_work("Alex"), console.at_work("Sam")
    _, of_sam = cast.sign_in_as("Sam", factor="totp", now=console.now)
    alex.get("/settings")
    alex.post("/settings/sessions/end", session=of_sam.session_id)
    assert is_in(sam)
    assert cast.audited("session.ended") == []


def test_a_password_is_changed_with_the_old_one(console: Console) -> None:
    alex, other = console.at_work("Alex"), console.at_work("Alex")
    alex.get("/settings")
    form = {"new_password": NEW, "new_password_again": NEW}
    assert alex.post("/settings/password", current_password="wrong", **form).status_code == 403
    done = alex.post("/settings/password", current_password=PASSWORD, **form)
    assert done.headers["location"] == "/settings?done=password-changed"
    assert is_in(alex)
    assert not is_in(other)


def is_in(browser: Browser) -> bool:
    return bool(browser.client.get("/requests").status_code == 200)


def phone_on(page: str) -> Phone:
    """The new phone, with the key of the page typed into it."""
    found = KEY.search(html.unescape(page))
    assert found
    return Phone.typing_key(found[1], account="alex@thoroughcare.example")

"""Refused codes are named at the door, and each change of a factor asks for its proof."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from core.ground import alarms
from core.imports.demo_data import PASSWORD
from core.people.users import User
from core.second_factor.enrollments import Enrollment
from tests.console.account.desk import ORIGIN, Site

MIGUEL = "miguel@lakeside.example"
TOKENS = re.compile(r"<code>(\d\d-[0-9A-Z-]{29})</code>")


def test_a_code_used_twice_is_named_with_a_countdown(site: Site) -> None:
    phone = site.enroll("Miguel")
    code = phone.code(site.now)
    site.sign_in(MIGUEL, phone)
    site.post("/sign-out")
    site.give_password(MIGUEL)
    site.get("/sign-in/token")
    answer = site.post("/sign-in/token", token=code)
    assert answer.status_code == 403
    assert "used before" in answer.text
    assert code not in answer.text


def test_two_late_codes_alike_are_a_slow_clock(site: Site) -> None:
    phone = site.enroll("Miguel")
    site.give_password(MIGUEL)
    site.get("/sign-in/token")
    first = site.post("/sign-in/token", token=phone.code_of_step(site.now, -4))
    assert "too old" in first.text
    site.later(seconds=60)
    second = site.post("/sign-in/token", token=phone.code_of_step(site.now, -4))
    assert "clock is about 2 minutes behind" in second.text


def test_the_sixth_try_is_refused_with_the_time_of_the_next(site: Site) -> None:
    site.enroll("Miguel")
    site.give_password(MIGUEL)
    site.get("/sign-in/token")
    for _ in range(5):
        site.post("/sign-in/token", token="000000")
    answer = site.post("/sign-in/token", token="000000")
    assert answer.status_code in {303, 429}
    site.give_password(MIGUEL)
    site.get("/sign-in/token")
    answer = site.post("/sign-in/token", token="000000")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Too many tries" in answer.text


def test_a_secret_of_another_row_is_a_sentence_and_no_surprise(site: Site) -> None:
    phone = site.enroll("Miguel")
    owen = site.enroll("Owen")
    theirs = (
        select(Enrollment.secret).join(User, User.id == Enrollment.user_id).where(User.name == "Owen Brandt")
    )
    moved, miguel = site.cast.one(theirs), site.cast.person("Miguel").id
    here = update(Enrollment).where(Enrollment.user_id == miguel)
    site.cast.do(lambda session: session.execute(here.values(secret=moved)))
    site.give_password(MIGUEL)
    site.get("/sign-in/token")
    answer = site.post("/sign-in/token", token=phone.code(site.now))
    assert owen.code(site.now) == phone.code(site.now)
    assert answer.status_code == 409
    assert "Use a recovery token" in answer.text
    assert [alarm.name for alarm in site.cast.look(alarms.standing)] == [f"secret:{miguel}"]


@pytest.mark.parametrize("path", ["/settings/recovery-tokens", "/settings/new-phone", "/settings/turn-off"])
def test_every_change_asks_for_password_and_code(site: Site, path: str) -> None:
    phone = site.enroll("Miguel")
    site.sign_in(MIGUEL, phone)
    assert site.get(path).status_code == 200
    assert site.post(path).status_code == 400
    wrong = site.post(path, current_password="not my password", token=phone.code(site.now))
    assert wrong.status_code == 403
    assert "not your current password" in wrong.text
    refused = site.post(path, current_password=PASSWORD, token="000000")
    assert refused.status_code == 403
    assert "not right" in refused.text
    assert PASSWORD not in refused.text


def test_new_tokens_are_shown_once_and_one_of_them_turns_the_factor_off(site: Site) -> None:
    phone = site.enroll("Miguel")
    site.sign_in(MIGUEL, phone)
    site.get("/settings/recovery-tokens")
    shown = site.post("/settings/recovery-tokens", current_password=PASSWORD, token=phone.code(site.now))
    tokens = TOKENS.findall(shown.text)
    assert len(tokens) == 10
    assert "Miguel Ortega, miguel@lakeside.example" in shown.text  # on paper and in the file
    head = shown.text.partition('data-head="')[2].partition('"')[0]
    assert "Hilltop Internal Medicine, Lakeside Family Medicine" in head
    assert "Made on" in head
    assert not TOKENS.findall(site.get("/settings").text)
    site.get("/settings/turn-off")
    gone = site.post("/settings/turn-off", current_password=PASSWORD, recovery_token=tokens[3])
    assert gone.headers["location"].startswith("/settings?done=turned-off")
    site.post("/sign-out")
    assert site.give_password(MIGUEL).headers["location"] == "/"


def test_a_strangers_wrong_codes_keep_nobody_from_changing_their_own_factor(site: Site) -> None:
    phone = site.enroll("Miguel")
    site.sign_in(MIGUEL, phone)
    stranger = replace(site, client=TestClient(site.client.app, base_url=ORIGIN, follow_redirects=False))
    stranger.give_password(MIGUEL)
    stranger.get("/sign-in/token")
    for _ in range(5):
        assert stranger.post("/sign-in/token", token="000000").status_code == 403
    stranger.give_password(MIGUEL)
    stranger.get("/sign-in/token")
    assert stranger.post("/sign-in/token", token="000000").status_code == 429
    site.get("/settings/recovery-tokens")
    shown = site.post("/settings/recovery-tokens", current_password=PASSWORD, token=phone.code(site.now))
    assert len(TOKENS.findall(shown.text)) == 10


def test_the_old_phone_works_until_the_new_one_is_confirmed(site: Site) -> None:
    phone = site.enroll("Miguel")
    site.sign_in(MIGUEL, phone)
    site.get("/settings/new-phone")
    begun = site.post("/settings/new-phone", current_password=PASSWORD, token=phone.code(site.now))
    assert begun.headers["location"].startswith("/settings?two-factor=open")
    page = site.get("/settings")
    assert 'alt="QR code"' in page.text
    site.later(seconds=30)
    site.post("/sign-out")
    site.sign_in(MIGUEL, phone)

"""Your team: a site admin sees names and steps and reminds once a day; nobody else finds the page."""

import pytest

from core.people import users
from tests.cast import MONDAY
from tests.console.account.desk import Site
from tests.core.second_factor.enrolled_people import begin, enroll

DANA = "dana@lakeside.example"


def of(site: Site, practice: str = "Lakeside") -> str:
    return f"/team/{site.cast.practice(practice).id}"


def text(site: Site, path: str) -> str:
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_an_admin_sees_who_has_it_and_where_the_others_are(site: Site) -> None:
    cast = site.cast
    cast.activate("Lakeside")
    enroll(cast, cast.actor("Priya"), now=MONDAY)
    begin(cast, cast.actor("Miguel"), now=MONDAY)
    site.give_password(DANA)
    assert f'href="{of(site)}"' in text(site, "/")
    assert site.get("/team").headers["location"] == of(site)
    page = text(site, of(site))
    for said in ("Has a QR code, no code entered yet", "Has not started", "Recovery Tokens not saved"):
        assert said in page
    assert "<strong>1</strong> of 4 members" in page
    assert 'role="img"' in page
    missing = text(site, f"{of(site)}?only=missing")
    assert "Miguel Ortega" in missing
    assert "Priya Raman" not in missing
    assert "Miguel Ortega" not in text(site, f"{of(site)}?only=done")


def test_those_who_have_not_are_reminded_once_a_day(site: Site) -> None:
    cast = site.cast
    cast.activate("Lakeside")
    enroll(cast, cast.actor("Priya"), now=MONDAY)
    owen, by = cast.person("Miguel").id, cast.actor("Miguel")
    cast.do(lambda session: users.opt_out_of_guide(session, owen, by=by, now=MONDAY))
    site.give_password(DANA)
    assert "Asked not to be reminded" in text(site, of(site))
    answer = site.post(f"{of(site)}/remind")
    assert answer.headers["location"] == f"{of(site)}?done=reminded&people=2"
    page = text(site, answer.headers["location"])
    assert "2 people will" in page
    assert "They were reminded just now" in page
    assert "Remind those who have not" not in page
    assert len(cast.told("member_reminder")) == 4
    again = site.post(f"{of(site)}/remind")
    assert again.status_code == 429
    assert "You can remind them again tomorrow" in again.text
    assert len(cast.told("member_reminder")) == 4
    site.later(days=1, minutes=1)
    site.give_password(DANA)
    assert "Remind those who have not" in text(site, of(site))


def test_a_team_that_is_done_needs_no_reminder(site: Site) -> None:
    cast = site.cast
    cast.activate("Riverbend")
    for name in ("Grace", "Tom"):
        cast.enrolled(name)
    site.sign_in("grace@riverbend.example", cast.phones["Grace"])
    assert "Everyone has set it up" in text(site, of(site, "Riverbend"))
    answer = site.post(f"{of(site, 'Riverbend')}/remind")
    assert answer.status_code == 409
    assert "nobody to remind" in answer.text


def test_before_the_activation_the_page_says_how_to_ask(site: Site) -> None:
    site.give_password(DANA)
    assert "not activated for Lakeside Family Medicine yet" in text(site, of(site))
    answer = site.post(f"{of(site)}/remind")
    assert answer.status_code == 409
    assert "nothing to remind of" in answer.text


@pytest.mark.parametrize(
    ("email", "practice"),
    [
        ("priya@lakeside.example", "Lakeside"),
        ("grace@riverbend.example", "Lakeside"),
        (DANA, "Riverbend"),
    ],
)
def test_another_team_is_not_found(site: Site, email: str, practice: str) -> None:
    site.cast.activate(practice)
    site.give_password(email)
    site.get("/settings")
    assert site.get(of(site, practice)).status_code == 404
    assert site.post(f"{of(site, practice)}/remind").status_code == 404
    assert site.cast.told("member_reminder") == []


def test_an_id_of_nothing_is_not_found_in_the_same_words(site: Site) -> None:
    site.give_password(DANA)
    site.get("/settings")
    for practice_id in ("0" * 24, "nonsense"):
        assert "There is no such team" in site.get(f"/team/{practice_id}").text

"""An admin asks on their site that a second factor is mandatory: the date is repeated before it is sent."""

import pytest
from sqlalchemy import select

from core.practices.practice_changes import PracticeChange
from tests.console.account.desk import Site

PAGE = "/practice/required"


@pytest.fixture
def dana(site: Site) -> Site:
    """The admin of an activated practice is signed in."""
    site.cast.activate("Lakeside")
    site.give_password("dana@lakeside.example")
    return site


def asked(site: Site) -> list[PracticeChange]:
    return site.cast.rows(select(PracticeChange))


def test_the_date_is_repeated_and_only_the_second_press_asks(dana: Site) -> None:
    assert "Make it mandatory" in dana.get("/").text
    dana.get(PAGE)
    repeated = dana.post(PAGE, **{"from": "2026-04-01"})
    assert "April 1, 2026" in repeated.text
    assert "4 of" in repeated.text
    assert asked(dana) == []
    assert dana.post(PAGE, **{"from": "2026-04-01", "confirmed": "yes"}).status_code == 303
    (change,) = asked(dana)
    assert change.required_from is not None
    assert change.required_from.isoformat() == "2026-04-01T04:00:00+00:00", "midnight where the practice is"
    assert "has not decided yet" in dana.get(PAGE).text
    assert dana.cast.practice("Lakeside").required_from is None


@pytest.mark.parametrize("typed", ["", "soon", "2026-03-03", "2028-01-01"])
def test_a_date_that_does_not_fit_asks_for_nothing(dana: Site, typed: str) -> None:
    dana.get(PAGE)
    assert dana.post(PAGE, **{"from": typed, "confirmed": "yes"}).status_code == 400
    assert asked(dana) == []


def test_a_member_neither_sees_nor_asks(site: Site) -> None:
    site.cast.activate("Lakeside")
    site.give_password("priya@lakeside.example")
    site.get("/")
    assert site.get(PAGE).status_code == 403
    assert site.post(PAGE, **{"from": "2026-04-01", "confirmed": "yes"}).status_code == 403
    assert asked(site) == []


def test_when_the_date_has_come_an_open_session_ends_and_sign_in_leads_to_set_up(dana: Site) -> None:
    assert dana.get("/settings").status_code == 200
    dana.cast.require("Lakeside", dana.now)
    assert dana.get("/settings").status_code == 303
    answer = dana.give_password("dana@lakeside.example")
    assert answer.headers["location"] == "/sign-in/set-up"
    page = dana.get("/sign-in/set-up").text
    assert "a practice of yours requires one" in " ".join(page.split())
    dana.post("/sign-in/set-up/send-link")
    assert len(dana.cast.told("set_up_again")) == 1

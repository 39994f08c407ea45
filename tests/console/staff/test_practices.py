"""Practices: found by name, and switched off or made to require a second factor by two people."""

import pytest

from core.practices import change_decisions
from core.practices.practice_changes import ChangeProposed, changes_of
from tests.cast import after
from tests.console.staff.desk import Browser, Console


def page_of(console: Console, name: str = "Lakeside") -> str:
    return f"/practices/{console.cast.practice(name).id}"


def proposed(console: Console, alex: Browser) -> str:
    """Alex proposes that 2FA is off at Lakeside; the address of the proposal."""
    page = page_of(console)
    alex.get(page)
    answer = alex.post(f"{page}/deactivate", reason="They asked in writing", token=alex.code())
    assert answer.status_code == 303, answer.text
    lakeside = console.cast.practice("Lakeside").id
    (change,) = console.cast.look(lambda session: changes_of(session, lakeside))
    console.later(seconds=30)
    return f"{page}/changes/{change.id}"


def test_a_practice_is_found_by_its_name_and_leads_to_its_page(console: Console) -> None:
    alex = console.at_work("Alex")
    for path in ("/practices", "/practices/list"):
        found = alex.get(f"{path}?q=river")
        assert page_of(console, "Riverbend") in found
        assert page_of(console) not in found
    assert "No practice or group" in alex.get("/practices?q=zzz")


def test_the_list_goes_on_page_by_page(console: Console) -> None:
    for number in range(30):
        console.cast.new_practice(f"A practice {number:02}")
    alex = console.at_work("Alex")
    first = alex.get("/practices")
    assert "A practice 24" in first
    assert "A practice 25" not in first
    href = first.split('href="/practices?q=&after=')[1].split('"')[0]
    assert "A practice 25" in alex.get(f"/practices?q=&after={href}")


def test_the_page_shows_facts_people_requests_and_history(console: Console) -> None:
    console.cast.activate("Lakeside")
    request = console.request_of("Owen", "Hilltop")
    console.cast.enrolled("Miguel")
    alex = console.at_work("Alex")
    page = alex.get(page_of(console))
    for words in ("Lakeside Health Group", "Dana Whitfield", "Miguel Ortega", "1 of 4 have set it up"):
        assert words in page
    assert f"/requests/{request}" in alex.get(page_of(console, "Hilltop"))
    alex.get("/practices/unknown", status=404)


def test_other_pages_lead_to_the_practice(console: Console) -> None:
    alex, address = console.at_work("Alex"), page_of(console)
    dana, lakeside = console.cast.person("Dana").id, console.cast.practice("Lakeside").id
    request = console.request_of()
    for path in (f"/enrollments/{dana}", f"/enrollments?practice={lakeside}", f"/requests/{request}"):
        assert f'href="{address}"' in alex.get(path), path


def test_one_proposes_and_another_switches_it_off(console: Console) -> None:
    console.cast.activate("Lakeside")
    alex = console.at_work("Alex")
    change = proposed(console, alex)
    own = alex.post(f"{change}/approve", token=alex.code())
    assert own.status_code == 403
    assert "A different colleague has to approve it." in own.text
    sam = console.at_work("Sam")
    assert "They asked in writing" in sam.get(page_of(console))
    assert sam.post(f"{change}/approve", token=sam.code()).status_code == 303
    assert console.cast.practice("Lakeside").activated_at is None
    console.later(seconds=30)
    assert sam.post(f"{change}/approve", token=sam.code()).status_code == 409


@pytest.mark.parametrize("token", ["", "000000"])
def test_without_a_right_code_nothing_is_proposed_and_the_reason_stays(console: Console, token: str) -> None:
    console.cast.activate("Lakeside")
    alex, page = console.at_work("Alex"), page_of(console)
    alex.get(page)
    answer = alex.post(f"{page}/deactivate", reason="They asked in writing", token=token)
    assert answer.status_code in {400, 403, 422}
    assert "They asked in writing" in answer.text
    assert console.cast.audited("practice.deactivate_proposed") == []


def test_what_an_admin_asked_for_is_approved_here(console: Console) -> None:
    console.cast.activate("Lakeside")
    lakeside, dana = console.cast.practice("Lakeside").id, console.cast.actor("Dana")
    start, now = after(days=30), console.now
    asked = console.cast.do(
        lambda session: change_decisions.ask_to_require(session, lakeside, start, by=dana, now=now)
    )
    assert isinstance(asked, ChangeProposed)
    sam = console.at_work("Sam")
    assert "Apr 1, 2026" in sam.get(page_of(console))
    assert (
        sam.post(f"{page_of(console)}/changes/{asked.change_id}/approve", token=sam.code()).status_code == 303
    )
    page = sam.get(page_of(console))
    assert "required from" in page
    assert "asked to make 2FA mandatory" in page


def test_one_proposes_and_another_makes_it_optional_again(console: Console) -> None:
    console.cast.activate("Lakeside")
    alex, page = console.at_work("Alex"), page_of(console)
    assert "Make 2FA optional again" not in alex.get(page)
    console.cast.require("Lakeside", after(days=30))
    assert "Make 2FA optional again" in alex.get(page)
    answer = alex.post(f"{page}/optional", reason="They asked in writing", token=alex.code())
    assert answer.status_code == 303, answer.text
    assert "make 2FA optional again" in alex.get("/requests")
    lakeside = console.cast.practice("Lakeside").id
    (change,) = console.cast.look(lambda session: changes_of(session, lakeside))
    sam = console.at_work("Sam")
    assert "They asked in writing" in sam.get(page)
    assert sam.post(f"{page}/changes/{change.id}/approve", token=sam.code()).status_code == 303
    assert console.cast.practice("Lakeside").required_from is None

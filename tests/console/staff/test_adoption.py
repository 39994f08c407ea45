"""Adoption: figures of all practices and of one, as charts with tables, and as a file no spreadsheet runs."""

import csv
import io

import pytest

from core.practices.practices import Practice
from tests.cast import MONDAY
from tests.console.staff.desk import Console
from tests.core.second_factor.enrolled_people import begin, enroll


def told_of(page: str, practice: str) -> str:
    """The row of a practice."""
    return page.partition(f">{practice}</a>")[2].partition("</tr>")[0]


def test_the_page_counts_people_by_how_far_they_are(console: Console) -> None:
    cast = console.cast
    cast.activate("Lakeside")
    enroll(cast, cast.actor("Priya"), now=MONDAY)
    begin(cast, cast.actor("Dana"), now=MONDAY)
    page = console.at_work("Alex").get("/adoption")
    assert 'role="img"' in page
    assert "<title>How far people are. Invited: 4, Opened: 2, QR code shown: 2, First code tried: 1," in page
    row = told_of(page, "Lakeside Family Medicine")
    assert [row.count(f'{name}">{count}<') for name, count in (("Invited", 4), ("Set up", 1))] == [1, 1]
    assert "Hilltop" not in page
    assert "Hilltop" in console.at_work("Sam").get("/adoption?only=all")


def test_nothing_activated_yet_is_said_in_words(console: Console) -> None:
    page = console.at_work("Alex").get("/adoption")
    assert "No practice is activated yet" in page
    assert "Nobody has stopped on the way" in page
    assert "None yet" in page


def test_the_stuck_are_named_by_their_step_and_lead_to_their_list(console: Console) -> None:
    console.cast.activate("Lakeside")
    begin(console.cast, console.cast.actor("Dana"), now=MONDAY)
    console.later(days=2)
    alex, lakeside = console.at_work("Alex"), console.cast.practice("Lakeside").id
    assert "QR code shown, no code tried" in alex.get("/adoption")
    page = alex.get(f"/adoption/{lakeside}")
    link = f"/enrollments?only=stuck&amp;practice={lakeside}"
    assert link in page
    assert "Dana Whitfield" in alex.get(link.replace("&amp;", "&"))


def test_practices_are_searched_and_paged(console: Console) -> None:
    for number in range(30):
        console.cast.new_practice(f"Clinic {number:02}", activated=True)
    alex = console.at_work("Alex")
    first = alex.get("/adoption?q=clinic")
    assert "How far people are" not in first
    assert "Clinic 24" in first
    assert "Clinic 25" not in first
    after = first.partition("&after=")[2].partition('"')[0]
    assert "Clinic 25" in alex.get(f"/adoption?q=clinic&after={after}")
    assert "No practice is found for “nowhere”" in alex.get("/adoption?q=nowhere")


@pytest.mark.parametrize("practice", ["0" * 24, "nonsense"])
def test_an_unknown_practice_has_no_page(console: Console, practice: str) -> None:
    console.at_work("Alex").get(f"/adoption/{practice}", status=404)


def test_the_file_holds_every_practice_and_no_formula(console: Console) -> None:
    evil = "=HYPERLINK(1)"
    console.cast.new_practice(evil)
    text = console.at_work("Jo").get("/adoption/export.csv")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:4] == ["practice", "group", "activated_at", "invited"]
    assert f"'{evil}" in [row[0] for row in rows]
    assert len(rows) == 1 + len(console.cast.rows(Practice.__table__.select()))
    assert [entry.actor_id for entry in console.cast.audited("adoption.exported")] == [
        console.cast.person("Jo").id
    ]


def test_an_agent_exports_nothing(console: Console) -> None:
    alex = console.at_work("Alex")
    assert "/adoption/export.csv" not in alex.get("/adoption")
    alex.get("/adoption/export.csv", status=403)
    assert console.cast.audited("adoption.exported") == []

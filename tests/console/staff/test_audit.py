"""The audit pages: filters in the address, pages that keep their filters, exports, seals, and the evidence of a request."""

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from console.staff.audit.export_text import safe_cell
from console.staff.audit.words import WORDS
from console.staff.enrollments import timeline_words
from console.staff.requests import history
from core.audit import chain, checks, entries
from core.audit.entries import AuditEntry
from core.ground.actors import SYSTEM
from tests.cast import MONDAY, Cast, after
from tests.console.staff.desk import Console
from tests.core.audit.test_chain import as_intruder


def note(cast: Cast, *actions: str, on: str | None = None, **details: str) -> None:
    def write(session: Session) -> None:
        for action in actions:
            entries.record(session, action, by=SYSTEM, now=MONDAY, on=on, details=details)

    cast.do(write)


@pytest.mark.parametrize("who", ["Alex", "Sam", "Jo"])
def test_everybody_of_the_team_reads_the_trail(console: Console, who: str) -> None:
    page = console.at_work(who).get("/audit")
    assert "Signed in" in page
    assert '<a href="/audit" aria-current="page">Audit</a>' in page


def test_each_filter_leaves_only_what_fits(console: Console, cast: Cast) -> None:
    jo = console.at_work("Jo")
    dana, lakeside = cast.person("Dana"), cast.practice("Lakeside")
    console.request_of("Dana", "Lakeside")
    console.request_of("Grace", "Riverbend")

    def shown(query: str) -> str:
        return jo.get(f"/audit?{query}").partition("<tbody>")[2]

    assert "Grace Liu" not in shown("person=dana@lakeside.example")
    assert "Dana Whitfield" in shown(f"person={dana.id}")
    assert "Riverbend" not in shown("practice=Lakeside+Family+Medicine")
    assert "Lakeside" in shown(f"practice={lakeside.id}&action=request")
    assert "Signed in" in shown("actor=jo@thoroughcare.example")
    assert "Dana Whitfield" not in shown("actor=jo@thoroughcare.example")
    assert "Signed in" not in shown("action=request.asked")
    assert "No entry fits" in jo.get("/audit?until=2026-03-01")
    assert "Signed in" in shown("since=2026-03-02&until=2026-03-02")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("person=nobody@nowhere.example", "Nobody has this e-mail"),
        ("practice=Nowhere", "No practice has this name"),
        ("since=yesterday", "Write the day as"),
    ],
)
def test_a_filter_that_means_nothing_is_said_at_its_field(
    console: Console, query: str, sentence: str
) -> None:
    page = console.at_work("Jo").get(f"/audit?{query}", status=400)
    assert sentence in page
    assert 'aria-invalid="true"' in page


def test_the_next_page_keeps_the_filters(console: Console, cast: Cast) -> None:
    note(cast, *["a.marked"] * 60)
    jo = console.at_work("Jo")
    first = jo.get("/audit?action=a.marked")
    assert first.count("<tr>") == 51  # the head, and fifty
    older = first.partition(">Older<")[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = jo.get(older)
    assert second.count("<tr>") == 11
    assert "a.marked" in second
    assert ">Older<" not in second


def test_a_csv_holds_every_entry_and_no_formula(console: Console, cast: Cast) -> None:
    note(cast, "=cmd()", "+1", "-1", "@SUM(A1)", "a.plain", link="=HYPERLINK()")
    jo = console.at_work("Jo")
    answer = jo.client.get("/audit/export.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert 'filename="audit-2026-03-02.csv"' in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [int(row["id"]) for row in rows] == [entry.id for entry in cast.audited()]
    assert {"'=cmd()", "'+1", "'-1", "'@SUM(A1)"} <= {row["action"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_json_lines_hold_what_the_filter_leaves(console: Console, cast: Cast) -> None:
    note(cast, "a.one", "a.two", "b.three")
    jo = console.at_work("Jo")
    answer = jo.client.get("/audit/export.jsonl?action=a")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["action"] for line in lines] == ["a.one", "a.two"]


def test_an_export_is_written_in_batches(console: Console, cast: Cast) -> None:
    note(cast, *["a.many"] * 1200)
    jo = console.at_work("Jo")
    with jo.client.stream("GET", "/audit/export.jsonl?action=a.many") as answer:
        text = "".join(answer.iter_text())
    ids = [json.loads(line)["id"] for line in text.splitlines()]
    assert len(ids) == 1200
    assert ids == sorted(set(ids))


def test_who_exports_is_in_the_trail_and_an_agent_may_not(console: Console, cast: Cast) -> None:
    sam, alex = console.at_work("Sam"), console.at_work("Alex")
    assert sam.client.get("/audit/export.csv?action=request").status_code == 200
    assert alex.client.get("/audit/export.csv").status_code == 403
    assert "Export CSV" not in alex.get("/audit")
    (entry,) = cast.audited("audit.exported")
    assert (entry.actor_id, entry.details) == (cast.person("Sam").id, {"form": "csv", "action": "request"})


def test_the_badge_says_what_the_last_check_found(console: Console, cast: Cast) -> None:
    jo = console.at_work("Jo")
    keys = cast.installation.keys
    assert "Not checked yet" in jo.get("/audit")
    cast.do(lambda session: chain.seal_pending(session, keys, now=console.now))
    cast.do(lambda session: checks.step(session, keys, now=console.now))
    assert "Chain holds" in jo.get("/audit")
    assert "each entry as it was written" in jo.get("/audit/chain")
    forged = update(AuditEntry).where(AuditEntry.id == 3).values(outcome="x")
    as_intruder(cast, lambda session: session.execute(forged))
    cast.do(lambda session: checks.step(session, keys, now=console.now + timedelta(hours=2)))
    assert "Chain broken" in jo.get("/audit")
    page = jo.get("/audit/chain")
    assert "Entry 3 was changed, or moved to another place." in page
    assert "The first bad entry is number 3." in page
    assert "The audit trail was changed" in jo.get("/trouble/alarms")


def test_one_page_tells_the_story_of_a_request(console: Console, cast: Cast) -> None:
    request_id = console.request_of("Dana", "Lakeside", said="We want this <now>")
    cast.approve(request_id, now=after(minutes=5))
    cast.do(lambda session: chain.seal_pending(session, cast.installation.keys, now=after(minutes=6)))
    console.later(minutes=10)
    jo = console.at_work("Jo")
    assert f'href="/audit/requests/{request_id}"' in jo.get(f"/requests/{request_id}")
    page = jo.get(f"/audit/requests/{request_id}")
    told = ["We want this &lt;now&gt;", "Asked for activation", "Approved a request", "Practice activated"]
    places = [page.index(each) for each in told]
    assert places == sorted(places)
    assert "Every sealed entry below still fits its seal" in page
    assert "data-print" in page


def test_the_week_is_told_under_its_headings(console: Console, cast: Cast) -> None:
    dana = cast.person("Dana").id
    note(cast, "second_factor.locked", on=dana)
    jo = console.at_work("Jo")
    empty = jo.get("/audit/report")
    assert "Monday 2026-02-23" in empty
    assert "codes were locked." in empty
    page = jo.get("/audit/report?week=2026-03-04")
    assert "Monday 2026-03-02" in page
    assert "Locked codes: 1" in page
    assert "Dana Whitfield" in page
    assert "Monday 2026-02-23" in jo.get("/audit/report?week=nonsense")


@pytest.mark.parametrize("request_id", ["0" * 24, "x", "'"])
def test_a_request_that_is_not_there_is_not_found(console: Console, request_id: str) -> None:
    console.at_work("Jo").get(f"/audit/requests/{request_id}", status=404)


def test_what_other_pages_have_words_for_has_words_here() -> None:
    assert set(timeline_words.DID) | set(history.DID) <= set(WORDS)


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1"])
def test_a_cell_is_quoted(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell(f"a{text}") == f"a{text}"

"""The trail as a file: CSV or JSON lines, with the filters of the list, written while it is read.

Each batch is a look of its own: years of entries neither pile up in memory nor hold a transaction open.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields

from sqlalchemy.orm import Session
from starlette.responses import Response, StreamingResponse

from console.staff.audit.listing import WantedEntries, wanted
from console.web.doors import Handler, refusal
from console.web.visit import Visit
from core.history import audit_exports, audit_views
from core.history.audit_exports import ExportBegun, ExportForm
from core.history.audit_views import EntryView
from core.people.staff_rights import NotAllowed

COLUMNS = tuple(each.name for each in fields(EntryView))
MEDIA_TYPES: dict[ExportForm, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet would run such a cell as a formula

Batch = tuple[EntryView, ...]


def exporting(form: ExportForm) -> Handler:
    """The handler of one kind of file."""

    async def export(visit: Visit) -> Response:
        begun = await visit.database.transact(lambda session: _begin(session, visit, form))
        if isinstance(begun, NotAllowed):
            return refusal(visit, 403, begun.why)
        if begun.problems:
            return refusal(visit, 400, next(iter(begun.problems.values())))
        write = _csv if form == "csv" else _json_lines
        name = f"audit-{visit.now:%Y-%m-%d}.{form}"
        return StreamingResponse(
            write(_batches(visit, begun)),
            media_type=MEDIA_TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return export


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading mark of one is quoted with an apostrophe."""
    return f"'{text}" if text.startswith(RISKY) else text


def _begin(session: Session, visit: Visit, form: ExportForm) -> WantedEntries | NotAllowed:
    asked = wanted(session, visit.request.query_params)
    if asked.problems:
        return asked
    begun = audit_exports.begin(session, form, asked.filters, by=visit.actor, now=visit.now)
    match begun:
        case ExportBegun():
            return asked
        case NotAllowed():
            return begun


def _batches(visit: Visit, asked: WantedEntries) -> Iterator[Batch]:
    read = visit.site.installation.database.read
    batch = read(lambda session: audit_views.export_batch(session, asked.filters))
    while batch:
        yield batch
        batch = read(_following(asked, batch[-1]))


def _following(asked: WantedEntries, last: EntryView) -> Callable[[Session], Batch]:
    place = (last.at, last.id)
    return lambda session: audit_views.export_batch(session, asked.filters, behind=place)


def _csv(batches: Iterator[Batch]) -> Iterator[str]:
    yield _rows([list(COLUMNS)])
    for batch in batches:
        yield _rows([_cells(entry) for entry in batch])


def _rows(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _cells(entry: EntryView) -> list[str]:
    facts = _facts(entry) | {"details": json.dumps(entry.details, sort_keys=True)}
    return [safe_cell("" if facts[name] is None else str(facts[name])) for name in COLUMNS]


def _json_lines(batches: Iterator[Batch]) -> Iterator[str]:
    for batch in batches:
        yield "".join(json.dumps(_facts(entry), sort_keys=True) + "\n" for entry in batch)


def _facts(entry: EntryView) -> dict[str, object]:
    return asdict(entry) | {"at": entry.at.isoformat()}

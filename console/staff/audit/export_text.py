"""Entries of the trail as CSV or JSON lines, batch by batch."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from functools import partial

from core.ground.db import Database
from core.history import audit_views
from core.history.audit_exports import ExportForm
from core.history.audit_views import EntryView, Filters

COLUMNS = tuple(each.name for each in fields(EntryView))
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")  # a spreadsheet would run such a cell as a formula

Batch = tuple[EntryView, ...]


def text_of(form: ExportForm, database: Database, filters: Filters) -> Iterator[str]:
    """The file, piece by piece; no more than one batch is in memory."""
    batches = _batches(database, filters)
    return _csv(batches) if form == "csv" else _json_lines(batches)


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: a leading mark of one is quoted with an apostrophe."""
    return f"'{text}" if text.startswith(RISKY) else text


def _batches(database: Database, filters: Filters) -> Iterator[Batch]:
    """Each is a look of its own: years of entries hold no transaction open."""
    batch = database.read(partial(audit_views.export_batch, filters=filters))
    while batch:
        yield batch
        behind = (batch[-1].at, batch[-1].id)
        batch = database.read(partial(audit_views.export_batch, filters=filters, behind=behind))


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

"""The list of practices as CSV, with the filters of the page, written while it is read."""

import csv
import io
from collections.abc import Iterator
from functools import partial
from typing import cast

from starlette.responses import Response, StreamingResponse

from console.staff.adoption.overview import ONLY
from console.staff.audit.export_text import safe_cell
from console.web.doors import refusal
from console.web.forms import search_text
from console.web.visit import Visit
from core.adoption import exports, practice_list
from core.adoption.funnel import STAGES
from core.adoption.practice_list import Activation, PracticeAdoption
from core.ground.db import Database
from core.people.staff_rights import NotAllowed

COLUMNS = ("practice", "group", "activated_at", *STAGES)
BATCH = 200


async def export(visit: Visit) -> Response:
    """The file; it is written down who took it before the first line leaves."""
    begun = await visit.database.transact(
        lambda session: exports.begin(session, by=visit.actor, now=visit.now)
    )
    if isinstance(begun, NotAllowed):
        return refusal(visit, 403, begun.why)
    query = visit.request.query_params
    asked = query.get("only", "all")
    only = cast("Activation", asked if asked in ONLY else "all")
    text = search_text(query.get("q", ""))
    name = f"adoption-{visit.now:%Y-%m-%d}.csv"
    return StreamingResponse(
        _lines(visit.site.installation.database, text, only),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(database: Database, text: str, only: Activation) -> Iterator[str]:
    """Page by page, each a look of its own: no transaction stays open while the file is fetched."""
    yield _rows([list(COLUMNS)])
    after: str | None = None
    while True:
        look = partial(practice_list.practices, text=text, only=only, after=after, limit=BATCH)
        page = database.read(look)
        yield _rows([_cells(each) for each in page.rows])
        if page.next is None:
            return
        after = page.next


def _cells(row: PracticeAdoption) -> list[str]:
    on = row.activated_at.isoformat() if row.activated_at else ""
    counts = [str(people) for _, people in row.funnel.counts]
    return [safe_cell(row.name), safe_cell(row.group_name or ""), on, *counts]


def _rows(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()

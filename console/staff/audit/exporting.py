"""The trail as a file: CSV or JSON lines, with the filters of the list, written while it is read."""

from sqlalchemy.orm import Session
from starlette.responses import Response, StreamingResponse

from console.staff.audit.export_text import text_of
from console.staff.audit.listing import WantedEntries, wanted
from console.web.doors import Handler, refusal
from console.web.visit import Visit
from core.history import audit_exports
from core.history.audit_exports import ExportBegun, ExportForm
from core.people.staff_rights import NotAllowed

MEDIA_TYPES: dict[ExportForm, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl"}


def exporting(form: ExportForm) -> Handler:
    """The handler of one kind of file."""

    async def export(visit: Visit) -> Response:
        begun = await visit.database.transact(lambda session: _begin(session, visit, form))
        if isinstance(begun, NotAllowed):
            return refusal(visit, 403, begun.why)
        if begun.problems:
            return refusal(visit, 400, next(iter(begun.problems.values())))
        name = f"audit-{visit.now:%Y-%m-%d}.{form}"
        return StreamingResponse(
            text_of(form, visit.site.installation.database, begun.filters),
            media_type=MEDIA_TYPES[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    return export


def _begin(session: Session, visit: Visit, form: ExportForm) -> WantedEntries | NotAllowed:
    asked = wanted(session, visit.request.query_params)
    if asked.problems:
        return asked
    begun = audit_exports.begin(session, form, asked.filters, by=visit.actor, now=visit.now)
    return asked if isinstance(begun, ExportBegun) else begun

"""Taking the trail out of the console: who may, and the entry that says who did."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor
from core.history.audit_views import Filters
from core.people.staff_rights import NotAllowed, staff_role
from core.people.users import StaffRole

ExportForm = Literal["csv", "jsonl"]
EXPORTERS: tuple[StaffRole, ...] = ("supervisor", "auditor")


@dataclass(frozen=True)
class ExportBegun:
    """It is written down; what follows are reads."""


def begin(
    session: Session, form: ExportForm, filters: Filters, *, by: Actor, now: datetime
) -> ExportBegun | NotAllowed:
    """Write down who takes which entries out, before the first one leaves (fail closed). Agents look, page by page."""
    if by.channel != "command_line" and (
        by.channel != "console" or staff_role(session, by.user_id) not in EXPORTERS
    ):
        return NotAllowed("Supervisors and auditors can export the audit trail.")
    details = {"form": form} | {name: _plain(value) for name, value in asdict(filters).items() if value}
    entries.record(session, "audit.exported", by=by, now=now, details=details)
    return ExportBegun()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)

"""Taking the counts of all practices out of the console: who may, and the entry that says who did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor
from core.people.staff_rights import NotAllowed, staff_role
from core.people.users import StaffRole

EXPORTERS: tuple[StaffRole, ...] = ("supervisor", "auditor")


@dataclass(frozen=True)
class FiguresExportBegun:
    """It is written down; what follows are reads."""


def begin(session: Session, *, by: Actor, now: datetime) -> FiguresExportBegun | NotAllowed:
    """Write down who takes the list of all customers, before the first line leaves (fail closed)."""
    if by.channel != "console" or staff_role(session, by.user_id) not in EXPORTERS:
        return NotAllowed("Supervisors and auditors can export the adoption figures.")
    entries.record(session, "adoption.exported", by=by, now=now)
    return FiguresExportBegun()

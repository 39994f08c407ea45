"""What happened to one request, from the audit trail, in the words of the team."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.history import audit_views
from core.history.audit_views import EntryView, Filters

LONGEST = 100
DID = {
    "request.asked": "asked for it",
    "request.joined": "joined the request",
    "request.asked_for_more": "asked for more information",
    "request.answered": "answered",
    "request.approved": "approved it",
    "request.declined": "declined it",
    "request.withdrawn": "withdrew it",
    "request.refused": "tried to approve it: nobody who asked is an admin any more",
}


@dataclass(frozen=True)
class HistoryLine:
    """One step: who did what, when, from where and with which proof."""

    name: str
    did: str
    at: datetime
    channel: str
    factor: str
    ip: str | None


def of_request(session: Session, request_id: str, practice_id: str) -> tuple[HistoryLine, ...]:
    """The steps of this request, oldest first."""
    about = Filters(
        action="request", person_id=request_id, practice_id=practice_id
    )  # the subject is the request
    found = audit_views.entries(session, about, limit=LONGEST)
    return tuple(_happened(entry) for entry in reversed(found.rows))


def _happened(entry: EntryView) -> HistoryLine:
    return HistoryLine(
        name=entry.actor_name or "ThoroughCare",
        did=DID.get(entry.action, entry.action),
        at=entry.at,
        channel=entry.channel,
        factor=entry.factor,
        ip=entry.ip,
    )

"""Checked again just before delivery: whether it still concerns this person, and whether it may come now.

Unprompted notices come by day only. Word of a waiting answer comes at any hour, because the person waits for it,
unless they have read it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.chat import inbox
from core.enrolling import nudges
from core.ground.outbox import OutboxRow
from core.people.users import User
from core.second_factor import enrollments

UNASKED = frozenset(
    {"guide_offered", "guide_nudged", "member_reminder", "practice_activated", "practice_finished"}
)
JUDGED = UNASKED | {"answer_waits"}


@dataclass(frozen=True)
class Welcome:
    """Deliver it now; always so for what the person waits for."""


@dataclass(frozen=True)
class NoLongerDue:
    """It is no longer relevant: done meanwhile, refused for good, or no account left."""


@dataclass(frozen=True)
class AtNight:
    """Not before ``until``: it is night in one of the person's practices."""

    until: datetime


def judge(session: Session, notice: OutboxRow, *, now: datetime) -> Welcome | NoLongerDue | AtNight:
    """Whether this notice may reach its person now."""
    if notice.kind not in JUDGED:
        return Welcome()
    person = session.get(User, notice.user_id or "")
    if person is None or person.disabled_at is not None or not _concerns(session, notice, person, now=now):
        return NoLongerDue()
    if notice.kind not in UNASKED:
        return Welcome()
    morning = nudges.reachable_at(session, person.id, now=now)
    return AtNight(morning) if morning > now else Welcome()


def _concerns(session: Session, notice: OutboxRow, person: User, *, now: datetime) -> bool:
    match notice.kind:
        case "guide_offered" | "member_reminder" | "practice_activated":
            is_open = enrollments.standing(session, person.id, now=now).state != "live"
            return is_open and person.guide_opted_out_at is None
        case "guide_nudged":
            return nudges.is_unfinished(session, person.id)
        case "answer_waits":
            return inbox.is_unread(session, notice.conversation_id or "", int(notice.data["number"]))
        case _:
            return True

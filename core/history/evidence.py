"""The evidence of one activation request: from the first message to the effect, each entry with its seal proved again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import checks
from core.audit.checks import SealProof
from core.audit.entries import AuditEntry
from core.chat import conversations
from core.chat.conversations import Line, Message
from core.ground.sealing import KeyRing
from core.history import audit_views
from core.history.audit_views import EntryView, Filters
from core.practices.practices import Membership
from core.requests import request_views
from core.requests.request_views import AskerView, RequestDetail

BEFORE = timedelta(days=1)  # how far before the ask its talk began
AFTER = timedelta(hours=1)  # the decision as it was told in the chat
MOST_LINES = 200  # of one conversation
MOST_ENTRIES = 200


@dataclass(frozen=True)
class MessageLine:
    """A line of the conversation in which someone asked."""

    at: datetime
    asker_name: str
    line: Line


@dataclass(frozen=True)
class EntryLine:
    """An entry of the trail. ``proof`` is None while it waits for its seal."""

    at: datetime
    entry: EntryView
    proof: SealProof | None


@dataclass(frozen=True)
class Evidence:
    """The whole story in the order of time. ``is_cut``: a conversation had more lines than are shown."""

    detail: RequestDetail
    story: tuple[MessageLine | EntryLine, ...]
    set_up_since: int  # members who have confirmed a factor since the decision
    is_cut: bool

    @property
    def holds(self) -> bool:
        """Whether every sealed entry of the story still fits its seal."""
        return all(
            each.proof is None or each.proof.holds for each in self.story if isinstance(each, EntryLine)
        )


def of_request(session: Session, keys: KeyRing, request_id: str, *, now: datetime) -> Evidence | None:
    """All that the records hold of one request; None when there is none of this id."""
    detail = request_views.detail(session, request_id, now=now)
    if detail is None:
        return None
    said = [each for asker in detail.askers for each in _said(session, detail, asker, now=now)]
    done = list(_done(session, keys, detail))
    everything: list[MessageLine | EntryLine] = [*said, *done]
    story = sorted(everything, key=_place)
    is_cut = any(_is_cut(said, asker) for asker in detail.askers)
    return Evidence(detail, tuple(story), _set_up_since(session, detail), is_cut)


def _place(each: MessageLine | EntryLine) -> tuple[datetime, int, int]:
    """At the same moment an entry follows the words that led to it."""
    return (each.at, 0, each.line.number) if isinstance(each, MessageLine) else (each.at, 1, each.entry.id)


def _said(
    session: Session, detail: RequestDetail, asker: AskerView, *, now: datetime
) -> Iterator[MessageLine]:
    if asker.conversation_id is None:
        return
    until = (detail.decided_at or now) + AFTER
    first = session.scalar(
        select(func.min(Message.number)).where(
            Message.conversation_id == asker.conversation_id, Message.at >= asker.joined_at - BEFORE
        )
    )
    lines = conversations.messages_after(session, asker.conversation_id, (first or 1) - 1, limit=MOST_LINES)
    for line in lines:
        if line.at <= until:
            yield MessageLine(line.at, asker.person.name, line)


def _is_cut(said: list[MessageLine], asker: AskerView) -> bool:
    return sum(each.asker_name == asker.person.name for each in said) >= MOST_LINES


def _done(session: Session, keys: KeyRing, detail: RequestDetail) -> Iterator[EntryLine]:
    about = Filters(action="request", person_id=detail.id, practice_id=detail.practice.id)
    found = list(audit_views.entries(session, about, limit=MOST_ENTRIES).rows)
    if detail.state == "approved" and detail.decided_at is not None:
        found += _effect(session, detail.practice.id, detail.decided_at)
    proofs = checks.proofs(session, keys, [each.id for each in found])
    yield from (EntryLine(each.at, each, proofs.get(each.id)) for each in found)


def _effect(session: Session, practice_id: str, decided_at: datetime) -> list[EntryView]:
    """The activation itself, and the set-ups of the practice's people since."""
    moment = Filters(
        action="practice.activated",
        practice_id=practice_id,
        since=decided_at,
        until=decided_at + timedelta(microseconds=1),
    )
    activated = audit_views.entries(session, moment).rows
    set_ups = (
        select(AuditEntry.id)
        .join(Membership, Membership.user_id == AuditEntry.subject_id)
        .where(Membership.practice_id == practice_id, AuditEntry.action == "enrollment.confirmed")
        .where(AuditEntry.at >= decided_at)
        .order_by(AuditEntry.at, AuditEntry.id)
        .limit(MOST_ENTRIES)
    )
    return [*activated, *audit_views.by_ids(session, session.scalars(set_ups).all())]


def _set_up_since(session: Session, detail: RequestDetail) -> int:
    if detail.state != "approved" or detail.decided_at is None:
        return 0
    return (
        session.scalar(
            select(func.count(AuditEntry.subject_id.distinct()))
            .join(Membership, Membership.user_id == AuditEntry.subject_id)
            .where(
                Membership.practice_id == detail.practice.id,
                AuditEntry.action == "enrollment.confirmed",
                AuditEntry.at >= detail.decided_at,
            )
        )
        or 0
    )

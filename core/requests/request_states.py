"""A request on file: its tables, and the one guarded way in which its state changes.

At most one request per practice is open; the database holds that, not the code.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import ForeignKey, Index, String, Text, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import entries
from core.ground import outbox
from core.ground.actors import Actor, Channel, Factor
from core.ground.columns import one_of
from core.ground.db import Base, announce, changed, new_id
from core.ground.outbox import NoticeKind
from core.people.names import name_of
from core.practices import practices
from core.practices.practices import Practice, Role

RequestState = Literal["pending", "more_information", "approved", "declined", "withdrawn", "refused"]
OPEN_STATES: tuple[RequestState, ...] = ("pending", "more_information")
CLOSED: Mapping[RequestState, NoticeKind] = {
    "approved": "request_approved",
    "declined": "request_declined",
    "withdrawn": "request_withdrawn",
    "refused": "request_refused",
}
LONGEST_TEXT = 1000  # characters of a note, a question, an answer, a reason


class ActivationRequest(Base):
    """One request and its state. ``refused``: at approval the asker was no longer an admin."""

    __tablename__ = "activation_requests"
    __table_args__ = (
        one_of("state", RequestState),
        Index(
            "uq_activation_requests_open_practice",
            "practice_id",
            unique=True,
            sqlite_where=text("state IN ('pending', 'more_information')"),
            postgresql_where=text("state IN ('pending', 'more_information')"),
        ),
        Index("ix_activation_requests_state_asked", "state", "asked_at", "id"),
        Index("ix_activation_requests_asked", "asked_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    practice_id: Mapped[str] = mapped_column(ForeignKey("practices.id"))
    state: Mapped[RequestState] = mapped_column(String(20))
    asked_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")  # why declined or refused, as the admin reads it


class Asker(Base):
    """An admin behind a request, with the proof of who they were when they asked. The first one filed it."""

    __tablename__ = "activation_request_askers"

    request_id: Mapped[str] = mapped_column(ForeignKey("activation_requests.id"), primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    joined_at: Mapped[datetime]
    role: Mapped[Role] = mapped_column(String(10))  # in this practice, at that moment
    channel: Mapped[Channel] = mapped_column(String(20))
    factor: Mapped[Factor] = mapped_column(String(20))  # how they were signed in: none = password only
    session_id: Mapped[str | None] = mapped_column(String(24))
    ip: Mapped[str | None] = mapped_column(String(45))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))


class Exchange(Base):
    """A question of the staff about a request, and the admin's answer once there is one."""

    __tablename__ = "activation_request_exchanges"

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(ForeignKey("activation_requests.id"), index=True)
    question: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]


@dataclass(frozen=True)
class BadText:
    """The text is missing or too long; ``why`` is one plain sentence."""

    why: str


def locked(session: Session, request_id: str) -> ActivationRequest | None:
    """The request, re-read, with its practice locked: changes to one practice's requests run one at a time."""
    practice_id = session.scalar(
        select(ActivationRequest.practice_id).where(ActivationRequest.id == request_id)
    )
    if practice_id is None:
        return None
    practices.locked(session, practice_id)
    return session.get_one(ActivationRequest, request_id, with_for_update=True, populate_existing=True)


def asked_through(session: Session, user_id: str, channel: Channel) -> list[tuple[str, RequestState]]:
    """The requests that this person asked for through ``channel``, by id and state, the oldest first."""
    theirs = (
        select(Asker.request_id, ActivationRequest.state)
        .join(ActivationRequest, ActivationRequest.id == Asker.request_id)
        .where(Asker.user_id == user_id, Asker.channel == channel)
        .order_by(Asker.joined_at)
    )
    return [(row.request_id, cast("RequestState", row.state)) for row in session.execute(theirs)]


def count_askers(session: Session, request_id: str) -> int:
    """How many admins stand behind a request."""
    return session.scalar(select(func.count()).where(Asker.request_id == request_id)) or 0


def move(
    session: Session,
    request: ActivationRequest,
    state: RequestState,
    *,
    out_of: tuple[RequestState, ...] = OPEN_STATES,
    **values: Any,
) -> bool:
    """The one guarded UPDATE that changes a request's state; False when another change was first."""
    still = update(ActivationRequest).where(
        ActivationRequest.id == request.id, ActivationRequest.state.in_(out_of)
    )
    moved = changed(session, still.values(state=state, **values)) == 1
    session.refresh(request)
    return moved


def close(
    session: Session,
    request: ActivationRequest,
    state: RequestState,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> bool:
    """Give the request its final state, record it and tell everyone behind it; False when it was closed already."""
    if not move(session, request, state, decided_at=now, decided_by=by.user_id, reason=reason):
        return False
    note_change(session, request, f"request.{state}", by=by, now=now)
    tell_askers(session, request, CLOSED[state], by=by, now=now, data={"reason": reason})
    tell_staff(session, request, CLOSED[state], now=now)
    return True


def tell_askers(
    session: Session,
    request: ActivationRequest,
    kind: NoticeKind,
    *,
    by: Actor,
    now: datetime,
    data: dict[str, Any],
) -> None:
    """Tell each admin behind the request except the one who acted, by mail and in the conversation it was made in."""
    about = _about(session, request) | data | {"by": name_of(session, by.user_id)}
    others = select(Asker).where(Asker.request_id == request.id, Asker.user_id.is_distinct_from(by.user_id))
    for asker in session.scalars(others):
        outbox.tell(session, kind, via="mail", now=now, user_id=asker.user_id, data=about)
        if asker.conversation_id is not None:
            outbox.tell(
                session,
                kind,
                via="conversation",
                now=now,
                user_id=asker.user_id,
                conversation_id=asker.conversation_id,
                data=about,
            )
        announce(session, f"person:{asker.user_id}")


def tell_staff(session: Session, request: ActivationRequest, kind: NoticeKind, *, now: datetime) -> None:
    """Tell the team's channel; it only ever gets a link to the console."""
    outbox.tell(session, kind, via="staff_channel", now=now, data=_about(session, request))


def text_problem(text: str) -> BadText | None:
    """Why this text cannot stand as a reason, question or answer."""
    if not any(unicodedata.category(character)[0] in "LNPS" for character in text):
        return BadText("Please write something here.")  # blanks and invisible marks are not a reason
    if len(text.strip()) > LONGEST_TEXT:
        return BadText(f"Please use at most {LONGEST_TEXT} characters.")
    return None


def note_change(
    session: Session, request: ActivationRequest, action: str, *, by: Actor, now: datetime
) -> None:
    """Write the change to the audit trail and update screens of the request, its queue and its practice."""
    entries.record(session, action, by=by, now=now, on=request.id, practice=request.practice_id)
    for topic in ("requests", f"request:{request.id}", f"practice:{request.practice_id}"):
        announce(session, topic)


def _about(session: Session, request: ActivationRequest) -> dict[str, Any]:
    practice = session.get_one(Practice, request.practice_id)
    asker = name_of(session, request.asked_by)
    return {
        "request_id": request.id,
        "practice_id": practice.id,
        "practice": practice.name,
        "asked_by": asker,
    }

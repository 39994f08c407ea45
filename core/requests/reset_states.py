"""A reset of someone's second factor on file: its table, and the one guarded way in which its state changes.

At most one reset per person is open; the database holds that, not the code. ``frozen`` is final: what someone said
was not them is never carried out, and a new reset starts from nothing.
"""

import hashlib
import json
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.audit import entries
from core.ground import outbox
from core.ground.actors import Actor
from core.ground.db import Base, announce, changed, new_id
from core.ground.outbox import NoticeKind
from core.people import one_time_links, users
from core.people.users import User
from core.practices import practices

ResetState = Literal["filed", "proposed", "approved", "done", "frozen", "withdrawn", "declined"]
FiledAs = Literal["member", "admin", "staff"]
OPEN_RESETS: tuple[ResetState, ...] = ("filed", "proposed", "approved")
_IS_OPEN = text("state IN ('filed', 'proposed', 'approved')")
CLOSED: dict[ResetState, NoticeKind] = {
    "done": "reset_done",
    "frozen": "reset_frozen",
    "withdrawn": "reset_withdrawn",
    "declined": "reset_declined",
}  # how each end is told
WITH_LINK = ("reset_filed", "reset_approved")  # the mails that carry "That was not me"


class ResetRequest(Base):
    """A wish to end someone's factor, the evidence for it, the two people behind it, and when it happens.

    ``digest`` covers the evidence as it was proposed; an approval counts for that digest only.
    """

    __tablename__ = "reset_requests"
    __table_args__ = (
        CheckConstraint(
            "state IN ('filed','proposed','approved','done','frozen','withdrawn','declined')", name="state"
        ),
        CheckConstraint("filed_as IN ('member', 'admin', 'staff')", name="filed_as"),
        CheckConstraint("approved_by <> proposed_by", name="two_people"),
        Index(
            "uq_reset_requests_open_user",
            "user_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_reset_requests_state_filed", "state", "filed_at", "id"),
        Index("ix_reset_requests_filed", "filed_at", "id"),
        Index("ix_reset_requests_user", "user_id", "filed_at"),
        Index("ix_reset_requests_due", "state", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(10))
    filed_by: Mapped[str] = mapped_column(ForeignKey("users.id"))
    filed_as: Mapped[str] = mapped_column(String(10))
    filed_at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(20))
    factor: Mapped[str] = mapped_column(String(20))  # how the filing person had signed in
    session_id: Mapped[str | None] = mapped_column(String(24))
    ip: Mapped[str | None] = mapped_column(String(45))
    practice_id: Mapped[str | None] = mapped_column(ForeignKey("practices.id"))
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    identity: Mapped[str] = mapped_column(Text, default="")  # how it was proven who asks
    called_back: Mapped[str] = mapped_column(Text, default="")  # the call to a number that was on file before
    vouched_by: Mapped[str | None] = mapped_column(
        ForeignKey("users.id")
    )  # an admin of the person's practice
    proposed_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    approved_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # the end of the waiting time
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


def digest_of(reset: ResetRequest) -> str:
    """SHA-256 over what an approver agrees to; any edit, also one by SQL, gives another."""
    agreed = (
        reset.id,
        reset.user_id,
        reset.filed_by,
        reset.note,
        reset.identity,
        reset.called_back,
        reset.vouched_by,
        reset.proposed_by,
        reset.proposed_at.isoformat() if reset.proposed_at else None,
    )
    return hashlib.sha256(json.dumps(agreed).encode()).hexdigest()


def locked_reset(session: Session, reset_id: str) -> ResetRequest | None:
    """The reset, read again, with its person held: what happens to one person's resets queues up."""
    user_id = session.scalar(select(ResetRequest.user_id).where(ResetRequest.id == reset_id))
    if user_id is None:
        return None
    users.locked(session, user_id)
    return session.get_one(ResetRequest, reset_id, with_for_update=True, populate_existing=True)


def open_reset_of(session: Session, user_id: str) -> ResetRequest | None:
    """The person's reset that is not over yet."""
    mine = select(ResetRequest).where(ResetRequest.user_id == user_id, ResetRequest.state.in_(OPEN_RESETS))
    return session.scalars(mine.execution_options(populate_existing=True)).first()


def move_reset(
    session: Session, reset: ResetRequest, state: ResetState, *, out_of: tuple[ResetState, ...], **values: Any
) -> bool:
    """The one guarded UPDATE that changes a reset's state; False when someone else was first."""
    still = update(ResetRequest).where(ResetRequest.id == reset.id, ResetRequest.state.in_(out_of))
    moved = changed(session, still.values(state=state, **values)) == 1
    session.refresh(reset)
    return moved


def close_reset(
    session: Session,
    reset: ResetRequest,
    state: ResetState,
    *,
    by: Actor,
    now: datetime,
    reason: str = "",
    out_of: tuple[ResetState, ...] = OPEN_RESETS,
) -> bool:
    """Give the reset its final state, write it down and tell everybody; False when it was over already."""
    over = {"ended_at": now, "ended_by": by.user_id, "reason": reason}
    if not move_reset(session, reset, state, out_of=out_of, **over):
        return False
    note_reset(session, reset, f"reset.{state}", by=by, now=now)
    tell_of_reset(session, reset, CLOSED[state], now=now)
    return True


def note_reset(session: Session, reset: ResetRequest, action: str, *, by: Actor, now: datetime) -> None:
    """Write the change into the person's audit trail and wake the person who looks at it. No evidence text goes there."""
    details = {"reset": reset.id} | ({"digest": reset.digest} if reset.digest else {})
    entries.record(
        session, action, by=by, now=now, on=reset.user_id, practice=reset.practice_id, details=details
    )
    for topic in ("resets", f"reset:{reset.id}", f"person:{reset.user_id}"):
        announce(session, topic)


def tell_of_reset(session: Session, reset: ResetRequest, kind: NoticeKind, *, now: datetime) -> None:
    """Tell it on every channel: the person and the admins of their practices by mail and chat, and the team.

    An impostor who reaches one of these does not reach the others (SECURITY, decision 6).
    """
    about = about_reset(session, reset)
    link = {"link_id": _not_me_link(session, reset, now=now)} if kind in WITH_LINK else {}
    outbox.tell(session, kind, via="mail", now=now, user_id=reset.user_id, data=about | link)
    outbox.tell(session, kind, via="conversation", now=now, user_id=reset.user_id, data=about)
    for admin_id in admins_over(session, reset.user_id):
        seen_by_admin = about | {"is_admin": True}
        outbox.tell(session, kind, via="mail", now=now, user_id=admin_id, data=seen_by_admin)
        outbox.tell(session, kind, via="conversation", now=now, user_id=admin_id, data=seen_by_admin)
    outbox.tell(session, kind, via="staff_channel", now=now, data={"reset_id": reset.id})


def admins_over(session: Session, user_id: str) -> list[str]:
    """The other admins of the person's practices, each once."""
    found = [
        admin.id
        for practice in practices.practices_of(session, user_id)
        for admin in practices.admins_of(session, practice.id)
        if admin.id != user_id
    ]
    return list(dict.fromkeys(found))


def about_reset(session: Session, reset: ResetRequest) -> dict[str, Any]:
    """What a notice may say of it: who, and until when. No evidence, no address of a network."""
    due = reset.due_at.isoformat(timespec="minutes") if reset.due_at and reset.state == "approved" else None
    name = session.get_one(User, reset.user_id).name
    filed_by = "ThoroughCare" if reset.filed_as == "staff" else session.get_one(User, reset.filed_by).name
    return {"reset_id": reset.id, "person": name, "filed_by": filed_by, "due_at": due, "is_admin": False}


def state_of(reset: ResetRequest) -> ResetState:
    """The state as its type; the table's constraint holds it."""
    return cast("ResetState", reset.state)


def _not_me_link(session: Session, reset: ResetRequest, *, now: datetime) -> str:
    return one_time_links.issue(session, "not_my_reset", reset.user_id, now=now)

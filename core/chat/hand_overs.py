"""Hand-overs: each time a conversation waited for a person, who came, how soon, and how it ended.

From these rows come the history on the staff's page and the honest answer to "how long does it usually take".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.columns import one_of
from core.ground.db import Base, new_id
from core.people.users import User

Ending = Literal["given_back", "closed"]

LATEST = 40  # replies that "usually" is computed from
NOT_OLDER = timedelta(days=30)
TODAY = timedelta(hours=24)  # longer waits say nothing about the current wait
ENOUGH = 5  # fewer say nothing about what is usual


class HandOverRow(Base):
    """One stretch in which a conversation waited for, or was with, a person. At most one of a conversation is open."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        one_of("ended", Ending),
        Index(
            "uq_hand_overs_open_conversation",
            "conversation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_hand_overs_conversation", "conversation_id", "began_at"),
        Index("ix_hand_overs_replied", "first_reply_at"),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    began_at: Mapped[datetime]
    step: Mapped[str] = mapped_column(String(60))
    problem: Mapped[str] = mapped_column(String(60))
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))  # who has, or had, it last
    first_reply_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended: Mapped[Ending | None] = mapped_column(String(10))


@dataclass(frozen=True)
class HandOverView:
    """One line of a conversation's history with the team."""

    began_at: datetime
    step: str
    problem: str
    taken_at: datetime | None
    taken_by_name: str | None
    first_reply_at: datetime | None
    ended_at: datetime | None
    ended: Ending | None


def begin(session: Session, conversation_id: str, *, step: str, problem: str, now: datetime) -> None:
    """The conversation begins to wait, with what it is about."""
    session.add(HandOverRow(conversation_id=conversation_id, began_at=now, step=step, problem=problem))


def describe(session: Session, conversation_id: str, *, step: str, problem: str) -> None:
    """A person who asks again has a newer problem; the place in the queue stays."""
    _change(session, conversation_id, step=step, problem=problem)


def taken(session: Session, conversation_id: str, *, staff_id: str, now: datetime) -> None:
    """A team member has it now."""
    _change(session, conversation_id, taken_at=now, taken_by=staff_id)


def replied(session: Session, conversation_id: str, *, now: datetime) -> None:
    """A reply was written; only the first one ends the wait."""
    first = _open(conversation_id).where(HandOverRow.first_reply_at.is_(None))
    session.execute(first.values(first_reply_at=now))


def end(session: Session, conversation_id: str, ended: Ending, *, now: datetime) -> None:
    """The team has finished with it for now."""
    _change(session, conversation_id, ended=ended, ended_at=now)


def was_handed_over(session: Session, conversation_id: str) -> bool:
    """Whether a person was ever asked for here; the team may not read what people say to the bot alone."""
    mine = select(HandOverRow.id).where(HandOverRow.conversation_id == conversation_id).limit(1)
    return session.scalar(mine) is not None


def history(session: Session, conversation_id: str) -> tuple[HandOverView, ...]:
    """Every hand-over of this conversation, oldest first."""
    rows = session.execute(
        select(HandOverRow, User.name)
        .outerjoin(User, User.id == HandOverRow.taken_by)
        .where(HandOverRow.conversation_id == conversation_id)
        .order_by(HandOverRow.began_at, HandOverRow.id)
    )
    return tuple(_view(row, name) for row, name in rows)


def usual_wait(
    session: Session, *, counts: Callable[[datetime], bool] = lambda _: True, now: datetime
) -> timedelta | None:
    """How long the latest people waited for a first reply, by the median; None when too few did.

    ``counts`` selects hand-overs by when they began: a night must not make the day look slow. A person who waits
    now, and longer than that, counts with the time so far: a busy day must not be called quick.
    """
    latest = (
        select(HandOverRow.began_at, HandOverRow.first_reply_at)
        .where(HandOverRow.first_reply_at > now - NOT_OLDER)
        .order_by(HandOverRow.first_reply_at.desc())
        .limit(LATEST)
    )
    waits = [
        (reply - began).total_seconds()
        for began, reply in session.execute(latest)
        if reply is not None and counts(began)
    ]
    if len(waits) < ENOUGH:
        return None
    usual = median(waits)
    longer = [wait for wait in _waiting_now(session, counts, now=now) if wait > usual]
    return timedelta(seconds=median(waits + longer))


def _waiting_now(session: Session, counts: Callable[[datetime], bool], *, now: datetime) -> list[float]:
    """How many seconds those without any answer have waited until now, of the last day; older ones are forgotten."""
    open_ones = select(HandOverRow.began_at).where(
        HandOverRow.first_reply_at.is_(None),
        HandOverRow.ended_at.is_(None),
        HandOverRow.began_at > now - TODAY,
    )
    begun = session.scalars(open_ones.order_by(HandOverRow.began_at.desc()).limit(LATEST))
    return [(now - began).total_seconds() for began in begun if counts(began)]


def _open(conversation_id: str) -> Any:
    return update(HandOverRow).where(
        HandOverRow.conversation_id == conversation_id, HandOverRow.ended_at.is_(None)
    )


def _change(session: Session, conversation_id: str, **values: object) -> None:
    session.execute(_open(conversation_id).values(**values))


def _view(row: HandOverRow, name: str | None) -> HandOverView:
    return HandOverView(
        began_at=row.began_at,
        step=row.step,
        problem=row.problem,
        taken_at=row.taken_at,
        taken_by_name=name,
        first_reply_at=row.first_reply_at,
        ended_at=row.ended_at,
        ended=row.ended,
    )

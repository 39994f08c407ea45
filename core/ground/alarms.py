"""What is broken and needs a person: raised once, shown to the team until it is over."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, announce, changed, insert_or_ignore

TOPIC = "alarms"


class AlarmRow(Base):
    """One alarm that is on. ``problem`` is the other system's own word for it, never a secret."""

    __tablename__ = "alarms"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    problem: Mapped[str] = mapped_column(String(120))
    since: Mapped[datetime]


@dataclass(frozen=True)
class Alarm:
    """An alarm as the team sees it."""

    name: str
    problem: str
    since: datetime


def sound(session: Session, name: str, problem: str, *, now: datetime) -> bool:
    """Switch an alarm on; False when it is on already."""
    is_new = insert_or_ignore(session, AlarmRow, {"name": name, "problem": problem[:120], "since": now})
    if is_new:
        announce(session, TOPIC)
    return is_new


def end(session: Session, name: str) -> bool:
    """Switch an alarm off; False when it was not on."""
    was_on = changed(session, delete(AlarmRow).where(AlarmRow.name == name)) == 1
    if was_on:
        announce(session, TOPIC)
    return was_on


def standing(session: Session) -> tuple[Alarm, ...]:
    """Every alarm that is on, the oldest first."""
    rows = session.scalars(select(AlarmRow).order_by(AlarmRow.since, AlarmRow.name))
    return tuple(Alarm(row.name, row.problem, row.since) for row in rows)

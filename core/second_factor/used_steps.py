"""The time steps a person has used up or burned: one counter for every purpose, so that no code works twice."""

from sqlalchemy import ForeignKey, Integer, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, insert_or_ignore
from core.ground.hot.statements import Change, Query, itself, table_of

_NONE_YET = -1


class TotpCounter(Base):
    """The last time step a person used, for every purpose together: it only grows (RFC 6238 5.2, NIST 3.1.4.2)."""

    __tablename__ = "totp_counters"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    last_step: Mapped[int] = mapped_column(Integer)


class BurnedStep(Base):
    """A step whose code was refused as "ahead": it stays refused at its time, or the hint would help a thief."""

    __tablename__ = "totp_refused_steps"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    step: Mapped[int] = mapped_column(Integer, primary_key=True)


_LAST: Query[int] = Query(
    select(TotpCounter.last_step).where(TotpCounter.user_id == bindparam("person")), itself
)
_BURNED: Query[int] = Query(select(BurnedStep.step).where(BurnedStep.user_id == bindparam("person")), itself)
_ADVANCE = Change(
    update(table_of(TotpCounter))
    .where(TotpCounter.user_id == bindparam("person"), TotpCounter.last_step < bindparam("used"))
    .values(last_step=bindparam("used"))
)
_FORGET_BURNED = Change(
    delete(table_of(BurnedStep)).where(
        BurnedStep.user_id == bindparam("person"), BurnedStep.step <= bindparam("used")
    )
)


def last_step(session: Session, user_id: str) -> int:
    """The last step the person used, -1 before the first."""
    used = _LAST.first(session, person=user_id)
    return _NONE_YET if used is None else used


def advance(session: Session, user_id: str, step: int) -> bool:
    """Use a step up. Of concurrent tries exactly one gets True, and none for an older step."""
    if not _ADVANCE.run(session, person=user_id, used=step):
        insert_or_ignore(session, TotpCounter, {"user_id": user_id, "last_step": _NONE_YET})
        if not _ADVANCE.run(session, person=user_id, used=step):
            return False
    _FORGET_BURNED.run(session, person=user_id, used=step)  # the counter already refuses those
    return True


def burn_step(session: Session, user_id: str, step: int) -> None:
    """Burn a step whose code came before its time."""
    insert_or_ignore(session, BurnedStep, {"user_id": user_id, "step": step})


def burned_steps(session: Session, user_id: str) -> frozenset[int]:
    """The steps burned for this person."""
    return frozenset(_BURNED.all(session, person=user_id))

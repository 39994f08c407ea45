"""Every figure of one practice, or of all, in one reading."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.adoption import funnel, waits, weeks
from core.adoption.funnel import Funnel, StuckAt
from core.adoption.practice_list import PracticeAdoption
from core.adoption.waits import Wait
from core.adoption.weeks import Week


@dataclass(frozen=True)
class Totals:
    """The funnel, twelve weeks, where people are stuck, and the waits."""

    funnel: Funnel
    weeks: tuple[Week, ...]
    stuck: tuple[StuckAt, ...]
    to_decision: Wait
    to_set_up: Wait


def of_everybody(session: Session, *, now: datetime) -> Totals:
    """Of all activated practices."""
    return Totals(
        funnel=funnel.of_everybody(session),
        weeks=weeks.set_ups(session, now=now),
        stuck=funnel.stuck(session, now=now),
        to_decision=waits.to_decision(session),
        to_set_up=waits.to_set_up(session),
    )


def of_practice(session: Session, practice: PracticeAdoption, *, now: datetime) -> Totals:
    """Of one practice, whose funnel is counted already."""
    return Totals(
        funnel=practice.funnel,
        weeks=weeks.set_ups(session, practice_id=practice.id, now=now),
        stuck=funnel.stuck(session, practice_id=practice.id, now=now),
        to_decision=waits.to_decision(session, practice_id=practice.id),
        to_set_up=waits.to_set_up(session, practice_id=practice.id),
    )

"""People counted by the furthest step they reached. One query that groups, never a loop over people."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from core.people.users import User
from core.practices.practices import Membership, Practice, is_current, is_current_person, works_in
from core.second_factor.enrollments import Enrollment, has_live_factor
from core.second_factor.set_up_progress import UNFINISHED, SetUpProgress

Stage = Literal["invited", "opened", "qr_issued", "code_tried", "done", "tokens_saved"]
STAGES: tuple[Stage, ...] = get_args(Stage)
STUCK_AFTER = timedelta(days=1)
REACHED = {"started": 1, "qr_issued": 2, "code_refused": 3}  # a place in STAGES; without a live factor


@dataclass(frozen=True)
class Funnel:
    """How many people reached each stage. A person who reached a later one counts for all before it."""

    invited: int = 0
    opened: int = 0
    qr_issued: int = 0
    code_tried: int = 0
    done: int = 0
    tokens_saved: int = 0

    @property
    def missing(self) -> int:
        """How many have no second factor yet."""
        return self.invited - self.done

    @property
    def counts(self) -> tuple[tuple[Stage, int], ...]:
        """The stages in their order, each with its count."""
        return tuple((stage, getattr(self, stage)) for stage in STAGES)


@dataclass(frozen=True)
class StuckAt:
    """How many people have not moved from this step for a day."""

    step: str
    people: int


def of_everybody(session: Session) -> Funnel:
    """The people of all activated practices; who works in several counts once."""
    invited = (
        select(Membership.user_id)
        .join(Practice, Practice.id == Membership.practice_id)
        .where(is_current(), Practice.activated_at.is_not(None))
    )
    stage = furthest_stage()
    counted = with_progress(select(stage, func.count()).select_from(User))
    rows = session.execute(counted.where(User.id.in_(invited), User.disabled_at.is_(None)).group_by(stage))
    return _funnel({row[0]: row[1] for row in rows})


def of_practices(session: Session, practice_ids: Collection[str]) -> dict[str, Funnel]:
    """Each practice's people, activated or not; a practice without people is absent."""
    stage = furthest_stage()
    query = with_progress(
        select(Membership.practice_id, stage, func.count())
        .select_from(Membership)
        .join(User, is_current_person())
    )
    rows = session.execute(
        query.where(Membership.practice_id.in_(practice_ids)).group_by(Membership.practice_id, stage)
    )
    found: dict[str, dict[int, int]] = {}
    for practice_id, number, people in rows:
        found.setdefault(practice_id, {})[number] = people
    return {practice_id: _funnel(counts) for practice_id, counts in found.items()}


def stuck(session: Session, *, practice_id: str | None = None, now: datetime) -> tuple[StuckAt, ...]:
    """Where people stopped more than a day ago, in the order of the steps."""
    query = (
        select(SetUpProgress.step, func.count())
        .join(User, User.id == SetUpProgress.user_id)
        .where(User.audience == "account", User.disabled_at.is_(None), is_stuck(now))
        .group_by(SetUpProgress.step)
    )
    if practice_id is not None:
        query = query.where(User.id.in_(select(Membership.user_id).where(works_in(practice_id))))
    people = {row[0]: row[1] for row in session.execute(query)}
    return tuple(StuckAt(step, people[step]) for step in UNFINISHED if step in people)


def is_stuck(now: datetime) -> ColumnElement[bool]:
    """The condition that a person began, is not done, and has not moved for a day."""
    is_open = or_(SetUpProgress.step == "enabled", ~has_live_factor(User.id).correlate(User))
    return SetUpProgress.step.in_(UNFINISHED) & (SetUpProgress.moved_at <= now - STUCK_AFTER) & is_open


def with_progress(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same people with what ``furthest_stage`` reads."""
    return query.outerjoin(
        Enrollment, (Enrollment.user_id == User.id) & (Enrollment.state == "live")
    ).outerjoin(SetUpProgress, SetUpProgress.user_id == User.id)


def furthest_stage() -> ColumnElement[int]:
    """A person's place in ``STAGES``. Who turned the factor off begins again."""
    begun = case(REACHED, value=SetUpProgress.step, else_=0)
    return case(
        (Enrollment.tokens_acknowledged_at.is_not(None), STAGES.index("tokens_saved")),
        (Enrollment.id.is_not(None), STAGES.index("done")),
        else_=begun,
    )


def _funnel(people: Mapping[int, int]) -> Funnel:
    reached = (sum(people.get(later, 0) for later in range(at, len(STAGES))) for at in range(len(STAGES)))
    return Funnel(*reached)

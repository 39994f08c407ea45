"""What the sign-in policy needs to know about one person, read in one place so that every route decides the same."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from core.ground.hot.statements import Query
from core.people.users import User
from core.practices.practices import Membership, Practice
from core.second_factor.enrollments import Enrollment, is_live_of
from core.sessions.sign_in_policy import PersonFacts, PracticeRule

_APPROVER = aliased(User)
_PERSON = Query(
    select(User.audience, User.disabled_at, User.set_up_owed_since, Enrollment.id, Enrollment.confirmed_at)
    .outerjoin(Enrollment, is_live_of(User.id))
    .where(User.id == bindparam("person")),
    lambda *columns: columns,
)
_PRACTICES = Query(
    select(
        Practice.id,
        Practice.name,
        Membership.role,
        Practice.activated_at,
        _APPROVER.name,
        Practice.deactivated_at,
        Membership.ended_at,
        Practice.required_from,
    )
    .join(Practice, Practice.id == Membership.practice_id)
    .outerjoin(_APPROVER, _APPROVER.id == Practice.activated_by)
    .where(Membership.user_id == bindparam("person"))
    .order_by(Practice.name, Practice.id),
    lambda *columns: columns,
)


def facts_of(session: Session, user_id: str, *, now: datetime) -> PersonFacts:
    """The facts as this transaction sees them; an unknown id is a mistake of the caller and raises."""
    found = _PERSON.first(session, person=user_id)
    if found is None:
        raise LookupError("there is no such person")
    audience, disabled_at, set_up_owed_since, factor_id, factor_since = found
    practices = [_rule(*columns, now=now) for columns in _PRACTICES.all(session, person=user_id)]
    return PersonFacts(
        user_id=user_id,
        audience=audience,
        has_live_factor=factor_id is not None,
        disabled=disabled_at is not None,
        practices=tuple(practice for practice in practices if practice.left_at is None),
        former=tuple(practice for practice in practices if practice.left_at is not None),
        factor_since=factor_since,
        owes_set_up=set_up_owed_since is not None,
    )


def _rule(*columns: Any, now: datetime) -> PracticeRule:
    practice_id, name, role, activated_at, approver, deactivated_at, left_at, begins = columns
    return PracticeRule(
        id=practice_id,
        name=name,
        role=role,
        activated_at=activated_at,
        activated_by_name=approver,
        deactivated_at=deactivated_at,
        left_at=left_at,
        required_since=begins if begins is not None and begins <= now else None,
    )

"""What the sign-in policy needs to know about one person, read in one place so that every route decides the same."""

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from core.people.users import User
from core.practices.practices import Membership, Practice
from core.second_factor.enrollments import Enrollment, is_live_of
from core.sessions.sign_in_policy import PersonFacts, PracticeRule


def facts_of(session: Session, user_id: str) -> PersonFacts:
    """The facts as this transaction sees them; an unknown id is a mistake of the caller and raises."""
    user = session.get_one(User, user_id)
    factor_since = session.execute(select(Enrollment.confirmed_at).where(is_live_of(user_id))).first()
    practices = _practices(session, user_id)
    return PersonFacts(
        user_id=user_id,
        audience=user.audience,
        has_live_factor=factor_since is not None,
        disabled=user.disabled_at is not None,
        practices=tuple(practice for practice in practices if practice.left_at is None),
        former=tuple(practice for practice in practices if practice.left_at is not None),
        factor_since=factor_since.confirmed_at if factor_since else None,
        owes_set_up=user.set_up_owed_since is not None,
    )


def _practices(session: Session, user_id: str) -> list[PracticeRule]:
    approver = aliased(User)
    rows = session.execute(
        select(Membership, Practice, approver.name)
        .join(Practice, Practice.id == Membership.practice_id)
        .outerjoin(approver, approver.id == Practice.activated_by)
        .where(Membership.user_id == user_id)
        .order_by(Practice.name, Practice.id)
    )
    return [
        PracticeRule(
            id=practice.id,
            name=practice.name,
            role=membership.role,
            activated_at=practice.activated_at,
            activated_by_name=approver_name,
            deactivated_at=practice.deactivated_at,
            left_at=membership.ended_at,
        )
        for membership, practice, approver_name in rows
    ]

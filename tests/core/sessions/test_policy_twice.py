"""The sign-in policy stands twice, as Python for the doors and as SQL for every look at a session: they must agree."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.ground.actors import SYSTEM, Factor
from core.ground.db import Database, new_id
from core.people.users import Audience, User
from core.practices.practices import Membership, Practice
from core.second_factor.enrollments import Enrollment, EnrollmentState
from core.sessions import sessions
from core.sessions.person_facts import facts_of
from core.sessions.sign_in_policy import Demand, demand
from tests.cast import MONDAY as NOW

STATES: tuple[EnrollmentState, ...] = ("pending", "live", "superseded", "retired")
FACTORS: tuple[Factor, ...] = ("none", "totp", "recovery_token")


@pytest.fixture
def practices(database: Database) -> tuple[str, str]:
    """Two places of work."""
    ids = new_id(), new_id()

    def add(session: Session) -> None:
        session.add_all(Practice(id=each, name=f"Practice {each}", created_at=NOW) for each in ids)

    database.transact(add)
    return ids


@given(
    audience=st.sampled_from(("account", "console")),
    is_disabled=st.booleans(),
    has_ended=st.lists(st.booleans(), max_size=2),
    states=st.sets(st.sampled_from(STATES)),
    factor=st.sampled_from(FACTORS),
    hours_to_rule=st.lists(st.sampled_from((None, -1, 0, 1)), min_size=2, max_size=2),
)
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_session_counts_exactly_when_the_policy_owes_nothing_more(
    database: Database,
    practices: tuple[str, str],
    *,
    audience: Audience,
    is_disabled: bool,
    has_ended: list[bool],
    states: set[EnrollmentState],
    factor: Factor,
    hours_to_rule: list[int | None],
) -> None:
    def stand(session: Session) -> tuple[str, Demand]:
        user = _person(session, audience, is_disabled=is_disabled)
        for practice_id, hours in zip(practices, hours_to_rule, strict=True):
            starts = None if hours is None else NOW + timedelta(hours=hours)
            session.get_one(Practice, practice_id).required_from = starts
        for practice_id, ended in zip(practices, has_ended, strict=False):
            session.add(_membership(user.id, practice_id, has_ended=ended))
        session.add_all(Enrollment(user_id=user.id, state=state, created_at=NOW) for state in states)
        session.flush()
        token, _ = sessions.start(session, user, factor=factor, by=SYSTEM, user_agent="", now=NOW)
        return token, demand(facts_of(session, user.id, now=NOW))

    token, owed = database.transact(stand)
    counts = database.read(lambda session: sessions.find(session, token, audience=audience, now=NOW))
    assert (counts is not None) == _is_enough(owed, factor)


def _is_enough(owed: Demand, factor: Factor) -> bool:
    """A session that has shown a factor stays signed in while a new set-up is owed: changes of a factor end it."""
    return owed == "session" or (owed in {"second_factor", "set_up"} and factor != "none")


def _person(session: Session, audience: Audience, *, is_disabled: bool) -> User:
    user = User(
        id=(user_id := new_id()),
        email=f"{user_id}@clinic.example",
        name="Dana Whitfield",
        audience=audience,
        staff_role="agent" if audience == "console" else None,
        created_at=NOW,
        disabled_at=NOW if is_disabled else None,
    )
    session.add(user)
    session.flush()
    return user


def _membership(user_id: str, practice_id: str, *, has_ended: bool) -> Membership:
    ended_at = NOW - timedelta(days=1) if has_ended else None
    return Membership(
        user_id=user_id, practice_id=practice_id, role="member", created_at=NOW, ended_at=ended_at
    )

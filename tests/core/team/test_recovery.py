"""Break-glass: only for the last supervisor, only from the server, and never quiet."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground import alarms
from core.ground.actors import Actor
from core.people import one_time_links
from core.people.one_time_links import OneTimeLink
from core.people.staff_rights import NotAllowed
from core.second_factor.enrollments import Enrollment
from core.sessions.session_rows import SessionRow
from core.team import recovery, staff
from core.team.recovery import NotSupervisor, OthersCanHelp, Recovered
from tests.cast import MONDAY, Cast

BY = Actor(None, "command_line")
SAM = "sam@thoroughcare.example"


def recover(cast: Cast, email: str = SAM, by: Actor = BY) -> object:
    return cast.do(lambda session: recovery.recover(session, email, by=by, now=MONDAY))


@pytest.fixture
def alone(cast: Cast) -> Cast:
    """Sam is the only supervisor."""
    kim = cast.person("Kim").id
    cast.do(lambda session: staff.disable(session, kim, by=BY, now=MONDAY))
    return cast


def test_while_another_supervisor_can_sign_in_it_is_refused(cast: Cast) -> None:
    assert recover(cast) == OthersCanHelp((cast.person("Kim").name,))
    assert cast.audited("staff.recovered") == []


@pytest.mark.parametrize("email", ["alex@thoroughcare.example", "dana@lakeside.example", "nobody@nowhere"])
def test_it_makes_nobody_a_supervisor(alone: Cast, email: str) -> None:
    assert recover(alone, email) == NotSupervisor()


def test_no_console_session_can_do_it(alone: Cast) -> None:
    assert isinstance(recover(alone, by=alone.fresh("Sam")), NotAllowed)


def test_old_password_factor_and_sessions_are_worth_nothing_and_a_link_opens(alone: Cast) -> None:
    alone.sign_in_as("Sam", factor="totp")
    outcome = recover(alone)
    assert isinstance(outcome, Recovered)
    sam = alone.person("Sam")
    assert sam.password_hash is None
    live = select(Enrollment).where(Enrollment.user_id == sam.id, Enrollment.state == "live")
    assert alone.rows(live) == []
    assert all(row.ended_at for row in alone.rows(select(SessionRow).where(SessionRow.user_id == sam.id)))
    keys = alone.installation.keys
    token = one_time_links.token_of(keys, outcome.link_id)
    view = alone.look(lambda session: one_time_links.look(session, keys, token, now=MONDAY))
    assert view is not None
    assert view.purpose == "staff_invitation"


def test_it_is_alarmed_mailed_to_every_colleague_and_in_the_trail(alone: Cast) -> None:
    recover(alone)
    assert [(alarm.name, alarm.problem) for alarm in alone.look(alarms.standing)] == [
        ("staff_recovered", SAM)
    ]
    told = {notice.user_id for notice in alone.told("staff_recovered")}
    assert told == {alone.person("Alex").id, alone.person("Jo").id}
    (entry,) = alone.audited("staff.recovered")
    assert (entry.subject_id, entry.channel) == (alone.person("Sam").id, "command_line")


def test_a_supervisor_confirms_and_the_alarm_ends_once(alone: Cast) -> None:
    recover(alone)

    def seen(session: Session, name: str) -> object:
        return recovery.seen(session, by=alone_actors[name], now=MONDAY)

    alone_actors = {name: alone.fresh(name) for name in ("Sam", "Alex")}
    assert isinstance(alone.do(lambda session: seen(session, "Alex")), NotAllowed)
    assert alone.do(lambda session: seen(session, "Sam")) is True
    assert alone.do(lambda session: seen(session, "Sam")) is False
    assert alone.look(alarms.standing) == ()
    assert len(alone.audited("staff.recovery_seen")) == 1


def test_a_second_emergency_kills_the_first_link(alone: Cast) -> None:
    recover(alone)
    recover(alone)
    links = alone.rows(select(OneTimeLink).where(OneTimeLink.user_id == alone.person("Sam").id))
    assert sorted(link.revoked_at is None for link in links) == [False, True]

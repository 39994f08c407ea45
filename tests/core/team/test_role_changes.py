"""A role changes by two supervisors: who may not, and what happens when many try at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.people.users import StaffRole, User
from core.team import role_changes, staff
from core.team.role_changes import NotOpenAnyMore, Proposed, RoleChanged, RoleRejected
from core.team.staff import Invited, StaffChanged
from tests.cast import MONDAY, Cast, after

BY_SERVER = Actor(None, "command_line")


def propose(cast: Cast, by: str = "Sam", whom: str = "Alex", role: StaffRole = "supervisor") -> object:
    actor, person = cast.fresh(by), cast.person(whom).id
    return cast.do(lambda session: role_changes.propose(session, person, role, by=actor, now=MONDAY))


def proposed(cast: Cast, by: str = "Sam", whom: str = "Alex", role: StaffRole = "supervisor") -> str:
    outcome = propose(cast, by, whom, role)
    assert isinstance(outcome, Proposed)
    return outcome.change_id


def approve(cast: Cast, change_id: str, by: str = "Kim", **later: float) -> object:
    now = after(**later)
    actor = cast.fresh(by, now=now)
    return cast.do(lambda session: role_changes.approve(session, change_id, by=actor, now=now))


def reject(cast: Cast, change_id: str, by: str = "Kim") -> object:
    actor = cast.fresh(by)
    return cast.do(lambda session: role_changes.reject(session, change_id, by=actor, now=MONDAY))


def role_of(cast: Cast, name: str) -> str | None:
    return cast.person(name).staff_role


def test_one_proposes_another_approves_and_both_stand_in_the_trail(cast: Cast) -> None:
    change = proposed(cast)
    assert role_of(cast, "Alex") == "agent"
    assert isinstance(approve(cast, change), RoleChanged)
    assert role_of(cast, "Alex") == "supervisor"
    (asked,), (given,) = cast.audited("staff.role_proposed"), cast.audited("user.role_changed")
    sam, kim, alex = (cast.person(name).id for name in ("Sam", "Kim", "Alex"))
    assert (asked.actor_id, asked.subject_id) == (sam, alex)
    assert (given.actor_id, given.subject_id, given.details["proposed_by"]) == (kim, alex, sam)


def test_neither_the_proposer_nor_the_person_itself_approves(cast: Cast) -> None:
    change = proposed(cast, "Sam", "Kim", "agent")
    for name in ("Sam", "Kim", "Alex", "Jo"):
        assert isinstance(approve(cast, change, name), NotAllowed)
    assert role_of(cast, "Kim") == "supervisor"
    refused = cast.audited("staff.role_approval_refused")
    assert [entry.actor_id for entry in refused] == [
        cast.person(name).id for name in ("Sam", "Kim", "Alex", "Jo")
    ]


def test_both_halves_need_a_fresh_code_in_the_console(cast: Cast) -> None:
    alex, stale = cast.person("Alex").id, cast.actor("Sam")
    in_slack = Actor(stale.user_id, "slack", factor="totp", factor_at=MONDAY)
    change = proposed(cast, "Kim")

    def acts(session: Session, by: Actor) -> list[object]:
        return [
            role_changes.propose(session, alex, "auditor", by=by, now=MONDAY),
            role_changes.approve(session, change, by=by, now=MONDAY),
            role_changes.reject(session, change, by=by, now=MONDAY),
        ]

    assert all(isinstance(each, StepUpNeeded) for each in cast.do(lambda session: acts(session, stale)))
    assert all(isinstance(each, NotAllowed) for each in cast.do(lambda session: acts(session, in_slack)))
    assert role_of(cast, "Alex") == "agent"


@pytest.mark.parametrize("who", ["Alex", "Jo"])
def test_agents_and_auditors_propose_nothing(cast: Cast, who: str) -> None:
    assert isinstance(propose(cast, who, "Sam", "agent"), NotAllowed)


def test_one_proposal_waits_for_the_other(cast: Cast) -> None:
    change = proposed(cast)
    assert isinstance(propose(cast, "Kim", "Alex", "auditor"), NotAllowed)
    assert isinstance(reject(cast, change), RoleRejected)
    assert isinstance(approve(cast, change), NotOpenAnyMore)
    assert isinstance(propose(cast, "Kim", "Alex", "auditor"), Proposed)


def test_after_seven_days_a_proposal_is_dead_and_makes_room(cast: Cast) -> None:
    change = proposed(cast)
    assert isinstance(approve(cast, change, days=7), NotOpenAnyMore)
    assert cast.look(lambda session: role_changes.waiting(session, now=after(days=7))) == ()
    alex, by = cast.person("Alex").id, cast.fresh("Sam", now=after(days=7))
    again = cast.do(lambda session: role_changes.propose(session, alex, "auditor", by=by, now=after(days=7)))
    assert isinstance(again, Proposed)


def test_what_a_fallen_supervisor_proposed_is_worth_nothing(cast: Cast) -> None:
    change = proposed(cast)
    sam = cast.person("Sam").id
    shut = cast.do(lambda session: staff.disable(session, sam, by=BY_SERVER, now=MONDAY))
    assert isinstance(shut, StaffChanged)
    assert isinstance(approve(cast, change), NotAllowed)
    assert role_of(cast, "Alex") == "agent"


def test_the_server_alone_gives_no_role(cast: Cast) -> None:
    alex, change = cast.person("Alex").id, proposed(cast, "Sam", "Jo", "agent")
    assert isinstance(
        cast.do(lambda session: role_changes.propose(session, alex, "auditor", by=BY_SERVER, now=MONDAY)),
        NotAllowed,
    )
    assert isinstance(
        cast.do(lambda session: role_changes.approve(session, change, by=BY_SERVER, now=MONDAY)), NotAllowed
    )


def test_two_who_demote_each_other_leave_one(cast: Cast) -> None:
    promote = update(User).where(User.name.startswith("Alex")).values(staff_role="supervisor")
    cast.do(lambda session: session.execute(promote))
    of_sam, of_kim = proposed(cast, "Alex", "Sam", "agent"), proposed(cast, "Alex", "Kim", "agent")
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(approve, cast, of_sam, "Kim"), pool.submit(approve, cast, of_kim, "Sam")]
        outcomes = [type(job.result()).__name__ for job in jobs]
    assert sorted(outcomes) == ["NotAllowed", "RoleChanged"]
    assert "supervisor" in {role_of(cast, "Sam"), role_of(cast, "Kim")}


@pytest.mark.parametrize("attempt", range(10))
def test_approved_and_rejected_at_once_has_one_end(cast: Cast, attempt: int) -> None:
    change = proposed(cast, "Sam", "Alex")
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(approve, cast, change, "Kim"), pool.submit(reject, cast, change, "Sam")]
        outcomes = [type(job.result()).__name__ for job in jobs]
    assert sorted(outcomes) in (["NotOpenAnyMore", "RoleChanged"], ["NotOpenAnyMore", "RoleRejected"])
    is_changed = "RoleChanged" in outcomes
    assert (role_of(cast, "Alex") == "supervisor") == is_changed
    assert len(cast.audited("user.role_changed")) + len(cast.audited("staff.role_rejected")) == 1


def test_the_operator_may_still_name_a_first_supervisor(cast: Cast) -> None:
    invited = cast.do(
        lambda session: staff.invite(
            session,
            email="robin@thoroughcare.example",
            name="Robin",
            role="supervisor",
            by=BY_SERVER,
            now=MONDAY,
        )
    )
    assert isinstance(invited, Invited)

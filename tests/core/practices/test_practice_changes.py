"""A practice's rule changes by two people: who may not, what blocks it, and what happens when many try at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.practices import change_decisions, practices
from core.practices.change_decisions import ChangeApproved, ChangeOver, ChangeRejected
from core.practices.practice_changes import ChangeProposed, PracticeChange, changes_of
from core.practices.practices import Membership
from core.sessions import sessions
from tests.cast import MONDAY, Cast, after

APRIL = MONDAY + timedelta(days=30)


@pytest.fixture
def lakeside(cast: Cast) -> str:
    """2FA is activated there."""
    cast.activate("Lakeside")
    return cast.practice("Lakeside").id


def propose(cast: Cast, practice_id: str, by: str = "Alex", reason: str = "They asked in writing") -> object:
    actor = cast.fresh(by)
    return cast.do(
        lambda session: change_decisions.propose_deactivation(
            session, practice_id, reason, by=actor, now=MONDAY
        )
    )


def ask(cast: Cast, practice_id: str, by: str = "Dana", **away: float) -> object:
    actor, start = cast.actor(by), after(**away) if away else APRIL
    return cast.do(
        lambda session: change_decisions.ask_to_require(session, practice_id, start, by=actor, now=MONDAY)
    )


def filed(outcome: object) -> str:
    assert isinstance(outcome, ChangeProposed)
    return outcome.change_id


def approve(cast: Cast, change_id: str, by: str = "Sam", **later: float) -> object:
    now = after(**later)
    actor = cast.fresh(by, now=now)
    return cast.do(lambda session: change_decisions.approve_change(session, change_id, by=actor, now=now))


def reject(cast: Cast, change_id: str, by: str = "Alex") -> object:
    actor = cast.fresh(by)
    return cast.do(lambda session: change_decisions.reject_change(session, change_id, by=actor, now=MONDAY))


def test_the_proposer_cannot_approve_and_the_try_is_in_the_trail(cast: Cast, lakeside: str) -> None:
    change = filed(propose(cast, lakeside))
    assert isinstance(approve(cast, change, "Alex"), NotAllowed)
    (tried,) = cast.audited("practice.change_refused")
    assert (tried.actor_id, tried.outcome) == (cast.person("Alex").id, "refused")
    assert cast.practice("Lakeside").activated_at == MONDAY
    assert approve(cast, change) == ChangeApproved("deactivate")
    assert cast.practice("Lakeside").activated_at is None


def test_a_stale_code_approves_nothing(cast: Cast, lakeside: str) -> None:
    change, stale = filed(propose(cast, lakeside)), cast.actor("Sam")
    outcome = cast.do(lambda s: change_decisions.approve_change(s, change, by=stale, now=MONDAY))
    assert isinstance(outcome, StepUpNeeded)


@pytest.mark.parametrize("who", ["Jo", "Dana", "Miguel"])
def test_auditors_and_members_propose_no_deactivation(cast: Cast, lakeside: str, who: str) -> None:
    assert isinstance(propose(cast, lakeside, who), NotAllowed)


def test_another_reason_is_another_proposal_and_needs_another_approval(cast: Cast, lakeside: str) -> None:
    first = filed(propose(cast, lakeside))
    assert isinstance(propose(cast, lakeside, reason="Another one"), NotAllowed)
    assert reject(cast, first) == ChangeRejected()
    filed(propose(cast, lakeside, reason="Another one"))
    assert approve(cast, first) == ChangeOver()
    assert cast.practice("Lakeside").activated_at == MONDAY


def test_after_seven_days_a_deactivation_is_dead(cast: Cast, lakeside: str) -> None:
    change = filed(propose(cast, lakeside))
    assert approve(cast, change, days=7) == ChangeOver()


def test_an_admin_asks_the_team_approves_and_the_admins_are_told(cast: Cast, lakeside: str) -> None:
    change = filed(ask(cast, lakeside))
    assert cast.practice("Lakeside").required_from is None
    assert approve(cast, change) == ChangeApproved("require")
    assert cast.practice("Lakeside").required_from == APRIL
    (told,) = cast.told("practice_required")
    assert told.user_id == cast.person("Dana").id
    assert told.data["from_day"] == "April 1, 2026"
    (entry,) = cast.audited("practice.required")
    assert (entry.actor_id, entry.details["proposed_by"]) == (cast.person("Sam").id, cast.person("Dana").id)


def test_the_page_shows_what_was_asked_and_who_decided(cast: Cast, lakeside: str) -> None:
    reject(cast, filed(ask(cast, lakeside)))
    (seen,) = cast.look(lambda session: changes_of(session, lakeside))
    assert (seen.kind, seen.state, seen.proposed_by_name) == ("require", "rejected", "Dana Whitfield")
    assert (seen.decided_by_name, seen.required_from) == ("Alex Morgan", APRIL)
    assert [notice.user_id for notice in cast.told("practice_requirement_declined")] == [seen.proposed_by]


@pytest.mark.parametrize("who", ["Miguel", "Tom", "Alex"])
def test_only_an_admin_of_the_practice_asks(cast: Cast, lakeside: str, who: str) -> None:
    assert isinstance(ask(cast, lakeside, who), NotAllowed)


@pytest.mark.parametrize("days", [-1, 0, 6, 366])
def test_the_date_leaves_time_to_set_up(cast: Cast, lakeside: str, days: int) -> None:
    assert isinstance(ask(cast, lakeside, days=days), NotAllowed)


def test_an_admin_who_would_be_locked_out_blocks_a_near_date_and_is_named(cast: Cast, lakeside: str) -> None:
    change = filed(ask(cast, lakeside, days=10))
    blocked = approve(cast, change, days=4)
    assert isinstance(blocked, NotAllowed)
    assert "Dana Whitfield" in blocked.why
    cast.enrolled("Dana")
    assert approve(cast, change, days=4) == ChangeApproved("require")


def test_what_a_former_admin_asked_for_is_worth_nothing(cast: Cast, lakeside: str) -> None:
    change, dana = filed(ask(cast, lakeside)), cast.person("Dana").id
    left = update(Membership).where(Membership.user_id == dana).values(ended_at=MONDAY)
    cast.do(lambda session: session.execute(left))
    assert isinstance(approve(cast, change), NotAllowed)


def propose_optional(cast: Cast, practice_id: str, by: str = "Alex", reason: str = "They wrote") -> object:
    actor = cast.fresh(by)
    return cast.do(
        lambda session: change_decisions.propose_optional(session, practice_id, reason, by=actor, now=MONDAY)
    )


def test_two_people_make_it_optional_again_and_the_admins_are_told(cast: Cast, lakeside: str) -> None:
    cast.require("Lakeside", APRIL)
    change = filed(propose_optional(cast, lakeside))
    assert isinstance(approve(cast, change, "Alex"), NotAllowed)
    assert cast.practice("Lakeside").required_from == APRIL
    assert approve(cast, change) == ChangeApproved("optional")
    after_it = cast.practice("Lakeside")
    assert (after_it.required_from, after_it.activated_at) == (None, MONDAY)
    assert [notice.user_id for notice in cast.told("practice_optional")] == [cast.person("Dana").id]
    (entry,) = cast.audited("practice.optional")
    assert (entry.actor_id, entry.details["reason"]) == (cast.person("Sam").id, "They wrote")


def test_only_the_team_proposes_it_with_a_reason_and_only_where_there_is_a_rule(
    cast: Cast, lakeside: str
) -> None:
    assert isinstance(propose_optional(cast, lakeside), NotAllowed)
    cast.require("Lakeside", APRIL)
    for who in ("Dana", "Jo", "Miguel"):
        assert isinstance(propose_optional(cast, lakeside, who), NotAllowed), who
    assert isinstance(propose_optional(cast, lakeside, reason=" "), NotAllowed)
    change = filed(propose_optional(cast, lakeside))
    approve(cast, filed(propose(cast, lakeside)))
    assert isinstance(approve(cast, change), NotAllowed), "switched off meanwhile"


def test_deactivation_ends_the_rule(cast: Cast, lakeside: str) -> None:
    cast.require("Lakeside", APRIL)
    assert approve(cast, filed(propose(cast, lakeside))) == ChangeApproved("deactivate")
    assert cast.practice("Lakeside").required_from is None


def test_an_open_session_does_not_outlive_the_rule(cast: Cast, lakeside: str) -> None:
    cast.require("Lakeside", after(minutes=5))
    token, _ = cast.sign_in_as("Miguel", now=MONDAY)
    shown, _ = cast.sign_in_as("Priya", factor="totp", now=MONDAY)
    assert cast.who(token, now=after(minutes=4, seconds=59)) is not None
    assert cast.who(token, now=after(minutes=5)) is None
    assert cast.who(shown, now=after(minutes=5)) is not None
    miguel = cast.person("Miguel").id
    assert cast.look(lambda session: sessions.listing(session, miguel, now=after(minutes=5))) == ()


def test_who_leaves_the_practice_leaves_its_rule(cast: Cast, lakeside: str) -> None:
    cast.require("Lakeside", MONDAY)
    token, _ = cast.sign_in_as("Miguel")
    assert cast.who(token) is None
    miguel, by = cast.person("Miguel").id, cast.actor("Sam")
    cast.do(lambda session: practices.end_membership(session, miguel, lakeside, by=by, now=MONDAY))
    assert cast.who(token) is not None


@pytest.mark.parametrize("attempt", range(10))
def test_two_approvals_at_once_have_one_effect(cast: Cast, lakeside: str, attempt: int) -> None:
    change = filed(propose(cast, lakeside))
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(approve, cast, change, name) for name in ("Sam", "Kim")]
        outcomes = sorted(type(job.result()).__name__ for job in jobs)
    assert outcomes == ["ChangeApproved", "ChangeOver"]
    assert len(cast.audited("practice.deactivated")) == 1
    assert len(cast.told("practice_deactivated")) == 1


@pytest.mark.parametrize("attempt", range(10))
def test_withdrawn_and_approved_at_once_has_one_end(cast: Cast, lakeside: str, attempt: int) -> None:
    change = filed(propose(cast, lakeside))
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(approve, cast, change, "Sam"), pool.submit(reject, cast, change, "Alex")]
        outcomes = sorted(type(job.result()).__name__ for job in jobs)
    assert outcomes in (["ChangeApproved", "ChangeOver"], ["ChangeOver", "ChangeRejected"])
    is_off = cast.practice("Lakeside").activated_at is None
    assert is_off == ("ChangeApproved" in outcomes)


def test_two_who_propose_at_once_have_one_open_proposal(cast: Cast, lakeside: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(propose, cast, lakeside, name) for name in ("Alex", "Sam")]
        outcomes = sorted(type(job.result()).__name__ for job in jobs)
    assert outcomes == ["ChangeProposed", "NotAllowed"]
    assert len(cast.rows(select(PracticeChange))) == 1

"""Two different people of the team, each with a fresh 6-digit token, agree on the same evidence."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from core.ground import alarms
from core.ground.actors import Actor
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.requests import reset_decisions
from core.requests.request_states import BadText
from core.requests.reset_decisions import (
    AlarmClosed,
    ProposalChanged,
    ResetApproved,
    ResetDeclined,
    ResetEvidence,
    ResetProposed,
)
from core.requests.reset_requests import NoSuchReset, ResetOver
from core.requests.reset_states import ResetRequest
from core.team import staff
from tests.cast import MONDAY, Cast, after
from tests.core.requests.reset_people import GOOD, Desk, open_desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast)


def test_one_proposes_another_approves_and_then_it_waits_a_day(desk: Desk) -> None:
    reset_id = desk.proposed()
    assert desk.state(reset_id) == "proposed"
    assert desk.approve(reset_id, desk.cast.fresh("Sam")) == ResetApproved(reset_id, after(hours=24))
    reset = desk.reset(reset_id)
    alex, sam = desk.cast.person("Alex").id, desk.cast.person("Sam").id
    assert (reset.state, reset.proposed_by, reset.approved_by) == ("approved", alex, sam)
    assert desk.priya.standing.state == "live", "nothing is lowered before the end of the waiting time"
    for action, actor in (("reset.proposed", alex), ("reset.approved", sam)):
        (entry,) = desk.cast.audited(action)
        assert (entry.actor_id, entry.details["digest"]) == (actor, reset.digest)


def test_the_approval_is_told_with_its_moment_and_with_a_way_to_stop_it(desk: Desk) -> None:
    desk.approved()
    told = desk.cast.told("reset_approved")
    assert {row.via for row in told} == {"mail", "conversation", "staff_channel"}
    (mail,) = [row for row in told if row.via == "mail" and row.user_id == desk.priya.user_id]
    assert mail.data["due_at"] == after(hours=24).isoformat(timespec="minutes")
    assert mail.data["link_id"]


def test_nobody_approves_their_own_proposal(desk: Desk) -> None:
    reset_id = desk.proposed(by="Alex")
    refused = desk.approve(reset_id, desk.cast.fresh("Alex"))
    assert refused == NotAllowed("You proposed this. A different colleague has to approve it.")
    assert desk.state(reset_id) == "proposed"


def test_nobody_decides_about_their_own_account(desk: Desk) -> None:
    """No reset of a colleague can be filed; one that names a colleague all the same is not theirs to decide."""
    reset_id, kim = desk.proposed(), desk.cast.fresh("Kim")
    desk.cast.do(lambda session: session.execute(update(ResetRequest).values(user_id=kim.user_id)))
    for act in (desk.propose, desk.approve, desk.decline):
        assert isinstance(act(reset_id, kim), NotAllowed)
    assert desk.state(reset_id) == "proposed"


@pytest.mark.parametrize("act", ["propose", "approve", "decline"])
def test_an_auditor_a_member_slack_and_nobody_decide_nothing(desk: Desk, act: str) -> None:
    reset_id = desk.proposed(by="Kim")
    fresh = desk.cast.fresh
    for by in (
        fresh("Jo"),
        fresh("Dana"),
        fresh("Priya"),
        replace(fresh("Alex"), channel="slack"),
        replace(fresh("Alex"), user_id=None),
    ):
        assert isinstance(getattr(desk, act)(reset_id, by), NotAllowed)
    assert desk.state(reset_id) == "proposed"


@pytest.mark.parametrize("act", ["propose", "approve", "decline"])
def test_a_code_older_than_five_minutes_and_a_recovery_token_decide_nothing(desk: Desk, act: str) -> None:
    reset_id = desk.proposed(by="Kim")
    old = desk.cast.actor("Alex", factor="totp", factor_at=after(minutes=-5, seconds=-1))
    recovery = desk.cast.actor("Alex", factor="recovery_token", factor_at=MONDAY)
    for by in (old, recovery, desk.cast.actor("Alex")):
        assert getattr(desk, act)(reset_id, by) == StepUpNeeded()
    assert desk.state(reset_id) == "proposed"


def test_a_disabled_colleague_decides_nothing_and_their_proposal_cannot_be_approved(desk: Desk) -> None:
    reset_id = desk.proposed(by="Alex")
    alex, sam = desk.cast.fresh("Alex"), desk.cast.fresh("Sam")
    desk.cast.do(lambda session: staff.disable(session, alex.user_id or "", by=sam, now=MONDAY))
    assert isinstance(desk.propose(reset_id, alex), NotAllowed)
    assert isinstance(desk.approve(reset_id, sam), NotAllowed)
    assert isinstance(desk.propose(reset_id, sam), ResetProposed)
    assert isinstance(desk.approve(reset_id, desk.cast.fresh("Kim")), ResetApproved)


def test_an_edit_voids_the_approval_and_its_waiting_time(desk: Desk) -> None:
    reset_id = desk.approved()
    seen = desk.reset(reset_id).digest
    edited = ResetEvidence("Somebody said so.", "Called a number they gave us.")
    assert isinstance(desk.propose(reset_id, desk.cast.fresh("Kim"), edited), ResetProposed)
    reset = desk.reset(reset_id)
    assert (reset.state, reset.approved_by, reset.due_at) == ("proposed", None, None)
    assert not desk.round()
    assert desk.approve(reset_id, desk.cast.fresh("Alex"), digest=seen) == ProposalChanged()
    assert isinstance(desk.approve(reset_id, desk.cast.fresh("Kim")), NotAllowed)
    assert isinstance(desk.approve(reset_id, desk.cast.fresh("Alex")), ResetApproved)


def test_an_approval_of_what_was_edited_behind_it_counts_for_nothing(desk: Desk) -> None:
    reset_id = desk.proposed()
    forged = update(ResetRequest).values(called_back="Called the new number.")
    desk.cast.do(lambda session: session.execute(forged))
    assert desk.approve(reset_id, desk.cast.fresh("Sam")) == ProposalChanged()


def test_what_is_only_filed_cannot_be_approved(desk: Desk) -> None:
    assert desk.approve(desk.filed(), desk.cast.fresh("Sam"), digest="0" * 64) == ProposalChanged()


@pytest.mark.parametrize(
    "lacking", [ResetEvidence(" ", GOOD.called_back), ResetEvidence(GOOD.identity, "\u200b")]
)
def test_evidence_has_both_parts(desk: Desk, lacking: ResetEvidence) -> None:
    reset_id = desk.filed()
    assert isinstance(desk.propose(reset_id, desk.cast.fresh("Alex"), lacking), BadText)
    assert desk.state(reset_id) == "filed"


def test_only_an_admin_of_a_practice_of_theirs_vouches(desk: Desk) -> None:
    reset_id, alex = desk.filed(), desk.cast.fresh("Alex")
    for name in ("Priya", "Miguel", "Grace"):
        vouched = replace(GOOD, vouched_by=desk.cast.person(name).id)
        assert isinstance(desk.propose(reset_id, alex, vouched), BadText)
    vouched = replace(GOOD, vouched_by=desk.cast.person("Dana").id)
    assert isinstance(desk.propose(reset_id, alex, vouched), ResetProposed)


def test_a_decline_ends_it_also_while_it_waits(desk: Desk) -> None:
    reset_id = desk.approved()
    assert isinstance(desk.decline(reset_id, desk.cast.fresh("Alex"), " "), BadText)
    assert desk.decline(reset_id, desk.cast.fresh("Alex")) == ResetDeclined(reset_id)
    assert not desk.round()
    assert desk.priya.standing.state == "live"
    told = {str(row.data) for row in desk.cast.told("reset_declined")}
    assert not any("Not sure" in data for data in told), "the reason stays with the team"


def test_a_reset_that_is_not_there_is_not_found(desk: Desk) -> None:
    assert desk.propose("0" * 24, desk.cast.fresh("Alex")) == NoSuchReset()


def test_the_second_is_told_who_was_first(desk: Desk) -> None:
    reset_id = desk.proposed()
    desk.decline(reset_id, desk.cast.fresh("Sam"))
    late = desk.approve(reset_id, desk.cast.fresh("Kim"), digest="0" * 64)
    assert late == ResetOver("declined", desk.cast.person("Sam").name, MONDAY)


def test_an_alarm_ends_when_somebody_with_a_fresh_code_has_looked_into_it(desk: Desk) -> None:
    reset_id = desk.filed()
    desk.freeze(reset_id, desk.cast.actor("Priya"))

    def close(by: Actor) -> object:
        return desk.cast.do(lambda session: reset_decisions.close_alarm(session, reset_id, by=by, now=MONDAY))

    assert close(desk.cast.actor("Alex")) == StepUpNeeded()
    assert isinstance(close(desk.cast.fresh("Jo")), NotAllowed)
    assert close(desk.cast.fresh("Alex")) == AlarmClosed()
    assert desk.cast.look(alarms.standing) == ()
    assert close(desk.cast.fresh("Alex")) == NoSuchReset()
    assert desk.state(reset_id) == "frozen"


def test_the_database_itself_refuses_one_person_on_both_sides(desk: Desk) -> None:
    reset_id = desk.proposed()
    both = update(ResetRequest).where(ResetRequest.id == reset_id)
    with pytest.raises(Exception, match="two_people"):
        desk.cast.do(lambda session: session.execute(both.values(approved_by=ResetRequest.proposed_by)))

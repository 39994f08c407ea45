"""Practices, their people, and what switching 2FA on does to them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from core.ground.actors import Actor
from core.ground.db import Versions
from core.imports.demo_data import HILLTOP, LAKESIDE, RIVERBEND
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.practices import change_decisions, members, practices
from core.practices.change_decisions import ChangeApproved
from core.practices.members import PracticeRow, SetUpCount
from core.practices.practice_changes import ChangeProposed
from core.practices.practices import Membership, Practice, Role
from core.second_factor.enrollments import live_of
from tests.cast import MONDAY, Cast, after


def leave(cast: Cast, name: str, practice: str) -> bool:
    person, place, by = cast.person(name), cast.practice(practice), cast.actor("Sam")
    return cast.do(
        lambda session: practices.end_membership(session, person.id, place.id, by=by, now=after(hours=1))
    )


def join(cast: Cast, name: str, practice: str, role: Role = "member") -> bool:
    person, place, by = cast.person(name), cast.practice(practice), cast.actor("Sam")
    return cast.do(
        lambda session: practices.add_membership(
            session, person.id, place.id, role, by=by, now=after(hours=2)
        )
    )


def places(cast: Cast, name: str) -> dict[str, Role]:
    person = cast.person(name)
    return {
        each.name: each.role for each in cast.look(lambda session: practices.practices_of(session, person.id))
    }


def role(cast: Cast, name: str, practice: str) -> Role | None:
    person, place = cast.person(name), cast.practice(practice)
    return cast.look(lambda session: practices.role_in(session, person.id, place.id))


def test_a_person_has_a_role_in_each_practice(cast: Cast) -> None:
    assert places(cast, "Owen") == {HILLTOP: "admin", LAKESIDE: "member"}
    assert (role(cast, "Owen", "Hilltop"), role(cast, "Owen", "Lakeside")) == ("admin", "member")
    assert role(cast, "Owen", "Riverbend") is None


def test_the_admins_are_those_of_today(cast: Cast) -> None:
    lakeside = cast.practice("Lakeside")

    def admins() -> list[str]:
        return [each.name for each in cast.look(lambda session: practices.admins_of(session, lakeside.id))]

    assert admins() == ["Dana Whitfield"]
    join(cast, "Priya", "Lakeside", "admin")
    assert admins() == ["Dana Whitfield", "Priya Raman"]
    leave(cast, "Dana", "Lakeside")
    assert admins() == ["Priya Raman"]


def test_who_left_has_no_role_and_may_come_back(cast: Cast) -> None:
    assert leave(cast, "Owen", "Lakeside")
    assert not leave(cast, "Owen", "Lakeside")
    assert role(cast, "Owen", "Lakeside") is None
    assert join(cast, "Owen", "Lakeside", "admin")
    assert not join(cast, "Owen", "Lakeside", "admin")
    assert role(cast, "Owen", "Lakeside") == "admin"
    assert [entry.details for entry in cast.audited("membership.set")][-1] == {"role": "admin"}
    assert len(cast.audited("membership.ended")) == 1


def test_leaving_the_practice_that_asked_for_it_keeps_the_factor(cast: Cast) -> None:
    """The group rule: the factor is the person's own."""
    cast.enrolled("Miguel")
    leave(cast, "Miguel", "Lakeside")
    miguel = cast.person("Miguel")
    assert cast.look(lambda session: live_of(session, miguel.id)) is not None


def test_the_same_person_added_many_times_at_once_has_one_place(cast: Cast) -> None:
    with ThreadPoolExecutor(8) as everybody:
        added = list(everybody.map(lambda _: join(cast, "Tom", "Lakeside"), range(16)))
    assert any(added)
    tom, lakeside = cast.person("Tom"), cast.practice("Lakeside")
    here = select(func.count()).where(Membership.user_id == tom.id, Membership.practice_id == lakeside.id)
    assert cast.one(here) == 1


def test_a_practice_is_switched_on_once(cast: Cast) -> None:
    cast.activate("Lakeside")
    cast.activate("Lakeside", now=after(days=1))
    assert cast.practice("Lakeside").activated_at == MONDAY
    assert len(cast.audited("practice.activated")) == 1
    assert len(cast.told("guide_offered")) == 4


def test_who_joins_an_activated_practice_is_offered_the_guide_too(cast: Cast) -> None:
    join(cast, "Tom", "Hilltop")
    assert cast.told("guide_offered") == []
    cast.activate("Lakeside")
    join(cast, "Tom", "Lakeside")
    offered = [notice.user_id for notice in cast.told("guide_offered")]
    assert offered.count(cast.person("Tom").id) == 1


def test_open_pages_hear_of_a_change_of_place(cast: Cast) -> None:
    heard: list[Versions] = []
    cast.database.on_commit(heard.append)
    leave(cast, "Owen", "Lakeside")
    assert {f"practice:{cast.practice('Lakeside').id}", f"person:{cast.person('Owen').id}"} <= set(heard[-1])


def test_a_practice_of_this_name_is_made_once(cast: Cast) -> None:
    by = cast.actor("Sam")
    again = cast.do(
        lambda session: (
            practices.add_practice(
                session, LAKESIDE, group="Another Group", time_zone="UTC", by=by, now=after(days=1)
            ).id
        )
    )
    lakeside = cast.practice("Lakeside")
    assert (again, lakeside.time_zone) == (lakeside.id, "America/New_York")
    assert places(cast, "Dana") == {LAKESIDE: "admin"}


def test_the_count_of_who_has_set_it_up_is_of_todays_people(cast: Cast) -> None:
    lakeside = cast.practice("Lakeside")

    def count() -> SetUpCount:
        return cast.look(lambda session: members.set_up_count(session, lakeside.id))

    assert count() == (0, 4)
    cast.enrolled("Miguel")
    cast.enrolled("Tom")
    assert count() == (1, 4)
    leave(cast, "Miguel", "Lakeside")
    assert count() == (0, 3)


def test_the_team_sees_each_member_with_what_matters(cast: Cast) -> None:
    cast.enrolled("Miguel")
    cast.sign_in_as("Miguel", now=after(minutes=-5))
    lakeside = cast.practice("Lakeside")
    people = cast.look(lambda session: members.members_of(session, lakeside.id))
    assert [each.person.name for each in people] == [
        "Dana Whitfield",
        "Miguel Ortega",
        "Owen Brandt",
        "Priya Raman",
    ]
    assert [each.is_shared for each in people] == [False, True, True, False]
    miguel = people[1]
    assert (miguel.set_up_since, miguel.last_sign_in_at) == (MONDAY, after(minutes=-5))
    assert (miguel.tokens_left, miguel.locked_since, miguel.role) == (0, None, "member")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [HILLTOP, LAKESIDE, RIVERBEND]),
        ("MEDICINE", [HILLTOP, LAKESIDE]),
        ("health group", [HILLTOP, LAKESIDE]),
        ("card", [RIVERBEND]),
        ("%", []),
    ],
)
def test_practices_are_found_by_their_name_or_their_groups(
    cast: Cast, text: str, expected: list[str]
) -> None:
    page = cast.look(lambda session: members.search(session, text))
    assert [row.name for row in page.rows] == expected


def test_the_list_of_practices_shows_their_numbers_page_by_page(cast: Cast) -> None:
    cast.activate("Lakeside")
    cast.enrolled("Dana")
    first = cast.look(lambda session: members.search(session, limit=2))
    lakeside = cast.practice("Lakeside")
    assert first.rows[1] == PracticeRow(
        lakeside.id, LAKESIDE, "Lakeside Health Group", "America/New_York", MONDAY, set_up=1, members=4
    )
    second = cast.look(lambda session: members.search(session, after=first.next, limit=2))
    assert ([row.name for row in second.rows], second.next) == ([RIVERBEND], None)
    assert cast.look(lambda session: members.practice_row(session, lakeside.id)) == first.rows[1]
    assert cast.look(lambda session: members.practice_row(session, "0" * 24)) is None


def test_holding_a_practice_that_is_not_there_holds_nothing(cast: Cast) -> None:
    assert cast.do(lambda session: practices.locked(session, "0" * 24)) is None
    assert len(cast.rows(select(Practice))) == 3


def deactivate(cast: Cast, proposer: Actor, approver: Actor, *, reason: str = "Wrong practice.") -> object:
    lakeside = cast.practice("Lakeside").id
    proposed = cast.do(
        lambda session: change_decisions.propose_deactivation(
            session, lakeside, reason, by=proposer, now=MONDAY
        )
    )
    if not isinstance(proposed, ChangeProposed):
        return proposed
    return cast.do(
        lambda session: change_decisions.approve_change(session, proposed.change_id, by=approver, now=MONDAY)
    )


def test_two_of_the_team_switch_a_practice_off_and_every_factor_stays(cast: Cast) -> None:
    cast.activate("Lakeside")
    cast.enrolled("Miguel")
    outcome = deactivate(cast, cast.fresh("Alex"), cast.fresh("Kim"))
    lakeside, miguel = cast.practice("Lakeside"), cast.person("Miguel")
    assert outcome == ChangeApproved("deactivate")
    assert (lakeside.activated_at, lakeside.activated_by, lakeside.deactivated_at) == (None, None, MONDAY)
    assert cast.look(lambda session: live_of(session, miguel.id)) is not None
    (entry,) = cast.audited("practice.deactivated")
    assert entry.actor_id == cast.person("Kim").id
    assert entry.details["proposed_by"] == cast.person("Alex").id
    assert entry.details["reason"] == "Wrong practice."
    assert [notice.user_id for notice in cast.told("practice_deactivated")] == [cast.person("Dana").id]


@pytest.mark.parametrize(
    ("proposer", "approver"), [("Alex", "Alex"), ("Alex", "Jo"), ("Jo", "Alex"), ("Dana", "Alex")]
)
def test_one_person_an_auditor_or_a_member_cannot(cast: Cast, proposer: str, approver: str) -> None:
    cast.activate("Lakeside")
    assert isinstance(deactivate(cast, cast.fresh(proposer), cast.fresh(approver)), NotAllowed)
    assert cast.practice("Lakeside").activated_at == MONDAY


def test_an_old_code_of_either_or_a_missing_reason_stops_it(cast: Cast) -> None:
    cast.activate("Lakeside")
    old = cast.actor("Kim", factor="totp", factor_at=after(minutes=-6))
    alex = cast.fresh("Alex")
    for outcome in (
        deactivate(cast, alex, cast.fresh("Kim"), reason=" "),
        deactivate(cast, old, alex),
        deactivate(cast, alex, old),
    ):
        assert isinstance(outcome, NotAllowed | StepUpNeeded)
    assert cast.practice("Lakeside").activated_at == MONDAY


def test_what_is_off_cannot_be_switched_off_and_may_be_asked_for_again(cast: Cast) -> None:
    assert isinstance(deactivate(cast, cast.fresh("Alex"), cast.fresh("Kim")), NotAllowed)
    cast.activate("Lakeside")
    deactivate(cast, cast.fresh("Alex"), cast.fresh("Kim"))
    cast.activate("Lakeside", now=after(days=1))
    lakeside = cast.practice("Lakeside")
    assert (lakeside.activated_at, lakeside.deactivated_at) == (after(days=1), None)


def test_only_admins_are_read_of_a_practice_that_one_does_not_administer(cast: Cast) -> None:
    """A large clinic must not make every turn of every member read its whole list."""
    lakeside, riverbend = cast.practice("Lakeside").id, cast.practice("Riverbend").id
    found = cast.look(lambda session: members.colleagues_in(session, [lakeside, riverbend], whole=[lakeside]))
    assert len(found[lakeside]) == 4
    assert {each.role for each in found[lakeside]} == {"admin", "member"}
    assert {each.role for each in found[riverbend]} == {"admin"}

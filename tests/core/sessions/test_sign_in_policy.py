"""The group rule, on facts alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from core.sessions.sign_in_policy import PersonFacts, PracticeRule, closed, demand, may_set_up, reasons

MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LAKESIDE = PracticeRule("lakeside", "Lakeside Family Medicine", "member", MARCH, "Alex Kent")
HILLTOP = PracticeRule("hilltop", "Hilltop Internal Medicine", "member", None)


def member(
    *practices: PracticeRule, factor: bool = False, former: tuple[PracticeRule, ...] = ()
) -> PersonFacts:
    return PersonFacts(
        user_id="miguel",
        audience="account",
        has_live_factor=factor,
        disabled=False,
        practices=practices,
        former=former,
        factor_since=MARCH if factor else None,
    )


def staff(*, factor: bool) -> PersonFacts:
    return PersonFacts(user_id="alex", audience="console", has_live_factor=factor, disabled=False)


def left(practice: PracticeRule) -> PracticeRule:
    return PracticeRule(
        practice.id,
        practice.name,
        practice.role,
        practice.activated_at,
        practice.activated_by_name,
        left_at=MARCH + timedelta(days=30),
    )


def deactivated(practice: PracticeRule) -> PracticeRule:
    return PracticeRule(practice.id, practice.name, practice.role, None, None, MARCH + timedelta(days=9))


@pytest.mark.parametrize(("lakeside_on", "hilltop_on"), list(product([True, False], repeat=2)))
def test_whoever_has_a_factor_is_asked_whatever_their_practices_have_switched_on(
    lakeside_on: bool, hilltop_on: bool
) -> None:
    practices = [
        PracticeRule("lakeside", "Lakeside", "member", MARCH if lakeside_on else None),
        PracticeRule("hilltop", "Hilltop", "admin", MARCH if hilltop_on else None),
    ]
    assert demand(member(*practices, factor=True)) == "second_factor"
    assert demand(member(*practices, factor=False)) == "session"


def test_leaving_the_practice_that_asked_for_it_takes_no_factor_away() -> None:
    assert demand(member(HILLTOP, factor=True, former=(left(LAKESIDE),))) == "second_factor"


def test_deactivating_every_practice_takes_no_factor_away() -> None:
    assert demand(member(deactivated(LAKESIDE), HILLTOP, factor=True)) == "second_factor"


def test_a_member_without_any_practice_is_not_let_in_not_even_with_a_factor() -> None:
    nobody = member(former=(left(LAKESIDE),), factor=True)
    assert demand(nobody) == "nothing"
    assert closed(nobody) == "no_practice"
    assert not may_set_up(nobody)


def test_a_disabled_person_is_not_let_in() -> None:
    for facts in (
        PersonFacts("dana", "account", has_live_factor=True, disabled=True, practices=(LAKESIDE,)),
        PersonFacts("alex", "console", has_live_factor=True, disabled=True),
    ):
        assert demand(facts) == "nothing"
        assert closed(facts) == "disabled"
        assert not may_set_up(facts)


def test_staff_without_a_factor_must_set_one_up_before_anything_else() -> None:
    assert demand(staff(factor=False)) == "set_up"
    assert demand(staff(factor=True)) == "second_factor"
    assert may_set_up(staff(factor=False))


def test_a_member_may_set_up_when_any_practice_is_activated() -> None:
    assert may_set_up(member(HILLTOP, LAKESIDE))
    assert not may_set_up(member(HILLTOP))
    assert not may_set_up(member(HILLTOP, former=(left(LAKESIDE),)))


def test_who_is_not_asked_gets_no_reasons() -> None:
    assert reasons(member(LAKESIDE)) == ()
    assert reasons(member(factor=True)) == ()


def test_the_reasons_name_the_practice_since_when_and_who_approved_it() -> None:
    own, lakeside = reasons(member(HILLTOP, LAKESIDE, factor=True))
    assert (own.kind, own.since) == ("own_factor", MARCH)
    assert (lakeside.kind, lakeside.practice_name) == ("activated", "Lakeside Family Medicine")
    assert (lakeside.since, lakeside.approved_by) == (MARCH, "Alex Kent")


def test_the_reasons_still_name_a_practice_that_was_left_or_deactivated() -> None:
    _, was_left = reasons(member(HILLTOP, factor=True, former=(left(LAKESIDE),)))
    assert (was_left.kind, was_left.practice_name) == ("left", "Lakeside Family Medicine")
    assert was_left.since == MARCH + timedelta(days=30)
    _, was_on = reasons(member(deactivated(LAKESIDE), factor=True))
    assert (was_on.kind, was_on.since) == ("deactivated", MARCH + timedelta(days=9))


def test_staff_are_asked_because_they_are_staff() -> None:
    assert [reason.kind for reason in reasons(staff(factor=True))] == ["staff"]


def requiring(practice: PracticeRule) -> PracticeRule:
    return replace(practice, required_since=MARCH + timedelta(days=20))


@pytest.mark.parametrize(
    ("practices", "factor", "owed"),
    [
        ((LAKESIDE,), False, "session"),
        ((requiring(LAKESIDE),), False, "set_up"),
        ((HILLTOP, requiring(LAKESIDE)), False, "set_up"),
        ((requiring(LAKESIDE),), True, "second_factor"),
    ],
)
def test_the_strictest_practice_of_a_person_decides(
    practices: tuple[PracticeRule, ...], factor: bool, owed: str
) -> None:
    facts = member(*practices, factor=factor)
    assert demand(facts) == owed
    assert may_set_up(facts)


def test_a_practice_that_was_left_requires_nothing() -> None:
    assert demand(member(HILLTOP, former=(requiring(left(LAKESIDE)),))) == "session"


def test_the_practice_that_requires_it_is_the_first_reason() -> None:
    first, *_ = reasons(member(HILLTOP, requiring(LAKESIDE), factor=True))
    assert (first.kind, first.practice_name) == ("required", "Lakeside Family Medicine")
    assert first.since == MARCH + timedelta(days=20)

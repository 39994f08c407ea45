"""The second step of signing in: what a code opens, how often it may be tried, and what kills it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.imports.demo_data import PASSWORD
from core.passwords import password_changes
from core.practices.practices import Membership
from core.second_factor.attempts import Typed
from core.second_factor.refusals import Refusal
from core.sessions import half_sign_ins
from core.sessions.half_sign_ins import Half, HalfExpired
from core.sessions.session_rows import SessionRow
from core.sessions.trusted_browsers import TrustedBrowser
from core.signing_in import sign_in
from core.signing_in.sign_in import SecondFactorOwed, SetUpOwed, SignedInNow
from tests.cast import BROWSER, MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import Owner, enroll
from tests.core.signing_in.sign_in_people import (
    ALEX,
    DANA,
    find_half,
    first_step,
    half_token,
    second_step,
    wrong,
)
from tests.parts.phone import Phone


@pytest.fixture
def dana(empty_cast: Cast) -> str:
    return empty_cast.new_member(DANA, empty_cast.new_practice("Lakeside", activated=True))


@pytest.fixture
def owner(empty_cast: Cast, dana: str) -> Owner:
    """Dana has set 2FA up ten minutes ago."""
    return enroll(empty_cast, replace(BROWSER, user_id=dana), now=after(minutes=-10))


@pytest.fixture
def phone(owner: Owner) -> Phone:
    return owner.phone


def test_whoever_has_a_factor_is_in_only_after_its_code(empty_cast: Cast, dana: str, phone: Phone) -> None:
    half = half_token(empty_cast, next_path="/settings")
    assert empty_cast.who(half) is None
    found = find_half(empty_cast, half)
    assert found is not None
    assert (found.email, found.tries_left, found.set_up) == (DANA, 5, False)
    assert find_half(empty_cast, half, audience="console") is None
    outcome = second_step(empty_cast, half, phone.code(MONDAY))
    assert isinstance(outcome, SignedInNow)
    assert (outcome.next_path, outcome.signed_in.factor, outcome.signed_in.factor_at) == (
        "/settings",
        "totp",
        MONDAY,
    )
    assert outcome.tokens_left == 10
    assert empty_cast.who(outcome.token) == outcome.signed_in
    assert find_half(empty_cast, half) is None


def test_the_group_rule_asks_in_every_practice_even_after_the_first_was_left(
    empty_cast: Cast, dana: str, phone: Phone
) -> None:
    """Journey e: set up through Lakeside, then only Hilltop, where nothing is activated."""
    empty_cast.join(dana, empty_cast.new_practice("Hilltop"))
    lakeside = empty_cast.rows(select(Membership.practice_id).order_by(Membership.created_at))[0]
    assert isinstance(first_step(empty_cast), SecondFactorOwed)
    empty_cast.join(dana, lakeside, left=True)
    half = half_token(empty_cast)
    assert isinstance(second_step(empty_cast, half, phone.code(MONDAY)), SignedInNow)


def test_the_same_half_sign_in_and_code_posted_fifty_times_is_one_session(
    empty_cast: Cast, dana: str, phone: Phone
) -> None:
    half, code = half_token(empty_cast), phone.code(MONDAY)
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: second_step(empty_cast, half, code), range(50)))
    assert sum(isinstance(outcome, SignedInNow) for outcome in outcomes) == 1
    assert len(empty_cast.audited("sign_in.finished")) == 1 + sessions_before(empty_cast)


def sessions_before(empty_cast: Cast) -> int:
    """The session in which the factor was set up is not one of the test."""
    return len(empty_cast.rows(select(SessionRow).where(SessionRow.created_at < MONDAY)))


def test_two_different_good_codes_conclude_one_half_sign_in_once(
    empty_cast: Cast, dana: str, phone: Phone
) -> None:
    half = half_token(empty_cast)
    codes = [phone.code_of_step(MONDAY, steps) for steps in (-1, 0, 1)]
    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(lambda code: second_step(empty_cast, half, code), codes))
    assert sum(isinstance(outcome, SignedInNow) for outcome in outcomes) == 1


def test_one_code_opens_one_of_two_half_sign_ins(empty_cast: Cast, dana: str, phone: Phone) -> None:
    halves, code = [half_token(empty_cast), half_token(empty_cast)], phone.code(MONDAY)
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda half: second_step(empty_cast, half, code), halves))
    assert sum(isinstance(outcome, SignedInNow) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, Refusal) and outcome.kind == "already_used" for outcome in outcomes) == 1


def test_the_sixth_try_of_a_half_sign_in_is_refused_unseen(empty_cast: Cast, dana: str, phone: Phone) -> None:
    half = half_token(empty_cast)
    for left in (4, 3, 2, 1, 0):
        assert isinstance(second_step(empty_cast, half, wrong(phone)), Refusal)
        found = find_half(empty_cast, half)
        assert found is not None
        assert found.tries_left == left
    assert second_step(empty_cast, half, phone.code(MONDAY)) == HalfExpired("too_many_tries")


def test_what_is_no_code_at_all_costs_no_try(empty_cast: Cast, dana: str, phone: Phone) -> None:
    half = half_token(empty_cast)
    for typed in ("", "12345", "abcdef", "1234567"):
        refused = second_step(empty_cast, half, typed)
        assert isinstance(refused, Refusal)
        assert refused.kind == "malformed"
    found = find_half(empty_cast, half)
    assert found is not None
    assert found.tries_left == 5


def test_a_new_half_sign_in_brings_no_new_budget(empty_cast: Cast, dana: str, phone: Phone) -> None:
    for _ in range(5):
        second_step(empty_cast, half_token(empty_cast), wrong(phone))
    refused = second_step(empty_cast, half_token(empty_cast), phone.code(MONDAY))
    assert isinstance(refused, Refusal)
    assert refused.kind == "too_many_tries"
    assert refused.until == after(minutes=15)


def test_a_browser_that_signed_in_before_is_not_locked_out_by_a_stranger(
    empty_cast: Cast, dana: str, phone: Phone
) -> None:
    first = second_step(empty_cast, half_token(empty_cast), phone.code(MONDAY))
    assert isinstance(first, SignedInNow)
    assert first.browser_token is not None
    for _ in range(5):  # a stranger who has the password
        second_step(empty_cast, half_token(empty_cast), wrong(phone))
    later = after(minutes=1)
    stranger = second_step(empty_cast, half_token(empty_cast, later), phone.code(later), now=later)
    assert isinstance(stranger, Refusal)
    assert stranger.kind == "too_many_tries"
    dana_again = second_step(
        empty_cast, half_token(empty_cast, later), phone.code(later), now=later, browser=first.browser_token
    )
    assert isinstance(dana_again, SignedInNow)
    assert dana_again.browser_token is None  # it is known already
    assert len(empty_cast.rows(select(TrustedBrowser))) == 1


def test_a_half_sign_in_lasts_five_minutes(empty_cast: Cast, dana: str, phone: Phone) -> None:
    half = half_token(empty_cast)
    late = after(minutes=5)
    assert find_half(empty_cast, half, late - timedelta(seconds=1)) is not None
    assert find_half(empty_cast, half, late) is None
    assert second_step(empty_cast, half, phone.code(late), now=late) == HalfExpired()


def test_a_cancelled_half_sign_in_is_over(empty_cast: Cast, dana: str, phone: Phone) -> None:
    half = half_token(empty_cast)

    def cancel(session: Session) -> bool:
        return sign_in.cancel(session, half, audience="account", by=BROWSER, now=MONDAY)

    assert empty_cast.do(cancel) is True
    assert empty_cast.do(cancel) is False
    assert second_step(empty_cast, half, phone.code(MONDAY)) == HalfExpired()
    assert [entry.actor_id for entry in empty_cast.audited("sign_in.cancelled")] == [dana]


def test_a_changed_password_kills_the_half_sign_in_even_while_its_code_is_checked(
    empty_cast: Cast, dana: str, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = half_token(empty_cast)
    counted = half_sign_ins.count_try

    def count_and_be_overtaken(session: Session, half: Half, *, now: datetime) -> HalfExpired | None:
        done = counted(session, half, now=now)
        half_sign_ins.end_all(session, dana, why="password_changed", now=now)
        return done

    monkeypatch.setattr(half_sign_ins, "count_try", count_and_be_overtaken)
    assert second_step(empty_cast, half, phone.code(MONDAY)) == HalfExpired()
    assert sessions_after(empty_cast) == 0


def sessions_after(empty_cast: Cast) -> int:
    return len(empty_cast.rows(select(SessionRow).where(SessionRow.created_at >= MONDAY)))


def test_changing_the_password_kills_what_the_old_one_began(
    empty_cast: Cast, dana: str, phone: Phone
) -> None:
    half = half_token(empty_cast)
    by = replace(BROWSER, user_id=dana)
    password_changes.change(
        empty_cast.installation,
        dana,
        current=PASSWORD,
        new="seven lanterns over the canal",
        by=by,
        now=MONDAY,
    )
    assert second_step(empty_cast, half, phone.code(MONDAY)) == HalfExpired()
    assert sessions_after(empty_cast) == 0


def test_the_code_that_set_it_up_does_not_sign_in(empty_cast: Cast, dana: str) -> None:
    phone = enroll(empty_cast, replace(BROWSER, user_id=dana), now=MONDAY).phone
    refused = second_step(empty_cast, half_token(empty_cast), phone.code(MONDAY))
    assert isinstance(refused, Refusal)
    assert refused.kind == "already_used"
    soon = after(seconds=30)
    assert isinstance(
        second_step(empty_cast, half_token(empty_cast, soon), phone.code(soon), now=soon), SignedInNow
    )


def test_a_recovery_token_signs_in_once_and_says_how_many_are_left(
    empty_cast: Cast, dana: str, owner: Owner
) -> None:
    token = owner.tokens[3].lower().replace("-", " ")

    def try_it() -> SignedInNow | Refusal | HalfExpired:
        return sign_in.with_second_factor(
            empty_cast.installation,
            half_token(empty_cast),
            Typed("recovery_token", token),
            audience="account",
            browser_token=None,
            by=BROWSER,
            user_agent="Firefox",
            now=MONDAY,
        )

    outcome = try_it()
    assert isinstance(outcome, SignedInNow)
    assert (outcome.signed_in.factor, outcome.tokens_left) == ("recovery_token", 9)
    again = try_it()
    assert isinstance(again, Refusal)
    assert again.kind in {"wrong", "already_used"}


def test_a_session_begun_by_password_while_the_factor_is_confirmed_is_none(
    empty_cast: Cast, dana: str
) -> None:
    """Both read "no factor yet"; whichever commits last, no one is in without the factor they owe."""
    with ThreadPoolExecutor(2) as pool:
        signing_in = pool.submit(first_step, empty_cast)
        pool.submit(enroll, empty_cast, replace(BROWSER, user_id=dana), now=MONDAY).result()
        outcome = signing_in.result()
    if isinstance(outcome, SignedInNow):
        assert empty_cast.who(outcome.token) is None
    else:
        assert isinstance(outcome, SecondFactorOwed)


def test_every_step_is_written_down_once(empty_cast: Cast, dana: str, phone: Phone) -> None:
    half = half_token(empty_cast)
    second_step(empty_cast, half, wrong(phone))
    outcome = second_step(empty_cast, half, phone.code(MONDAY))
    assert isinstance(outcome, SignedInNow)
    assert [entry.outcome for entry in empty_cast.audited("sign_in.password")] == ["owes_second_factor"]
    finished = [entry for entry in empty_cast.audited("sign_in.finished") if entry.at >= MONDAY]
    assert [(entry.factor, entry.details["session"]) for entry in finished] == [
        ("totp", outcome.signed_in.session_id)
    ]


def test_a_staff_member_without_a_factor_gets_no_session_by_the_password(empty_cast: Cast) -> None:
    empty_cast.new_colleague(ALEX)
    owed = first_step(empty_cast, ALEX, audience="console")
    assert isinstance(owed, SetUpOwed)
    assert empty_cast.who(owed.half_token, audience="console") is None
    found = find_half(empty_cast, owed.half_token, audience="console")
    assert found is not None
    assert found.set_up
    assert empty_cast.rows(select(SessionRow)) == []

"""How often a second factor may be tried: budgets, the browser's own, and the lock after 50 failures in a row."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.delivery.mailing import Recipient, compose
from core.second_factor.attempts import Proven
from core.second_factor.enrollments import LOCK_AFTER, Enrollment
from core.second_factor.refusals import Refusal
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, set_up_factor

NOW = after()


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def spend(priya: Owner, *, now: datetime = NOW, browser: str | None = None) -> None:
    """Five wrong codes: all that 15 minutes allow."""
    for place in range(5):
        assert priya.refusal(priya.wrong(now, place=place), now=now, browser=browser).kind == "wrong"


def fail_until(priya: Owner, failures: int) -> None:
    """As many failures in a row as if days had passed."""
    live = priya.live.id

    def set_it(session: Session) -> None:
        session.get_one(Enrollment, live).failures_in_a_row = failures

    priya.cast.do(set_it)


def is_locked(priya: Owner) -> bool:
    return priya.standing.locked


def test_after_five_wrong_codes_even_the_right_one_is_not_looked_at(priya: Owner) -> None:
    spend(priya)
    refusal = priya.refusal(priya.code(NOW), now=NOW)
    assert refusal == Refusal("too_many_tries", until=NOW + timedelta(minutes=15))
    later = NOW + timedelta(minutes=15)
    assert isinstance(priya.check(priya.code(later), now=later), Proven)


def test_codes_and_recovery_tokens_share_the_budget(priya: Owner) -> None:
    for place in range(3):
        priya.refusal(priya.wrong(NOW, place=place), now=NOW)
    for number in (1, 2):
        assert priya.refusal(priya.wrong_token(number), now=NOW).kind == "wrong"
    assert priya.refusal(priya.token(3), now=NOW).kind == "too_many_tries"
    assert priya.refusal(priya.code(NOW), now=NOW).kind == "too_many_tries"


def test_every_purpose_shares_the_budget(priya: Owner) -> None:
    for place in range(5):
        priya.check(priya.wrong(NOW, place=place), now=NOW, purpose="step_up")
    assert priya.refusal(priya.code(NOW), now=NOW).kind == "too_many_tries"


def test_a_success_gives_the_budget_back(priya: Owner) -> None:
    for place in range(4):
        priya.refusal(priya.wrong(NOW, place=place), now=NOW)
    assert isinstance(priya.check(priya.code(NOW), now=NOW), Proven)
    later = NOW + timedelta(seconds=30)
    spend(priya, now=later)


def test_a_stranger_with_the_password_cannot_shut_out_the_persons_own_browser(priya: Owner) -> None:
    spend(priya)
    assert priya.refusal(priya.code(NOW), now=NOW).kind == "too_many_tries"
    assert isinstance(priya.check(priya.code(NOW), now=NOW, browser="b1"), Proven)


def test_a_trusted_browser_has_limits_too(priya: Owner) -> None:
    spend(priya, browser="b1")
    assert priya.refusal(priya.code(NOW), now=NOW, browser="b1").kind == "too_many_tries"
    assert isinstance(priya.check(priya.code(NOW), now=NOW), Proven)


def test_both_budgets_count_towards_the_lock(priya: Owner) -> None:
    fail_until(priya, LOCK_AFTER - 10)
    spend(priya)
    spend(priya, browser="b1")
    assert is_locked(priya)


def test_fifty_failures_in_a_row_lock_codes_but_not_recovery_tokens(priya: Owner) -> None:
    fail_until(priya, LOCK_AFTER - 1)
    assert priya.refusal(priya.wrong(NOW), now=NOW).kind == "wrong"
    assert is_locked(priya)
    assert len(priya.cast.audited("second_factor.locked")) == 1
    assert [notice.user_id for notice in priya.cast.told("second_factor_locked")] == [priya.user_id]
    later = NOW + timedelta(days=1)
    for _ in range(7):
        assert priya.refusal(priya.code(later), now=later) == Refusal("locked")
    assert isinstance(priya.check(priya.token(1), now=later), Proven)
    assert not is_locked(priya)
    assert isinstance(priya.check(priya.code(later), now=later), Proven)


def test_the_fiftieth_try_may_still_be_right(priya: Owner) -> None:
    fail_until(priya, LOCK_AFTER - 1)
    assert isinstance(priya.check(priya.code(NOW), now=NOW), Proven)
    assert priya.live.failures_in_a_row == 0


def test_a_lock_that_a_crash_kept_from_being_written_holds_all_the_same(priya: Owner) -> None:
    fail_until(priya, LOCK_AFTER)
    assert priya.live.locked_at is None
    assert is_locked(priya)
    assert priya.refusal(priya.code(NOW), now=NOW).kind == "locked"


def test_wrong_recovery_tokens_count_towards_the_lock_and_are_not_stopped_by_it(priya: Owner) -> None:
    fail_until(priya, LOCK_AFTER - 1)
    assert priya.refusal(priya.wrong_token(1), now=NOW).kind == "wrong"
    assert is_locked(priya)
    assert priya.refusal(priya.wrong_token(1), now=NOW).kind == "wrong"
    assert isinstance(priya.check(priya.token(1), now=NOW), Proven)


def test_guessing_for_days_looks_at_fifty_codes(priya: Owner) -> None:
    looked_at = 0
    for hours in range(0, 5 * 24, 6):
        now = NOW + timedelta(hours=hours)
        for place in range(6):
            looked_at += priya.refusal(priya.wrong(now, place=place), now=now).kind == "wrong"
    assert looked_at == LOCK_AFTER


def test_ten_wrong_codes_after_the_right_password_are_told_to_the_owner_once_a_day(priya: Owner) -> None:
    spend(priya)
    assert priya.cast.told("wrong_codes") == []
    spend(priya, now=NOW + timedelta(minutes=15))
    (row,) = priya.cast.told("wrong_codes")
    assert (row.via, row.user_id) == ("mail", priya.user_id)
    for hours in (2, 3, 4):
        spend(priya, now=NOW + timedelta(hours=hours), browser="b1")
    assert len(priya.cast.told("wrong_codes")) == 1
    for hours in (30, 31):
        spend(priya, now=NOW + timedelta(hours=hours))
    assert len(priya.cast.told("wrong_codes")) == 2


def test_the_mail_about_wrong_codes_says_what_to_do(priya: Owner) -> None:
    for minutes in (0, 15):
        spend(priya, now=NOW + timedelta(minutes=minutes))
    (row,) = priya.cast.told("wrong_codes")
    owner = Recipient("priya@lakeside.example", "Priya Raman", "America/New_York", is_staff=False)
    text = compose(priya.cast.installation, row, owner, now=NOW).get_content()
    assert "choose a new password" in text
    assert "/sign-in" in text


def test_wrong_codes_of_somebody_who_is_signed_in_are_no_news(priya: Owner) -> None:
    for minutes in (0, 15):
        now = NOW + timedelta(minutes=minutes)
        for place in range(5):
            priya.check(priya.wrong(now, place=place), now=now, purpose="step_up")
    assert priya.cast.told("wrong_codes") == []

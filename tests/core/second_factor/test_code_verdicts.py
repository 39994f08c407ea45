"""What exactly is wrong with a code."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.second_factor import totp
from core.second_factor.code_verdicts import CodeHistory, OldCode, Verdict, judge

SECRET = b"12345678901234567890"
NOW = datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC)
HERE = totp.step_at(NOW)
NEVER = CodeHistory(last_step=-1)


def verdict(offset: int, history: CodeHistory = NEVER, *, window: int = 1) -> Verdict:
    return judge(SECRET, totp.code_at(SECRET, HERE + offset), history, now=NOW, window=window)


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_a_code_in_the_window_is_accepted(offset: int) -> None:
    assert verdict(offset) == Verdict("accepted", HERE + offset, offset)


@pytest.mark.parametrize("offset", range(-10, -1))
def test_two_to_ten_steps_old_is_expired(offset: int) -> None:
    assert verdict(offset) == Verdict("expired", HERE + offset, offset)


@pytest.mark.parametrize("offset", range(2, 11))
def test_two_to_ten_steps_ahead_is_the_clock(offset: int) -> None:
    assert verdict(offset) == Verdict("clock_ahead", HERE + offset, offset)


def test_the_last_accepted_code_was_used_and_the_next_comes_in_25_seconds() -> None:
    assert verdict(0, CodeHistory(HERE)) == Verdict("already_used", HERE, 0, retry_in=25)


def test_the_used_code_of_the_half_minute_before_needs_no_waiting() -> None:
    assert verdict(-1, CodeHistory(HERE - 1)).retry_in == 0


def test_a_code_older_than_the_last_accepted_is_expired() -> None:
    assert verdict(-1, CodeHistory(HERE)).kind == "expired"


def test_after_an_early_code_the_one_showing_must_wait_for_its_successor() -> None:
    assert verdict(0, CodeHistory(HERE + 1)) == Verdict("expired", HERE, 0, retry_in=55)


@pytest.mark.parametrize("earlier", [-5, -4, -3])
def test_two_different_codes_with_one_lag_are_a_slow_clock(earlier: int) -> None:
    history = CodeHistory(-1, old_codes=(OldCode(HERE - 9, earlier),))
    assert verdict(-4, history).kind == "clock_behind"


def test_the_same_old_code_twice_is_a_slow_hand() -> None:
    assert verdict(-4, CodeHistory(-1, old_codes=(OldCode(HERE - 4, -2),))).kind == "expired"
    assert verdict(-4, CodeHistory(-1, old_codes=(OldCode(HERE - 4, -4),))).kind == "expired"


def test_two_old_codes_with_different_lags_are_a_slow_hand() -> None:
    assert verdict(-4, CodeHistory(-1, old_codes=(OldCode(HERE - 9, -7),))).kind == "expired"


def test_a_code_in_the_window_that_was_too_old_for_the_counter_is_no_sign_of_the_clock() -> None:
    assert verdict(-2, CodeHistory(-1, old_codes=(OldCode(HERE - 5, -1),))).kind == "expired"


def test_a_code_named_ahead_is_refused_when_its_time_comes() -> None:
    history = CodeHistory(-1, burned_steps=frozenset({HERE}))
    assert verdict(0, history) == Verdict("already_used", HERE, 0, retry_in=25)
    assert verdict(1, history).kind == "accepted"


def test_a_strict_window_names_its_neighbours() -> None:
    assert verdict(0, window=0).kind == "accepted"
    assert verdict(-1, window=0).kind == "expired"
    assert verdict(1, window=0).kind == "clock_ahead"


def test_a_code_of_another_secret_is_wrong() -> None:
    foreign = next(
        code for code in map("{:06}".format, range(1000)) if totp.match(SECRET, code, now=NOW) is None
    )
    assert judge(SECRET, foreign, NEVER, now=NOW, window=1) == Verdict("wrong")


@given(
    offset=st.integers(-12, 12),
    last=st.integers(-12, 12),
    refused=st.frozensets(st.integers(-12, 12), max_size=3),
)
def test_no_step_up_to_the_last_accepted_passes_whatever_the_clock_says(
    offset: int, last: int, refused: frozenset[int]
) -> None:
    history = CodeHistory(HERE + last, frozenset(HERE + step for step in refused))
    is_accepted = verdict(offset, history).kind == "accepted"
    assert is_accepted == (abs(offset) <= 1 and offset > last and offset not in refused)

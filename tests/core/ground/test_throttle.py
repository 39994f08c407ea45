"""Budgets: counted before the check, over threads, processes and restarts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.ground import throttle
from core.ground.db import Database
from core.ground.throttle import SECOND_FACTOR, AttemptCounted, Exhausted, Limit, Limits

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TWO_A_MINUTE = (Limit(2, timedelta(minutes=1)),)


def take(
    database: Database, key: str = "dana", limits: Limits = TWO_A_MINUTE, *, seconds: float = 0
) -> AttemptCounted | Exhausted:
    now = NOON + timedelta(seconds=seconds)
    return database.transact(lambda session: throttle.take(session, key, limits, now=now))


def test_a_budget_is_spent_and_says_until_when(database: Database) -> None:
    assert isinstance(take(database), AttemptCounted)
    assert isinstance(take(database, seconds=20), AttemptCounted)
    assert take(database, seconds=30) == Exhausted(until=NOON + timedelta(seconds=60))
    assert isinstance(take(database, seconds=60), AttemptCounted)
    assert take(database, seconds=61) == Exhausted(until=NOON + timedelta(seconds=80))


def test_what_is_refused_is_not_counted(database: Database) -> None:
    take(database)
    take(database)
    for second in range(1, 50):
        assert take(database, seconds=second) == Exhausted(until=NOON + timedelta(seconds=60))


def test_each_person_has_a_budget_of_their_own(database: Database) -> None:
    take(database, "dana")
    take(database, "dana")
    assert isinstance(take(database, "priya"), AttemptCounted)


def test_the_longest_wait_of_all_limits_counts(database: Database) -> None:
    limits = (Limit(1, timedelta(seconds=10)), Limit(2, timedelta(hours=1)))
    take(database, limits=limits)
    assert take(database, limits=limits, seconds=1) == Exhausted(until=NOON + timedelta(seconds=10))
    take(database, limits=limits, seconds=10)
    assert take(database, limits=limits, seconds=11) == Exhausted(until=NOON + timedelta(hours=1))


def test_the_second_factor_has_5_in_15_minutes_10_an_hour_20_a_day(database: Database) -> None:
    def try_every_minute(session: Session) -> list[int]:
        times = (NOON + timedelta(minutes=minute) for minute in range(24 * 60))
        outcomes = (throttle.take(session, "dana", SECOND_FACTOR, now=now) for now in times)
        return [minute for minute, outcome in enumerate(outcomes) if isinstance(outcome, AttemptCounted)]

    assert database.transact(try_every_minute) == [
        *range(5),
        *range(15, 20),
        *range(60, 65),
        *range(75, 80),
    ]


def test_a_success_forgives(database: Database) -> None:
    take(database)
    take(database)
    database.transact(lambda session: throttle.clear(session, "dana", now=NOON))
    assert isinstance(take(database, seconds=1), AttemptCounted)


def test_a_rolled_back_request_is_not_counted_so_count_and_check_are_two_transactions(
    database: Database,
) -> None:
    def fail(session: Session) -> None:
        throttle.take(session, "dana", TWO_A_MINUTE, now=NOON)
        raise KeyError

    for _ in range(3):
        with pytest.raises(KeyError):
            database.transact(fail)
    assert isinstance(take(database), AttemptCounted)


def test_a_clock_that_goes_back_frees_nothing(database: Database) -> None:
    take(database)
    take(database)
    assert take(database, seconds=-600) == Exhausted(until=NOON + timedelta(seconds=60))


def test_parallel_tries_do_not_slip_past_each_other(database: Database) -> None:
    limits = (Limit(5, timedelta(minutes=15)),)
    with ThreadPoolExecutor(20) as threads:
        outcomes = list(threads.map(lambda _: take(database, limits=limits), range(60)))
    assert sum(isinstance(outcome, AttemptCounted) for outcome in outcomes) == 5


def test_a_restart_forgets_nothing(database_url: str) -> None:
    for _ in range(2):
        opened = Database(database_url)
        assert isinstance(take(opened), AttemptCounted)
        opened.close()
    opened = Database(database_url)
    assert isinstance(take(opened), Exhausted)
    opened.close()


def test_a_trusted_browser_has_a_budget_beside_the_persons() -> None:
    assert throttle.second_factor_key("dana") != throttle.second_factor_key("dana", "browser")
    assert throttle.second_factor_key("dana", "b1") != throttle.second_factor_key("dana", "b2")


def test_all_of_one_visitors_ipv6_addresses_share_a_budget() -> None:
    """A person who has one has 2^64 of them, and could spray passwords from a new one each time."""
    assert throttle.network_key("a", "2001:db8::1") == throttle.network_key("a", "2001:db8::ffff:2")
    assert throttle.network_key("a", "2001:db8::1") != throttle.network_key("a", "2001:db8:0:1::1")
    assert throttle.network_key("a", "203.0.113.5") != throttle.network_key("a", "203.0.113.6")
    assert throttle.network_key("a", "testclient") == "a:testclient"

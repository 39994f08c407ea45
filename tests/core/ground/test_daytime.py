"""By day only: on the wall clock of the practice, also in the nights in which the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ground.daytime import EVENING, MORNING, is_daytime, next_daytime

NEW_YORK = "America/New_York"


def there(text: str, zone: str = NEW_YORK) -> datetime:
    """A moment on the clocks of ``zone``."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize("clock", ["08:00:00", "12:30:00", "19:59:59"])
def test_by_day_nothing_waits(clock: str) -> None:
    now = there(f"2026-03-02T{clock}")
    assert next_daytime(now, NEW_YORK) == now
    assert is_daytime(now, NEW_YORK)


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        ("2026-03-02T20:00:00", "2026-03-03T08:00:00"),
        ("2026-03-02T23:59:59", "2026-03-03T08:00:00"),
        ("2026-03-03T00:00:00", "2026-03-03T08:00:00"),
        ("2026-03-03T07:59:59", "2026-03-03T08:00:00"),
        ("2026-12-31T21:00:00", "2027-01-01T08:00:00"),
    ],
)
def test_at_night_it_waits_until_eight(now: str, morning: str) -> None:
    assert next_daytime(there(now), NEW_YORK) == there(morning)
    assert not is_daytime(there(now), NEW_YORK)


@pytest.mark.parametrize(
    ("evening", "morning", "hours"),
    [
        ("2026-03-07T20:00:00", "2026-03-08T08:00:00", 11),  # the clocks go forward in this night
        ("2026-10-31T20:00:00", "2026-11-01T08:00:00", 13),  # and back in this one
    ],
)
def test_the_night_in_which_the_clocks_change(evening: str, morning: str, hours: int) -> None:
    waits = next_daytime(there(evening), NEW_YORK) - there(evening)
    assert waits == timedelta(hours=hours)
    assert next_daytime(there(evening), NEW_YORK) == there(morning)


def test_the_same_moment_is_day_here_and_night_there() -> None:
    now = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    assert is_daytime(now, NEW_YORK)
    assert not is_daytime(now, "Pacific/Auckland")


MINUTES = st.integers(0, 15 * 365 * 24 * 60).map(lambda each: timedelta(minutes=each))


@given(
    MINUTES.map(lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since),
    st.sampled_from(
        [NEW_YORK, "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "America/Havana"]
    ),
)
def test_the_answer_is_always_by_day_and_less_than_a_night_away(now: datetime, zone: str) -> None:
    then = next_daytime(now, zone)
    assert MORNING <= then.astimezone(ZoneInfo(zone)).time() < EVENING
    assert timedelta(0) <= then - now <= timedelta(hours=13)

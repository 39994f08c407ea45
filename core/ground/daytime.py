"""Day and night where a person works: unprompted messages are sent by day only."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8)
EVENING = time(20)


def next_daytime(now: datetime, zone: str) -> datetime:
    """``now`` when it is between 8:00 and 20:00 on the clocks of ``zone``, else the next 8:00 there, in UTC.

    Counted on the wall clock, so that a night in which the clocks change is counted right. Raises
    ZoneInfoNotFoundError for a zone that does not exist.
    """
    local = now.astimezone(ZoneInfo(zone))
    if MORNING <= local.time() < EVENING:
        return now
    day = local.date() if local.time() < MORNING else local.date() + timedelta(days=1)
    return _morning_of(day, zone)


def is_daytime(now: datetime, zone: str) -> bool:
    """Whether a person in ``zone`` may get an unprompted message now."""
    return next_daytime(now, zone) == now


def _morning_of(day: date, zone: str) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone)).astimezone(UTC)

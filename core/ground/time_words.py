"""Times and dates as people say them, in English and Spanish: every moment and every wait is worded here.

Months, weekdays, counted units and their plurals come from Unicode's CLDR through Babel. Its import takes 35 ms of
processor time once, its two languages 10 ms at their first use.
"""

import math
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names
from babel.units import format_unit

Language = Literal["en", "es"]
Unit = Literal["second", "minute", "hour", "day"]

MINUTE, HOUR, DAY = 60, 3600, 86400  # seconds
FINE_UNTIL = 10  # minutes of a usual wait are told one by one up to here, then in fives
_CLOCK = {
    "en": "h:mm a",
    "es": "H:mm",
}  # CLDR's own, but for its narrow space before AM, which plain mail may not show
_ABOUT = {  # one of a unit, and what stands before more
    ("en", "minute"): ("about a minute", "about"),
    ("en", "hour"): ("about an hour", "about"),
    ("es", "minute"): ("más o menos un minuto", "unos"),
    ("es", "hour"): ("más o menos una hora", "unas"),
}


def long_date(moment: datetime, *, zone: str, language: Language = "en") -> str:
    """The day of ``moment`` where ``zone`` is: "March 2, 2026", "2 de marzo de 2026"."""
    return format_date(moment.astimezone(ZoneInfo(zone)), "long", locale=language)


def short_date(moment: datetime, *, zone: str, language: Language = "en") -> str:
    """The same in less room: "Mar 2, 2026"."""
    return format_date(moment.astimezone(ZoneInfo(zone)), "medium", locale=language)


def clock_time(moment: datetime, *, zone: str, language: Language = "en") -> str:
    """What the clocks of ``zone`` show, with the zone's own abbreviation: "8:00 AM EST", "8:00 EST".

    The abbreviation is the time zone database's; CLDR has none for most zones in most languages.
    """
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_time(local, _CLOCK[language], locale=language)} {local:%Z}"


def coming_moment(moment: datetime, *, zone: str, language: Language = "en", now: datetime) -> str:
    """A moment of the next days: "tomorrow at 8:00 AM EST", "el jueves a las 3:00 HST"."""
    local = moment.astimezone(ZoneInfo(zone))
    days = (local.date() - now.astimezone(ZoneInfo(zone)).date()).days
    weekday, clock = weekdays(language)[local.weekday()], clock_time(moment, zone=zone, language=language)
    if language == "es":
        day = {0: "hoy", 1: "mañana"}.get(days, f"el {weekday}")
        return f"{day} {'a la' if local.hour == 1 else 'a las'} {clock}"
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {weekday}")
    return f"{day} at {clock}"


def weekdays(language: Language = "en") -> tuple[str, ...]:
    """Monday to Sunday."""
    names = get_day_names("wide", locale=language)
    return tuple(names[number] for number in range(7))


def counted(number: int, unit: Unit, *, language: Language = "en") -> str:
    """``number`` of a unit: "1 minute", "5 horas"."""
    return format_unit(number, unit, locale=language)


def how_long(seconds: float, *, language: Language = "en") -> str:
    """A wait, rounded up so that no one comes back too early: seconds to a minute, minutes to two hours, then hours."""
    if seconds <= MINUTE:
        return counted(max(1, math.ceil(seconds)), "second", language=language)
    if seconds <= 2 * HOUR:
        return counted(whole_minutes(seconds), "minute", language=language)
    return counted(math.ceil(seconds / HOUR), "hour", language=language)


def until(moment: datetime, *, now: datetime, language: Language = "en") -> str:
    """How long until ``moment``, rounded up; a second if it has passed."""
    return how_long((moment - now).total_seconds(), language=language)


def whole_minutes(seconds: float) -> int:
    """Minutes, rounded up, at least one."""
    return max(1, math.ceil(seconds / MINUTE))


def about(wait: timedelta, *, language: Language = "en") -> str:
    """A usual wait, roughly and rounded up: "about a minute", "unos 15 minutos", "about 2 hours"."""
    minutes = whole_minutes(wait.total_seconds())
    if minutes > FINE_UNTIL:
        minutes = math.ceil(minutes / 5) * 5
    if minutes < HOUR // MINUTE:
        return _about(minutes, "minute", language)
    return _about(math.ceil(minutes * MINUTE / HOUR), "hour", language)


def _about(number: int, unit: Literal["minute", "hour"], language: Language) -> str:
    one, about = _ABOUT[language, unit]
    return one if number == 1 else f"{about} {counted(number, unit, language=language)}"


def ago(moment: datetime, now: datetime) -> str:
    """How long before ``now`` that was, in one rough word: "just now", "4 minutes ago", "3 days ago"."""
    seconds = max(0, int((now - moment).total_seconds()))
    units: tuple[tuple[int, Unit], ...] = ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute"))
    for size, unit in units:
        if seconds >= size:
            return f"{counted(seconds // size, unit)} ago"
    return "just now"

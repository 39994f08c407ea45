"""Times in words: the same ones on every page, in every mail and chat, never too early, right in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from core.ground.time_words import (
    Language,
    about,
    ago,
    clock_time,
    coming_moment,
    how_long,
    long_date,
    short_date,
    until,
    weekdays,
    whole_minutes,
)

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "english", "spanish"),
    [
        (-5, "1 second", "1 segundo"),
        (59.5, "60 seconds", "60 segundos"),
        (60.5, "2 minutes", "2 minutos"),
        (7200, "120 minutes", "120 minutos"),
        (7201, "3 hours", "3 horas"),
    ],
)
def test_a_wait_is_never_told_too_short(seconds: float, english: str, spanish: str) -> None:
    assert how_long(seconds) == english
    assert how_long(seconds, language="es") == spanish
    assert until(NOW + timedelta(seconds=seconds), now=NOW) == english


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (60, 1), (60.1, 2), (3600, 60)])
def test_minutes_are_whole_and_rounded_up(seconds: float, minutes: int) -> None:
    assert whole_minutes(seconds) == minutes


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (timedelta(seconds=-5), "just now"),  # another server's clock
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=119), "1 hour ago"),
        (timedelta(hours=49), "2 days ago"),
    ],
)
def test_how_long_ago_is_one_rough_word(before: timedelta, says: str) -> None:
    assert ago(NOW - before, NOW) == says


def test_a_date_is_the_one_where_the_reader_is() -> None:
    late = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
    assert long_date(late, zone="America/New_York") == "March 2, 2026"
    assert long_date(late, zone="UTC") == "March 3, 2026"
    assert long_date(late, zone="America/New_York", language="es") == "2 de marzo de 2026"
    assert short_date(late, zone="America/New_York") == "Mar 2, 2026"


@pytest.mark.parametrize(
    ("hour", "english", "spanish"),
    [(5, "12:00 AM EST", "0:00 EST"), (17, "12:00 PM EST", "12:00 EST"), (18, "1:00 PM EST", "13:00 EST")],
)
def test_a_clock_time_names_its_zone(hour: int, english: str, spanish: str) -> None:
    moment = datetime(2026, 3, 2, hour, tzinfo=UTC)
    assert clock_time(moment, zone="America/New_York") == english
    assert clock_time(moment, zone="America/New_York", language="es") == spanish


def test_weeks_begin_on_monday() -> None:
    assert weekdays()[0] == "Monday"
    assert weekdays("es") == ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")


@pytest.mark.parametrize(
    ("waited", "english", "spanish"),
    [
        (timedelta(seconds=5), "about a minute", "más o menos un minuto"),
        (timedelta(minutes=4, seconds=1), "about 5 minutes", "unos 5 minutos"),
        (timedelta(minutes=11), "about 15 minutes", "unos 15 minutos"),
        (timedelta(minutes=56), "about an hour", "más o menos una hora"),
        (timedelta(minutes=61), "about 2 hours", "unas 2 horas"),
    ],
)
def test_a_wait_is_rounded_up(waited: timedelta, english: str, spanish: str) -> None:
    assert about(waited, language="en") == english
    assert about(waited, language="es") == spanish


@pytest.mark.parametrize(
    ("language", "zone", "days", "said"),
    [
        ("en", "America/New_York", 0, "today at 8:00 AM EST"),
        ("en", "America/Chicago", 1, "tomorrow at 7:00 AM CST"),
        ("en", "America/New_York", 3, "on Thursday at 8:00 AM EST"),
        ("en", "America/New_York", 7, "on Monday at 8:00 AM EDT"),  # summer time begins in between
        ("es", "America/New_York", 1, "mañana a las 8:00 EST"),
        ("es", "Pacific/Honolulu", 3, "el jueves a las 3:00 HST"),
        ("es", "Asia/Tokyo", 0, "hoy a las 22:00 JST"),
    ],
)
def test_a_moment_is_said_as_people_say_it(language: Language, zone: str, days: int, said: str) -> None:
    opening = datetime(2026, 3, 2 + days, 12 if days == 7 else 13, 0, tzinfo=UTC)
    assert coming_moment(opening, zone=zone, language=language, now=NOW) == said

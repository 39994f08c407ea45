"""Every refusal is a plain sentence in both languages: what is wrong, and what to do now."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from core.ground.time_words import Language
from core.second_factor.refusal_words import sentence
from core.second_factor.refusals import Kind, Refusal, SecondFactor

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def say(kind: Kind, *, language: Language = "en", **facts: object) -> str:
    return sentence(Refusal(kind, **facts), now=NOW, language=language)  # type: ignore[arg-type]  # facts vary by kind


@pytest.mark.parametrize("kind", get_args(Kind))
@pytest.mark.parametrize("factor", get_args(SecondFactor))
@pytest.mark.parametrize("language", get_args(Language))
def test_every_refusal_has_its_sentence(kind: Kind, factor: SecondFactor, language: Language) -> None:
    text = say(kind, factor=factor, language=language, steps=3, retry_in=5)
    assert text.endswith(".")
    assert not set(text) & set("{}!")


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("factor", get_args(SecondFactor))
def test_no_two_refusals_sound_alike(language: Language, factor: SecondFactor) -> None:
    texts = [say(kind, language=language, factor=factor, steps=3) for kind in get_args(Kind)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    ("language", "seconds", "says"),
    [
        ("en", 25, "Wait 25 seconds"),
        ("en", 1, "Wait 1 second "),
        ("en", 603, "Wait 11 minutes "),  # our own clock went back
        ("en", 0, "Enter the one showing now."),
        ("es", 25, "Espere 25 segundos"),
    ],
)
def test_a_used_code_counts_down_to_the_next(language: Language, seconds: int, says: str) -> None:
    assert says in say("already_used", retry_in=seconds, language=language)


@pytest.mark.parametrize(
    ("steps", "english", "spanish"),
    [
        (1, "about 30 seconds ahead", "adelantado unos 30 segundos"),
        (3, "about 90 seconds ahead", "adelantado unos 90 segundos"),
        (4, "about 2 minutes ahead", "adelantado unos 2 minutos"),
        (5, "about 2 and a half minutes ahead", "adelantado unos 2 minutos y medio"),
        (10, "about 5 minutes ahead", "adelantado unos 5 minutos"),
    ],
)
def test_a_clock_is_off_by_so_much(steps: int, english: str, spanish: str) -> None:
    assert english in say("clock_ahead", steps=steps)
    assert spanish in say("clock_ahead", steps=steps, language="es")
    assert "behind" in say("clock_behind", steps=steps)


def test_at_set_up_nobody_hears_of_recovery_tokens_that_they_do_not_have_yet() -> None:
    until = NOW + timedelta(minutes=15)
    assert say("too_many_tries", until=until, at_set_up=True) == "Too many tries. Try again in 15 minutes."
    spanish = say("too_many_tries", until=until, at_set_up=True, language="es")
    assert spanish == "Demasiados intentos. Pruebe otra vez en 15 minutos."


def test_an_old_code_says_how_old_it_is() -> None:
    old = say("expired", steps=4)
    assert old == "That code is too old: it showed about 2 minutes ago. Enter the one showing now."
    assert "hace unos 2 minutos" in say("expired", steps=4, language="es")
    assert say("expired").startswith("That code is too old. ")  # not by our clock, only by the last one used


@pytest.mark.parametrize(
    ("wait", "says"),
    [
        (timedelta(seconds=1), "in 1 second."),
        (timedelta(seconds=59.5), "in 60 seconds."),
        (timedelta(seconds=61), "in 2 minutes."),
        (timedelta(minutes=14, seconds=1), "in 15 minutes."),
        (timedelta(minutes=119), "in 119 minutes."),
        (timedelta(hours=5, seconds=1), "in 6 hours."),
    ],
)
def test_too_many_tries_says_until_when_and_never_too_early(wait: timedelta, says: str) -> None:
    text = say("too_many_tries", until=NOW + wait)
    assert text.endswith(says)
    assert "recovery tokens" in text

"""The guard on its corpus: no secret passes, and harmless numbers stay readable."""

import time

from bot.secrets_guard import mask
from tests.bot.secrets_guard.corpus import harmless_messages, leaky_messages


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(leaky_messages()) + len(harmless_messages()) >= 300


def test_no_secret_passes() -> None:
    passed = [
        (one.kind, one.text)
        for one in leaky_messages()
        for secret in one.secrets
        if secret and secret in mask(one.text).text
    ]
    assert not passed


def test_at_most_one_harmless_line_in_a_hundred_is_touched() -> None:
    lines = harmless_messages()
    touched = [line for line in lines if mask(line).text != line]
    assert len(touched) <= len(lines) / 100, touched


def test_a_megabyte_is_masked_within_a_second_or_so() -> None:
    text = ("call 814 555 0134 about suite 410, the code is 493 817, bye " * 20_000)[:1_000_000]
    before = time.process_time()
    assert "493 817" not in mask(text).text
    assert time.process_time() - before < 3


def test_a_pasted_recovery_token_is_handed_on_in_memory_only() -> None:
    found = mask("here is my token 03-abcd-efgh-jkmn-pqrs ok")
    assert found.recovery_token is not None
    assert "abcd" not in repr(found).lower()

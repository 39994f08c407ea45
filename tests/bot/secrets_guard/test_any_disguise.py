"""Secrets made at random, in disguises drawn at random: none passes. And any text at all is survived, quickly."""

import base64
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.secrets_guard.folding import fold
from bot.secrets_guard.masking import mask
from core.second_factor.recovery_tokens import read_token
from tests.bot.secrets_guard import disguises
from tests.bot.secrets_guard.corpus import letters

SHORT = 100_000  # letters; what costs the square of its length takes minutes at this size
REPEATED = (
    "a", "1", "1 ", "1\n", "1.", "123456 ", "123 456, ", "code is ", "code 1 ", "one ", "one and then ", "double ",
    "my password is ", "password ", "password: \"", "set my password to ", "is my password ", "\"", "JBSW ", "JB SW ",
    "jbsw-y3dp-", "otpauth://", "otpauth:// ", "secret key ", "03-7K2M-9QXR-", "03-7K2M-9QXR-4TVB-H8ND ", "a b ",
    "mrn is the ", "ssn 123456789 ", "ssn ", "last four social ", "a@b.", "a@b.cc / ", "é1", "1\u200b", "\n", " ", "-",
    "[code removed] ", "order number ", "call me ", "since 01/31/26 ", "123 and ", "first 123 then ",
)  # fmt: skip  # a list of snippets reads better as a paragraph


@given(disguises.codes(), disguises.around)
def test_no_code_passes(code: str, around: str) -> None:
    assert not re.search(r"\d", letters(mask(around.format(code)).text))


@given(disguises.spelled_codes(), disguises.around)
def test_no_spelled_code_passes(code: str, around: str) -> None:
    assert letters(mask(around.format(code)).text) == letters(around.format(""))


@given(disguises.recovery_tokens(), disguises.around)
def test_no_recovery_token_passes_and_each_can_be_burned(token: tuple[str, str], around: str) -> None:
    made, typed = token
    masked = mask(around.format(typed))
    assert letters(masked.text) == letters(around.format(""))
    assert read_token(str(masked.recovery_token)) == read_token(made)


@given(disguises.setup_keys(), disguises.around)
def test_no_set_up_key_passes(key: str, around: str) -> None:
    assert letters(mask(around.format(key)).text) == letters(around.format(""))


@given(
    st.binary(min_size=20, max_size=20),
    st.sampled_from(["otpauth", "OTPAUTH", disguises.full_width("otpauth"), "otp\u200bauth"]),
)
def test_no_otpauth_link_passes(key: bytes, scheme: str) -> None:
    secret = base64.b32encode(key).decode()
    masked = mask(
        f"it opens {scheme}://totp/ThoroughCare:dana@lakeside.example?secret={secret}&period=30 here"
    )
    assert masked.text == "it opens [link removed] here"


@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=30).filter(str.isalnum),
    st.sampled_from(["my password is {}", "pw: {}", "Password={}", "mi contraseña es {}", "contraseña: {}"]),
)
@example("Winter2026", "my password is {}")
def test_no_password_behind_a_cue_passes(password: str, cue: str) -> None:
    assert letters(mask(cue.format(password + "7")).text) == letters(cue.format(""))


@given(
    st.integers(1, 12),
    st.integers(1, 28),
    st.integers(2000, 2030),
    st.sampled_from(["{:02}/{:02}/{}", "{}-{}-{}"]),
)
def test_dates_stay_readable(month: int, day: int, year: int, shape: str) -> None:
    text = f"The code stopped working on {shape.format(month, day, year)}, can you look"
    assert mask(text).text == text


@given(
    st.from_regex(r"[2-9][0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
    st.sampled_from(["412-{}-{}", "(412) {}-{}", "412.{}.{}", "+1 412 {} {}", "{}-{}"]),
)
def test_phone_numbers_stay_readable(exchange: str, line: str, shape: str) -> None:
    text = f"My code is refused, please call {shape.format(exchange, line)} today"
    assert mask(text).text == text


@given(
    st.integers(1, 99_999),
    st.sampled_from(["we have {} patients", "ZIP {:05}", "it costs ${}", "order {} is late"]),
)
def test_amounts_of_up_to_five_digits_stay_readable(amount: int, sentence: str) -> None:
    text = sentence.format(amount)
    assert mask(text).text == text


@given(st.text(max_size=300))
@example("\ud800 482913")
@example("[code removed] 482913")
def test_any_text_is_survived_and_guarding_it_again_finds_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_no_text_makes_the_guard_slow(piece: str) -> None:
    text = (piece * (SHORT // len(piece) + 1))[:SHORT]
    before = time.process_time()
    mask(text)
    assert time.process_time() - before < 3  # a busy machine takes one; the square would take a hundred


def test_a_megabyte_of_prose_takes_about_a_second() -> None:
    text = ("call 814 555 0134 about suite 410, the code is 493 817, bye " * 20_000)[:1_000_000]
    before = time.process_time()
    assert "493 817" not in mask(text).text
    assert time.process_time() - before < 5  # half a second on a quiet core


@pytest.mark.parametrize("character", ["\ufdfa", "\ufb03", "\u0623"])
def test_no_character_weighs_more_than_four(character: str) -> None:
    assert len(fold(character * 1_000).text) <= 4 * 1_000


@pytest.mark.parametrize("piece", ["\ufdfa", "my code is \ufb03", "03-7K2M-9QXR-", "my password is "])
def test_a_character_of_a_long_text_costs_what_one_of_a_short_text_costs(piece: str) -> None:
    assert _cost(piece, 40_000) < 3 * _cost(piece, 5_000)  # the square would be eight


def _cost(piece: str, length: int) -> float:
    """Seconds of processor time for one character, the least of three runs."""
    text = (piece * (length // len(piece) + 1))[:length]
    return min(_seconds(text) for _ in range(3)) / length


def _seconds(text: str) -> float:
    before = time.process_time()
    mask(text)
    return time.process_time() - before

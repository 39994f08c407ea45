"""Codes as RFC 6238 defines them, and the slips of the hand that are forgiven."""

from datetime import UTC, datetime, timedelta

import pytest

from core.second_factor import totp
from tests.parts.phone import Phone

RFC_SECRET = b"12345678901234567890"
NOON = datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC)
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_rfc_6238_appendix_b(seconds: int, eight_digits: str) -> None:
    step = totp.step_at(datetime.fromtimestamp(seconds, tz=UTC))
    assert totp.code_at(RFC_SECRET, step) == eight_digits[-6:]


def test_a_secret_has_160_bits_and_is_never_the_same() -> None:
    secrets = {totp.new_secret() for _ in range(100)}
    assert len(secrets) == 100
    assert {len(secret) for secret in secrets} == {20}


def test_the_link_gives_another_authenticator_the_same_codes() -> None:
    secret = totp.new_secret()
    phone = Phone.opening(totp.provisioning_uri(secret, "dana+work@lakeside.example"))
    assert (phone.issuer, phone.account) == ("ThoroughCare", "dana+work@lakeside.example")
    assert phone.code(NOON) == totp.code_at(secret, totp.step_at(NOON))


def test_the_key_typed_by_hand_gives_the_same_codes() -> None:
    secret = totp.new_secret()
    groups = totp.in_groups(secret).split(" ")
    assert [len(group) for group in groups] == [4] * 8
    assert Phone.typing_key(totp.in_groups(secret)).code(NOON) == totp.code_at(secret, totp.step_at(NOON))


@pytest.mark.parametrize(
    "typed",
    [
        "123456",
        " 123 456 ",
        "123-456",
        "12 34 56",
        "123\u00a0456",
        "123\u2011456",
        "١٢٣٤٥٦",
        "".join(chr(0xFF10 + digit) for digit in range(1, 7)),
        "१२३४५६",
        "\u200b123456\n",
    ],
)
def test_digits_of_any_script_spaces_and_hyphens_are_forgiven(typed: str) -> None:
    assert totp.read_code(typed) == "123456"


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "12.3456", "½23456", "²23456", "123456" + " " * 100]
)
def test_anything_else_is_no_code(typed: str) -> None:
    assert totp.read_code(typed) is None


@pytest.mark.parametrize("offset", range(-10, 11))
def test_a_code_tells_how_far_off_it_is(offset: int) -> None:
    code = totp.code_at(RFC_SECRET, totp.step_at(NOON) + offset)
    found = totp.match(RFC_SECRET, code, now=NOON)
    assert found == totp.Match(totp.step_at(NOON) + offset, offset, in_window=abs(offset) <= 1)


def test_a_code_from_further_away_is_no_match() -> None:
    for offset in (-11, 11):
        code = totp.code_at(RFC_SECRET, totp.step_at(NOON) + offset)
        assert totp.match(RFC_SECRET, code, now=NOON) is None


def test_a_window_of_zero_takes_the_current_code_only() -> None:
    for offset, accepted in ((-1, False), (0, True), (1, False)):
        code = totp.code_at(RFC_SECRET, totp.step_at(NOON) + offset)
        found = totp.match(RFC_SECRET, code, now=NOON, window=0)
        assert found is not None
        assert found.in_window is accepted


@pytest.mark.parametrize(("second", "left"), [(0, 30), (1, 29), (29, 1), (30, 30)])
def test_the_countdown_runs_to_the_next_code(second: int, left: int) -> None:
    now = NOON.replace(second=second)
    assert totp.seconds_left(now) == left
    assert totp.step_at(now + timedelta(seconds=left)) == totp.step_at(now) + 1

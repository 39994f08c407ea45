"""Secrets at rest open for their owner under their key, and for no one else."""

import base64

import pytest

from core.ground.sealing import (
    BadKey,
    CannotUnseal,
    KeyRing,
    UnknownKey,
    kid_of,
    new_key,
    reseal,
    seal,
    unseal,
)

SECRET = b"a secret of twenty b"
OLD, NEW = new_key("2025"), new_key("2026")
RING = KeyRing.parse(OLD)


def test_what_is_sealed_opens_again() -> None:
    sealed = seal(RING, SECRET, purpose="totp", bound_to=["dana", "e1"])
    assert unseal(RING, sealed, purpose="totp", bound_to=["dana", "e1"]) == SECRET
    assert sealed.split(".")[:2] == ["v1", "2025"]


@pytest.mark.parametrize(
    ("purpose", "bound_to"),
    [
        ("totp", ["priya", "e1"]),
        ("totp", ["dana", "e2"]),
        ("totp", ["danae", "1"]),
        ("totp", ["dana"]),
        ("totp", ["dana", "e1", ""]),
        ("other", ["dana", "e1"]),
    ],
)
def test_it_does_not_open_for_another_person_enrollment_or_purpose(purpose: str, bound_to: list[str]) -> None:
    sealed = seal(RING, SECRET, purpose="totp", bound_to=["dana", "e1"])
    with pytest.raises(CannotUnseal):
        unseal(RING, sealed, purpose=purpose, bound_to=bound_to)


def test_one_changed_character_anywhere_keeps_it_shut() -> None:
    sealed = seal(RING, SECRET, purpose="totp", bound_to=["dana"])
    for place, character in enumerate(sealed):
        changed = sealed[:place] + ("B" if character == "A" else "A") + sealed[place + 1 :]
        if changed == sealed or _same_bits(changed, sealed):
            continue
        with pytest.raises(CannotUnseal):
            unseal(RING, changed, purpose="totp", bound_to=["dana"])


@pytest.mark.parametrize(
    "text", ["", "v1", "v1.2025.x", "v2.2025.AAAA.AAAA", "v1.2025.%%.AAAA", "v1.2025.AAAA.AAAA", "é.é.é.é"]
)
def test_what_is_no_envelope_is_refused_by_name(text: str) -> None:
    with pytest.raises(CannotUnseal):
        unseal(RING, text, purpose="totp", bound_to=[])


def test_no_two_seals_of_one_secret_are_alike() -> None:
    assert len({seal(RING, SECRET, purpose="totp", bound_to=[]) for _ in range(50)}) == 50


def test_a_ring_opens_with_every_key_and_seals_with_the_first() -> None:
    sealed = seal(RING, SECRET, purpose="totp", bound_to=["dana"])
    both = KeyRing.parse(f"{NEW}\n{OLD}\n")
    moved = reseal(both, sealed, purpose="totp", bound_to=["dana"])
    assert (kid_of(sealed), kid_of(moved)) == ("2025", "2026")
    assert unseal(both, moved, purpose="totp", bound_to=["dana"]) == SECRET
    assert reseal(both, moved, purpose="totp", bound_to=["dana"]) == moved
    with pytest.raises(UnknownKey, match="2026"):
        unseal(RING, moved, purpose="totp", bound_to=["dana"])


def test_the_same_name_with_another_key_does_not_open() -> None:
    sealed = seal(RING, SECRET, purpose="totp", bound_to=[])
    with pytest.raises(CannotUnseal):
        unseal(KeyRing.parse(new_key("2025")), sealed, purpose="totp", bound_to=[])


def test_every_purpose_has_a_key_of_its_own() -> None:
    both = KeyRing.parse(f"{NEW},{OLD}")
    keys = {both.sub_key("audit"), both.sub_key("links"), both.sub_key("audit", "2025"), both.active.secret}
    assert len(keys) == 4
    assert both.sub_key("audit") == both.sub_key("audit", "2026")
    with pytest.raises(UnknownKey):
        both.sub_key("audit", "1999")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no key"),
        ("nothing", "key 1 does not start with a name"),
        ("K:AAAA", "key 1 does not start with a name"),
        ("k1:????", "key 1 is not base64"),
        ("k1:AAAA", "3 bytes instead of 32"),
        (f"{OLD} {OLD}", "same name"),
    ],
    ids=[
        "nothing",
        "no name",
        "bad name",
        "no base64",
        "too short",
        "twice",
    ],  # a random key must not name a test
)
def test_a_bad_ring_is_named_without_showing_a_key(text: str, problem: str) -> None:
    with pytest.raises(BadKey, match=problem) as raised:
        KeyRing.parse(text)
    assert OLD.split(":")[1] not in str(raised.value)


def test_a_printed_ring_shows_names_only() -> None:
    secret = RING.active.secret
    assert base64.b64encode(secret).decode() not in repr(RING)
    assert repr(secret) not in repr(RING)


def test_a_key_needs_a_plain_name() -> None:
    with pytest.raises(BadKey):
        new_key("My key.1")


def _same_bits(one: str, other: str) -> bool:
    """The last letter of base64 has bits that say nothing."""
    try:
        return [base64.urlsafe_b64decode(part + "==") for part in one.split(".")] == [
            base64.urlsafe_b64decode(part + "==") for part in other.split(".")
        ]
    except ValueError:
        return False

"""No key, token or code lies in the source. The demo's published secrets are the one exception."""

import ast
import math
import re
from collections import Counter

import pytest

from tests.house.sources import HISTORY, PACKAGES, explain, files_in, text, tree

KEY_LIKE = re.compile(r"[A-Za-z0-9+/=_-]{24,}")
SLACK_TOKEN = re.compile(r"\bx(?:ox[abpr]|app)-\d[\w-]{8,}")
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
RANDOM_ENOUGH = 3.3  # bits a letter; the demo's doubled secrets lie just above
WORD = r"(?:TC2FA|tc2fa|[A-Z]?[a-z]*|[A-Z]+|\d{1,4})"  # the product's own name is a word
LOOKS_LIKE_WORDS = re.compile(rf"{WORD}(?:[-_/+=]{WORD})*")
# The demo staff's secrets are public by decision; tc2fa demo refuses to listen beyond loopback.
PUBLISHED = {
    "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU",
    "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK",
    "NBSWY3DPEB3W64TMNBSWY3DPEB3W64TM",
}
DEMO = ("core/imports/demo_data.py",)
ALPHABETS = {"0123456789ABCDEFGHJKMNPQRSTVWXYZ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"}


def test_no_string_in_the_code_looks_like_a_key() -> None:
    found = [
        f"{name}:{node.lineno} {word[:12]}…"
        for name in files_in(*PACKAGES)
        if not name.startswith(HISTORY)
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in KEY_LIKE.findall(node.value)
        if _is_random(word) and word not in ALPHABETS and not (word in PUBLISHED and name.startswith(DEMO))
    ]
    assert not found, explain("Keys come from TC2FA_KEYS or TC2FA_KEYS_FILE, never from the source.", found)


@pytest.mark.parametrize("shape", [SLACK_TOKEN, PRIVATE_KEY])
def test_no_file_carries_a_token_of_a_known_shape(shape: re.Pattern[str]) -> None:
    everywhere = files_in(*PACKAGES, "tests", endings=("",))
    found = [name for name in everywhere if _is_text(name) and shape.search(text(name))]
    assert not found, explain(
        "Make such a value in the test that needs it; it would be taken for a real one.", found
    )


def test_keys_would_be_caught_and_names_would_not() -> None:
    assert all(map(_is_random, PUBLISHED | {"q83vEjRWeJASNFZ4kBI0VniQEjRWeJASNFZ4kBI0Vng="}))
    assert not any(
        map(_is_random, {"ix_activation_requests_practice_id", "application/x-www-form-urlencoded", "=" * 40})
    )


def _is_random(word: str) -> bool:
    """Names and paths are words, joined; a key mixes digits into its letters all along."""
    if LOOKS_LIKE_WORDS.fullmatch(word):
        return False
    counts = Counter(word)
    bits = -sum(n / len(word) * math.log2(n / len(word)) for n in counts.values())
    return bits > RANDOM_ENOUGH and any(map(str.isdigit, word)) and any(map(str.isalpha, word))


def _is_text(name: str) -> bool:
    return not name.endswith((".png", ".ico", ".woff2", ".npz", ".gz", ".zip", ".db"))

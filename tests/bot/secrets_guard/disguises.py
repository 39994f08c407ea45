"""Secrets made at random and hidden as people hide them, for tests that look for a disguise the lists have not."""

import base64
import random
import unicodedata

from hypothesis import strategies as st

from core.second_factor.recovery_tokens import ALPHABET, LETTERS, LETTERS_BEFORE

# The zeros of ASCII, Arabic, Persian, Hindi, Bengali, Thai, full-width, and three kinds of mathematical digits.
ZEROS = (0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7EC)
FULL_WIDTH = 0xFEE0  # added to an ASCII letter
INVISIBLE = ("\u200b", "\u2060", "\ufeff", "\u00ad", "\u200d")
ENGLISH = "zero one two three four five six seven eight nine".split()
SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve".split()
AROUND = (
    "{}",
    "my code is {} and it fails",
    "the app shows {} now",
    "I typed {}, why is it refused?",
    "it says {}.",
    "({})",
    "hello\n{}\nthanks",
    "mi código es {} y no sirve",
    "me sale {} en el teléfono",
    "puse {} y nada",
)
around = st.sampled_from(AROUND)
_dice = st.integers(0, 2**32).map(random.Random)  # keys and tokens are dice; hypothesis would draw all zeros
six_digits = st.text("0123456789", min_size=6, max_size=6)


def full_width(text: str) -> str:
    """The same letters as wide as Chinese ones."""
    return "".join(chr(ord(letter) + FULL_WIDTH) if letter > " " else letter for letter in text)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """Six digits of any script, cut up in a usual way, with invisible signs between."""
    digits = [_in_script(digit, draw(st.sampled_from(ZEROS))) for digit in draw(six_digits)]
    size = draw(st.sampled_from([1, 2, 3, 6]))
    groups = ["".join(digits[place : place + size]) for place in range(0, 6, size)]
    sign = draw(st.sampled_from([" ", "-", "\u00a0", "\u2013", " - ", "  "]))
    return draw(_sprinkled(sign.join(groups)))


@st.composite
def spelled_codes(draw: st.DrawFn) -> str:
    """Six digits in English or Spanish words."""
    words = draw(st.sampled_from([ENGLISH, SPANISH]))
    sign = draw(st.sampled_from([" ", ", ", "-", " - ", "\n"]))
    said = sign.join(words[int(digit)] for digit in draw(six_digits))
    return draw(st.sampled_from([said, said.upper(), said.title()]))


@st.composite
def recovery_tokens(draw: st.DrawFn) -> tuple[str, str]:
    """A token as it was made, and as someone types it."""
    length = draw(st.sampled_from([LETTERS, LETTERS_BEFORE]))
    number, letters = draw(st.integers(1, 10)), "".join(draw(_dice).choices(ALPHABET, k=length))
    groups = [f"{number:02}", *(letters[place : place + 4] for place in range(0, length, 4))]
    typed = draw(st.sampled_from(["-", " ", "", " - ", "\u2011", ".", "\n"])).join(groups)
    typed = typed.replace(*draw(st.sampled_from([("0", "0"), ("0", "O"), ("1", "l")])))
    if draw(st.booleans()):
        typed = typed.lower()
    return "-".join(groups), draw(_sprinkled(typed))


@st.composite
def setup_keys(draw: st.DrawFn) -> str:
    """A key of 160 bits as our page shows it, or typed by hand."""
    key = base64.b32encode(draw(_dice).randbytes(20)).decode()
    size = draw(st.sampled_from([4, 32]))
    sign = draw(st.sampled_from([" ", "-", "\u00a0"]))
    typed = sign.join(key[place : place + size] for place in range(0, 32, size))
    return typed.lower() if draw(st.booleans()) else typed


@st.composite
def _sprinkled(draw: st.DrawFn, text: str) -> str:
    between = draw(st.sampled_from(["", "", *INVISIBLE]))
    return between.join(text)


def _in_script(digit: str, zero: int) -> str:
    made = chr(zero + int(digit))
    assert unicodedata.digit(made) == int(digit)
    return made

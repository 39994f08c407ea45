"""Time-based codes, RFC 6238: pure arithmetic on a secret and a moment. ``code_verdicts`` decides what is accepted."""

import base64
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

import pyotp

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20  # 160 bits, RFC 4226 R6
MAX_TYPED = 64  # characters looked at; a code with spaces is far shorter
_SKIPPED = {"Zs", "Pd", "Cf", "Cc"}  # spaces, dashes, invisible marks, tabs and line ends


@dataclass(frozen=True)
class Match:
    """The time step a code belongs to; ``offset`` in half-minutes from now, negative = older."""

    step: int
    offset: int
    in_window: bool


def new_secret() -> bytes:
    """A fresh 160-bit secret from the system's random source (RFC 4226 R6, ASVS 11.5.1)."""
    return secrets.token_bytes(SECRET_BYTES)


def step_at(now: datetime) -> int:
    """The number of the half-minute that holds ``now`` (RFC 6238 4.2)."""
    return int(now.timestamp()) // STEP_SECONDS


def seconds_left(now: datetime) -> int:
    """Seconds (1 to 30) until the phone shows the next code."""
    return STEP_SECONDS - int(now.timestamp()) % STEP_SECONDS


def seconds_until(step: int, now: datetime) -> int:
    """Seconds until ``step`` begins, 0 when it has begun."""
    return max(0, step * STEP_SECONDS - int(now.timestamp()))


def code_at(secret: bytes, step: int) -> str:
    """The six digits of one step. Written out, for one check compares 21 of them (RFC 4226 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0xF  # RFC 4226 5.3, dynamic truncation
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def read_code(text: str) -> str | None:
    """Six digits out of what a person typed or pasted: any script's digits, spaces and hyphens accepted."""
    digits = [_digit(character) for character in text if not _is_skipped(character)]
    if len(text) > MAX_TYPED or len(digits) != DIGITS or None in digits:
        return None
    return "".join(str(digit) for digit in digits)


def match(secret: bytes, code: str, *, now: datetime, window: int = 1, probe: int = 10) -> Match | None:
    """The step nearest to now whose code this is, looking ``probe`` steps both ways.

    Only ``in_window`` matches may be accepted (RFC 6238 5.2); the others tell how far the phone's clock is off.
    """
    current = step_at(now)
    offsets = sorted(range(-probe, probe + 1), key=abs)
    # All are compared, each in constant time, so that the answer's delay says nothing about the offset.
    equal = [hmac.compare_digest(code_at(secret, current + offset), code) for offset in offsets]
    found = [offset for offset, is_equal in zip(offsets, equal, strict=True) if is_equal]
    return Match(current + found[0], found[0], abs(found[0]) <= window) if found else None


def provisioning_uri(secret: bytes, email: str, issuer: str = "ThoroughCare") -> str:
    """The ``otpauth:`` link that the QR code carries: who issued it, whose it is, and the secret."""
    return pyotp.TOTP(base32(secret)).provisioning_uri(name=email, issuer_name=issuer)


def base32(secret: bytes) -> str:
    """The secret code as authenticator apps take it."""
    return base64.b32encode(secret).decode()


def in_groups(secret: bytes) -> str:
    """The secret code in groups of four, so that a person can type it from the screen."""
    text = base32(secret)
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _is_skipped(character: str) -> bool:
    return unicodedata.category(character) in _SKIPPED


def _digit(character: str) -> int | None:
    return unicodedata.decimal(character, None)

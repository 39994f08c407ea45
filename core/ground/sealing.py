"""Secrets at rest: AES-256-GCM under a ring of keys, and a separate key for every purpose.

The first key of the ring seals; every key of the ring can open, so that a key can be replaced while serving. What
needs only to be recognized again, and is too random to guess, is kept as a keyed hash (HMAC-SHA-256).
"""

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12  # 96 random bits, as NIST SP 800-38D 8.2.2 has it
_KID = re.compile(r"[a-z0-9-]{1,16}")


class BadKey(ValueError):
    """A key line that cannot be used; the text says which and why, never the key."""


class CannotUnseal(Exception):
    """A sealed value that does not open: wrong key, another owner, or changed on the way."""


class UnknownKey(CannotUnseal):
    """A sealed value names a key that is not in the ring (any more)."""


@dataclass(frozen=True)
class Key:
    """One master key and its public name."""

    kid: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class KeyRing:
    """The keys of this installation, the active one first."""

    keys: tuple[Key, ...]

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read ``kid:base64 of 32 bytes`` pieces, one per line or separated by commas. Raises BadKey."""
        lines = [piece for piece in re.split(r"[\s,]+", text) if piece]
        keys = tuple(_read_key(line, place) for place, line in enumerate(lines, 1))
        if not keys:
            raise BadKey("there is no key in it")
        if len({key.kid for key in keys}) < len(keys):
            raise BadKey("two keys have the same name")
        return cls(keys)

    @property
    def active(self) -> Key:
        """The key that seals."""
        return self.keys[0]

    def find(self, kid: str) -> Key:
        """The key of that name. Raises UnknownKey."""
        for key in self.keys:
            if key.kid == kid:
                return key
        raise UnknownKey(f"the key {kid!r} is not in the ring")

    def sub_key(self, purpose: str, kid: str | None = None) -> bytes:
        """A 32-byte key for one purpose (HKDF-SHA256, RFC 5869), so that no key serves two purposes (ASVS 11.2)."""
        key = self.active if kid is None else self.find(kid)
        return _derived(key, purpose)


def new_key(kid: str) -> str:
    """A fresh line for the ring: ``kid:base64``."""
    if not _KID.fullmatch(kid):
        raise BadKey("a key's name is 1 to 16 small letters, digits or hyphens")
    return f"{kid}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def seal(keys: KeyRing, plaintext: bytes, *, purpose: str, bound_to: Sequence[str]) -> str:
    """Encrypt under the active key as ``v1.kid.nonce.ct``, bound to purpose and owner.

    The binding (GCM's AAD) stops a sealed secret from being copied into another person's row.
    """
    kid, nonce = keys.active.kid, secrets.token_bytes(NONCE_BYTES)
    aad = _binding(kid, purpose, bound_to)
    sealed = AESGCM(keys.sub_key(f"seal {purpose}")).encrypt(nonce, plaintext, aad)
    return ".".join((VERSION, kid, _to_text(nonce), _to_text(sealed)))


def unseal(keys: KeyRing, sealed: str, *, purpose: str, bound_to: Sequence[str]) -> bytes:
    """Open what :func:`seal` closed for the same purpose and owner. Raises CannotUnseal."""
    kid, nonce, ciphertext = _parts(sealed)
    opener = AESGCM(keys.sub_key(f"seal {purpose}", kid))
    try:
        return opener.decrypt(nonce, ciphertext, _binding(kid, purpose, bound_to))
    except (InvalidTag, ValueError) as error:
        raise CannotUnseal(f"a value sealed for {purpose!r} does not open with its key {kid!r}") from error


def keyed_hash(keys: KeyRing, text: str, *, purpose: str, bound_to: Sequence[str]) -> str:
    """``v1.kid.mac`` under the active key, bound to purpose and owner like a sealed value.

    Only for texts of at least 112 random bits: it is fast, so a guessable text could be guessed (ASVS 6.5.2).
    """
    return _hashed(keys, keys.active.kid, text, purpose, bound_to)


def is_hash_of(keys: KeyRing, text: str, hashed: str, *, purpose: str, bound_to: Sequence[str]) -> bool:
    """Whether ``hashed`` was made of this text for the same purpose and owner, under any key of the ring."""
    version, _, rest = hashed.partition(".")
    kid = rest.partition(".")[0]
    if version != VERSION or all(key.kid != kid for key in keys.keys):
        return False
    return hmac.compare_digest(_hashed(keys, kid, text, purpose, bound_to), hashed)


def reseal(keys: KeyRing, sealed: str, *, purpose: str, bound_to: Sequence[str]) -> str:
    """The same secret under the active key; unchanged when it is there already, so that it can be run again."""
    if kid_of(sealed) == keys.active.kid:
        return sealed
    return seal(
        keys, unseal(keys, sealed, purpose=purpose, bound_to=bound_to), purpose=purpose, bound_to=bound_to
    )


def kid_of(sealed: str) -> str:
    """The name of the key that closed it. Raises CannotUnseal when it is not an envelope."""
    return _parts(sealed)[0]


@cache
def _derived(key: Key, purpose: str) -> bytes:
    """Kept beside the master keys, which are in memory anyway: every form needs one. Purposes are words of ours."""
    info = f"tc2fa {VERSION} {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key.secret)


def _read_key(line: str, place: int) -> Key:
    kid, colon, encoded = line.partition(":")
    if not colon or not _KID.fullmatch(kid):
        raise BadKey(
            f"key {place} does not start with a name of small letters, digits or hyphens and a colon"
        )
    try:
        secret = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise BadKey(f"key {place} is not base64") from error
    if len(secret) != KEY_BYTES:
        raise BadKey(f"key {place} holds {len(secret)} bytes instead of {KEY_BYTES}")
    return Key(kid, secret)


def _hashed(keys: KeyRing, kid: str, text: str, purpose: str, bound_to: Sequence[str]) -> str:
    message = _binding(kid, purpose, [*bound_to, text])
    mac = hmac.digest(keys.sub_key(f"hash {purpose}", kid), message, "sha256")
    return ".".join((VERSION, kid, _to_text(mac)))


def _binding(kid: str, purpose: str, bound_to: Sequence[str]) -> bytes:
    """Every part with its length in front: no two lists of parts give the same bytes."""
    parts = [part.encode() for part in (VERSION, kid, purpose, *bound_to)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _parts(sealed: str) -> tuple[str, bytes, bytes]:
    try:
        version, kid, nonce, ciphertext = sealed.split(".")
        if version == VERSION:
            return kid, _to_bytes(nonce), _to_bytes(ciphertext)
    except ValueError as error:  # binascii.Error is one
        raise CannotUnseal("this is not a sealed value") from error
    raise CannotUnseal(f"sealed by version {version!r}, which this program does not know")


def _to_text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _to_bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

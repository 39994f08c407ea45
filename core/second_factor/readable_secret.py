"""Secrets sealed for one person and enrollment, and opening one that may not open: a row moved, or a key that is gone."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from core.ground import alarms
from core.ground.sealing import CannotUnseal, KeyRing, seal, unseal

ALARM = "secret"  # of a person, followed by their id: their secret does not open


class Sealed(Protocol):
    """What opening a secret needs of its row."""

    @property
    def id(self) -> str:
        """The enrollment."""

    @property
    def user_id(self) -> str:
        """The person it was sealed for."""

    @property
    def secret(self) -> str | None:
        """The envelope."""


def readable_secret(session: Session, keys: KeyRing, row: Sealed, *, now: datetime) -> bytes | None:
    """The secret, or None and an alarm: it was sealed for another person or enrollment, or its key is gone.

    A row that was written past the product must not open an account (AAD), and someone has to look.
    """
    try:
        return open_secret(keys, row)
    except CannotUnseal:
        alarms.sound(session, f"{ALARM}:{row.user_id}", f"enrollment {row.id}", now=now)
        return None


def seal_secret(keys: KeyRing, user_id: str, enrollment_id: str, secret: bytes) -> str:
    """Encrypt a TOTP secret so that it decrypts for this person and enrollment only (AAD; ASVS 11.3)."""
    return seal(keys, secret, purpose="totp", bound_to=[user_id, enrollment_id])


def open_secret(keys: KeyRing, row: Sealed) -> bytes:
    """The secret of an enrollment that still has one. Raises CannotUnseal."""
    return unseal(keys, row.secret or "", purpose="totp", bound_to=[row.user_id, row.id])

"""Recovery tokens: ten single-use stand-ins for the phone, shown once and kept only as hashes.

A token reads ``NN-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX``: the number of its row, then 120 random bits, enough for a plain hash
with a key (NIST SP 800-63B-4 4.2.1.1, ASVS 6.5.2). Sets of earlier versions have four groups, 80 bits, and argon2id
hashes; they work until they are replaced.
"""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, bindparam, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground.db import Base, changed, new_id
from core.ground.hashing import Busy, HashingPool, PasswordChecked
from core.ground.hot.statements import Change, insert_of, table_of
from core.ground.sealing import KeyRing, is_hash_of, keyed_hash

HOW_MANY = 10
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
LETTERS = 24  # of 5 bits each
LETTERS_BEFORE = 16  # in sets of earlier versions
GROUP = 4
LONGEST_TYPED = 100
PURPOSE = "recovery token"
SPENT = text("used_at IS NOT NULL AND replaced_at IS NULL")
_ALIKE = str.maketrans("OIL", "011")
_NORMAL = re.compile(rf"(0[1-9]|10)([{ALPHABET}]{{{LETTERS}}}|[{ALPHABET}]{{{LETTERS_BEFORE}}})")


class RecoveryToken(Base):
    """The hash of one token; ``number`` (1..10) is its readable first part and selects the row.

    ``hash`` is ``v1.kid.mac``, bound to person and row, or begins with ``$argon2id$`` in a set of earlier versions.
    """

    __tablename__ = "recovery_tokens"
    __table_args__ = (
        Index("ix_recovery_tokens_user", "user_id", "number"),
        Index("ix_recovery_tokens_spent", "user_id", sqlite_where=SPENT, postgresql_where=SPENT),
    )

    id: Mapped[str] = mapped_column(String(24), primary_key=True, default=new_id)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    enrollment_id: Mapped[str] = mapped_column(ForeignKey("enrollments.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]


@dataclass(frozen=True)
class PlainToken:
    """One token as its owner writes it down; it exists in plain text only in the answer that shows it."""

    number: int
    text: str = field(repr=False)


@dataclass(frozen=True)
class SelectedToken:
    """The row that a typed number selects. A used one is found too, so that it can be named."""

    id: str
    hash: str = field(repr=False)
    is_used: bool


_STORE = insert_of(RecoveryToken, but=("used_at", "replaced_at"))
_DROP = Change(
    update(table_of(RecoveryToken))
    .where(RecoveryToken.user_id == bindparam("owner"), RecoveryToken.replaced_at.is_(None))
    .values(replaced_at=bindparam("now"))
)


def make_set() -> list[PlainToken]:
    """Ten fresh tokens from the system's random source, 120 bits each (ASVS 6.5.3, 11.5.1)."""
    return [PlainToken(number, _written(number, _random_letters())) for number in range(1, HOW_MANY + 1)]


def store_set(
    session: Session,
    keys: KeyRing,
    user_id: str,
    enrollment_id: str,
    tokens: Sequence[PlainToken],
    *,
    now: datetime,
) -> None:
    """Keep a new set for an enrollment; every older token of the person stops working."""
    drop_set(session, user_id, now=now)
    shared = {"user_id": user_id, "enrollment_id": enrollment_id, "created_at": now}
    for token in tokens:
        _STORE.run(session, **shared, **_row(keys, user_id, token))


def drop_set(session: Session, user_id: str, *, now: datetime) -> None:
    """Revoke every token of the person: replaced, or their factor has ended."""
    _DROP.run(session, owner=user_id, now=now)


def read_token(text: str) -> tuple[int, str] | None:
    """The row number and the normal form of a typed token: case, spaces, dashes, O for 0, I and L for 1 accepted."""
    if len(text) > LONGEST_TYPED:
        return None
    found = _NORMAL.fullmatch(_normal(text))
    return (int(found[1]), found[0]) if found else None


def tokens_left(session: Session, user_id: str) -> int:
    """How many tokens the person could still use."""
    unused = select(func.count()).where(
        RecoveryToken.user_id == user_id, RecoveryToken.used_at.is_(None), RecoveryToken.replaced_at.is_(None)
    )
    return session.scalar(unused) or 0


def find(session: Session, user_id: str, number: int) -> SelectedToken | None:
    """The token of that number in the person's current set."""
    row = session.scalars(
        select(RecoveryToken).where(
            RecoveryToken.user_id == user_id,
            RecoveryToken.number == number,
            RecoveryToken.replaced_at.is_(None),
        )
    ).first()
    return SelectedToken(row.id, row.hash, row.used_at is not None) if row else None


def verify(
    keys: KeyRing, hashing: HashingPool, user_id: str, selected: SelectedToken | None, normal: str
) -> PasswordChecked | Busy:
    """Compare the normal form of a typed token with the row that its number selects.

    The typed form alone decides what the comparison costs, so that its time tells nothing about the row (ASVS 6.3.8).
    """
    if len(normal) == LETTERS_BEFORE + len("NN"):
        is_old = selected is not None and selected.hash.startswith("$argon2id$")
        return hashing.verify(selected.hash if selected and is_old else None, normal)
    row_id, hashed = (selected.id, selected.hash) if selected else ("", "")
    ok = is_hash_of(keys, normal, hashed, purpose=PURPOSE, bound_to=[user_id, row_id])
    return PasswordChecked(ok)


def use(session: Session, token_row_id: str, *, now: datetime) -> bool:
    """Use a token up; of concurrent tries exactly one gets True, and none when a new set has replaced it."""
    unused = update(RecoveryToken).where(
        RecoveryToken.id == token_row_id, RecoveryToken.used_at.is_(None), RecoveryToken.replaced_at.is_(None)
    )
    return changed(session, unused.values(used_at=now)) == 1


def _random_letters() -> str:
    """One draw from the system's source for all letters; 32 divides 256, so each letter is as likely as another."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in secrets.token_bytes(LETTERS))


def _written(number: int, letters: str) -> str:
    groups = (letters[start : start + GROUP] for start in range(0, LETTERS, GROUP))
    return "-".join((f"{number:02}", *groups))


def _row(keys: KeyRing, user_id: str, token: PlainToken) -> dict[str, str | int]:
    row_id = new_id()
    hashed = keyed_hash(keys, _normal(token.text), purpose=PURPOSE, bound_to=[user_id, row_id])
    return {"id": row_id, "number": token.number, "hash": hashed}


def _normal(text: str) -> str:
    """Digits and capital letters only; a number without its leading zero gets it back."""
    folded = unicodedata.normalize("NFKC", text).upper().translate(_ALIKE)
    kept = "".join(character for character in folded if not _is_filler(character))
    return "0" * (len(kept) % 2) + kept


def _is_filler(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Zs", "Pd", "Cf", "Sm"}

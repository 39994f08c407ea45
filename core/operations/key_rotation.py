"""A key is replaced: every sealed TOTP secret moves to the active key, while people sign in.

What cannot move stays readable under its old key, so the old line stays in the ring: the seals of the audit trail, the
hashes of recovery tokens, and the mailed links that are still good.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor
from core.ground.db import Database
from core.ground.sealing import KeyRing
from core.second_factor import secret_upkeep
from core.second_factor.secret_upkeep import Resealed

BATCH = 200  # rows in one transaction: it holds locks briefly


@dataclass(frozen=True)
class SecretsOnKey:
    """How many TOTP secrets are sealed under one key of the ring."""

    kid: str
    secrets: int


def standing(session: Session, keys: KeyRing) -> tuple[SecretsOnKey, ...]:
    """Each key of the ring, the active one first, with the secrets that need it."""
    return tuple(SecretsOnKey(key.kid, secret_upkeep.sealed_under(session, key.kid)) for key in keys.keys)


def rotate(
    database: Database, keys: KeyRing, *, by: Actor, clock: Callable[[], datetime]
) -> Generator[Resealed, None, None]:
    """Move the secrets batch by batch; stopped anywhere, it goes on where it was when it is run again.

    Each batch is a transaction with its audit entry. A secret that does not open stays as it is and is counted.
    """
    after: str | None = ""
    while after is not None:
        batch = database.transact(partial(_move, keys=keys, after=after, by=by, clock=clock))
        after = batch.last_id
        yield batch


def _move(
    session: Session, *, keys: KeyRing, after: str, by: Actor, clock: Callable[[], datetime]
) -> Resealed:
    batch = secret_upkeep.reseal_some(session, keys, after=after, limit=BATCH)
    if batch.moved:
        details = {"key": keys.active.kid, "secrets": batch.moved}
        entries.record(session, "keys.rotated", by=by, now=clock(), details=details)
    return batch

"""One opened installation: its settings, database, keys and hashing slots, handed to every flow that needs them."""

from dataclasses import dataclass

from sqlalchemy import String, Text, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.ground import migrate
from core.ground.db import Base, Database, insert_or_ignore
from core.ground.hashing import HashingPool
from core.ground.sealing import CannotUnseal, KeyRing, seal, unseal
from core.ground.settings import Settings

NO_TABLES = "The database has no tables yet; run `tc2fa db upgrade`."
_CANARY = b"this key opens what it closed"


class KeyCanary(Base):
    """A known text under one key. It tells at start that a key is not the one this database was written with."""

    __tablename__ = "key_canaries"

    kid: Mapped[str] = mapped_column(String(16), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)


class KeyProblem(Exception):
    """The keys and the database do not fit together, in one sentence for the operator."""


class NotPrepared(Exception):
    """The database has no tables yet, in one sentence for the operator."""


@dataclass(frozen=True)
class Installation:
    """What a flow needs beyond the session: it is opened once per process."""

    settings: Settings
    database: Database
    keys: KeyRing
    hashing: HashingPool


def open_installation(settings: Settings) -> Installation:
    """Open the database and prove the keys on it, so that a wrong or lost key stops the start and not a sign-in.

    A key stays in the ring when another becomes active: old seals of the audit trail are checked with it.
    Raises KeyProblem, NotPrepared or DatabaseUnavailable.
    """
    database = Database(settings.database_url)
    if not migrate.is_there(database):
        raise NotPrepared(NO_TABLES)
    try:
        database.transact(lambda session: _check_keys(session, settings.keys))
    except BaseException:
        database.close()
        raise
    return Installation(settings, database, settings.keys, HashingPool(settings.argon2))


def _check_keys(session: Session, keys: KeyRing) -> None:
    if not inspect(session.connection()).has_table(KeyCanary.__tablename__):
        raise NotPrepared(NO_TABLES)
    known = {canary.kid: canary.sealed for canary in session.scalars(select(KeyCanary))}
    if missing := sorted(known.keys() - {key.kid for key in keys.keys}):
        names = ", ".join(missing)
        raise KeyProblem(f"The key ring lacks {names}, which this database was written with; put it back.")
    for key in keys.keys:
        if key.kid in known:
            _open_canary(keys, key.kid, known[key.kid])
        else:
            _plant_canary(session, KeyRing((key,)))


def _open_canary(keys: KeyRing, kid: str, sealed: str) -> None:
    try:
        opened = unseal(keys, sealed, purpose="canary", bound_to=[kid])
    except CannotUnseal:
        opened = b""
    if opened != _CANARY:
        raise KeyProblem(
            f"The key {kid} is not the one this database was written with; restore the right key."
        )


def _plant_canary(session: Session, ring: KeyRing) -> None:
    kid = ring.active.kid
    sealed = seal(ring, _CANARY, purpose="canary", bound_to=[kid])
    insert_or_ignore(session, KeyCanary, {"kid": kid, "sealed": sealed})

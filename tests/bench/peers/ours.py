"""Our own product as the bench serves it: people of Lakeside who share one password and one phone, and as many without."""

import contextlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground import migrate
from core.ground.actors import SYSTEM
from core.ground.db import Database
from core.ground.hashing import Argon2, HashingPool
from core.ground.installation import Installation, open_installation
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from core.imports import demo_data
from core.imports.demo_data import PASSWORD
from core.people import users
from core.people.users import User
from core.practices import practices
from core.practices.practices import Practice
from tests.bench.peers.served import Served, started
from tests.parts.server import free_port

ROOT = Path(__file__).parents[3]


@contextlib.contextmanager
def serve(folder: Path, people: int, secret: bytes, argon2: str) -> Iterator[Served]:
    """Both sites in one process, as ``tc2fa serve`` does it."""
    ports = free_port(), free_port()
    site, console = (f"http://127.0.0.1:{port}" for port in ports)
    settings = {
        "TC2FA_DATABASE_URL": f"sqlite:///{folder / 'ours.db'}",
        "TC2FA_KEYS": new_key("k1"),
        "TC2FA_PUBLIC_URL": site,
        "TC2FA_CONSOLE_URL": console,
        "TC2FA_LOG_LEVEL": "error",
    }
    _prepare(settings, people, secret, argon2)
    command = [sys.executable, "-m", "tests.bench.peers.serve_ours", *map(str, ports), argon2]
    with started(command, site, cwd=ROOT, settings=settings, log=folder / "ours.log") as served:
        yield served


def _prepare(settings: dict[str, str], people: int, secret: bytes, argon2: str) -> None:
    database = Database(settings["TC2FA_DATABASE_URL"])
    migrate.upgrade(database)
    database.close()
    installation = open_installation(read_settings(settings))
    demo_data.load(installation, now=datetime.now(UTC))
    hashed = HashingPool(Argon2(*map(int, argon2.split(",")))).hash(PASSWORD)
    assert isinstance(hashed, str), "one hash at a time never meets a full queue"
    installation.database.transact(lambda session: _add(session, installation, people, secret, hashed))
    installation.database.close()


def _add(session: Session, installation: Installation, people: int, secret: bytes, hashed: str) -> None:
    now = datetime.now(UTC)
    lakeside = session.scalars(select(Practice).where(Practice.name.startswith("Lakeside"))).one()
    lakeside.activated_at = now
    for number in range(2 * people):
        email = f"person{number}@bench.example"
        added = users.add_member(session, email=email, name="Pat Bench", by=SYSTEM, now=now)
        assert isinstance(added, User), f"{email} is there already"
        added.password_hash, added.password_changed_at = hashed, now
        session.flush()
        practices.add_membership(session, added.id, lakeside.id, "member", by=SYSTEM, now=now)
        if number < people:
            demo_data.enroll(session, installation.keys, added.id, secret, now=now)

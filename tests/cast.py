"""The people of the tests: the demo's, with their phones, on a database of their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.audit.entries import AuditEntry
from core.ground.actors import Actor, Channel, Factor
from core.ground.db import Database
from core.ground.hashing import Argon2, HashingPool
from core.ground.installation import Installation
from core.ground.outbox import OutboxRow
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from core.imports import demo_data
from core.imports.demo_data import HILLTOP, LAKESIDE, RIVERBEND
from core.people.users import User
from core.practices import practices
from core.practices.practices import Practice
from core.requests import request_decisions
from core.sessions import sessions
from tests.parts.phone import Phone

T = TypeVar("T")
Work = Callable[[Session], T]

MONDAY = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)
QUICK = Argon2(rounds=1, memory=64)  # the cost of a hash is not what these tests are about
KEYS = new_key("k1")  # one for the whole run: the databases that tests are copied from are sealed with it
PRACTICES = {"Lakeside": LAKESIDE, "Hilltop": HILLTOP, "Riverbend": RIVERBEND}


@dataclass
class Cast:
    """The demo's people on one installation. People go by their first name, practices by their first word."""

    installation: Installation
    phones: dict[str, Phone] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        return self.installation.database

    def person(self, name: str) -> User:
        """Dana, Miguel, Priya, Owen, Grace, Tom; of the team Alex, Sam, Kim and Jo."""
        return self.one(select(User).where(User.name.startswith(f"{name} ")))

    def practice(self, name: str) -> Practice:
        """Lakeside, Hilltop or Riverbend, as it stands now."""
        return self.one(select(Practice).where(Practice.name == PRACTICES[name]))

    def actor(
        self,
        name: str,
        *,
        factor: Factor = "none",
        factor_at: datetime | None = None,
        channel: Channel | None = None,
    ) -> Actor:
        """The person as an acting one, without a session; the team at the console, others on their site."""
        person = self.person(name)
        usual: Channel = "console" if person.audience == "console" else "account"
        return Actor(
            person.id, channel or usual, ip="192.0.2.7", factor=factor, factor_at=factor_at, request_id="r-1"
        )

    def fresh(self, name: str, *, now: datetime = MONDAY) -> Actor:
        """The person, who has shown a code just now."""
        return self.actor(name, factor="totp", factor_at=now)

    def sign_in_as(
        self, name: str, *, factor: Factor = "none", now: datetime = MONDAY
    ) -> tuple[str, sessions.SignedIn]:
        """A session that exists, without walking through the sign-in."""
        by = self.actor(name)
        person = self.person(name)
        return self.database.transact(
            lambda session: sessions.start(
                session,
                session.get_one(User, person.id),
                factor=factor,
                by=by,
                user_agent="Firefox",
                now=now,
            )
        )

    def enrolled(self, name: str, *, now: datetime = MONDAY) -> Phone:
        """The person's phone with a live factor on it; the team has one from the start."""
        if name not in self.phones:
            person, secret = self.person(name), bytes(range(20))
            keys = self.installation.keys
            self.do(lambda session: demo_data.enroll(session, keys, person.id, secret, now=now))
            self.phones[name] = Phone(issuer="ThoroughCare", account=person.email, secret=secret)
        return self.phones[name]

    def activate(self, name: str, *, now: datetime = MONDAY) -> None:
        """2FA is on in this practice, approved by Alex."""
        practice, by = self.practice(name), self.fresh("Alex", now=now)
        self.do(
            lambda session: practices.activate(
                session, session.get_one(Practice, practice.id), by=by, now=now
            )
        )

    def approve(self, request_id: str, *, by: str = "Alex", now: datetime = MONDAY) -> object:
        """Somebody of the team approves; the outcome."""
        actor = self.fresh(by, now=now)
        return self.database.transact(
            lambda session: request_decisions.approve(session, request_id, by=actor, now=now)
        )

    def do(self, work: Work[T]) -> T:
        """One transaction."""
        return self.database.transact(work)

    def look(self, work: Work[T]) -> T:
        """One look."""
        return self.database.read(work)

    def one(self, query: Select[T]) -> T:
        """The one row of a query, free of the transaction that read it."""
        (row,) = self.rows(query)
        return row

    def rows(self, query: Select[T]) -> list[T]:
        """What the database holds, free of the transaction that read it."""
        return self.database.read(lambda session: list(session.scalars(query)))

    def audited(self, action: str | None = None) -> list[AuditEntry]:
        """The audit entries, or those of one action, in their order."""
        query = select(AuditEntry).order_by(AuditEntry.id)
        return self.rows(query if action is None else query.where(AuditEntry.action == action))

    def told(self, kind: str | None = None) -> list[OutboxRow]:
        """The notices, or those of one kind."""
        query = select(OutboxRow).order_by(OutboxRow.created_at, OutboxRow.kind, OutboxRow.id)
        return self.rows(query if kind is None else query.where(OutboxRow.kind == kind))


@pytest.fixture
def cast(database: Database) -> Cast:
    """The demo's people, on SQLite and on PostgreSQL."""
    return open_cast(database)


def open_cast(database: Database, *, now: datetime = MONDAY) -> Cast:
    """The demo's people on a fresh ``database``, unless they are in it already, with quick hashing."""
    settings = read_settings({"TC2FA_KEYS": KEYS, "TC2FA_DATABASE_URL": "sqlite:///never-opened.db"})
    installation = Installation(settings, database, settings.keys, HashingPool(QUICK, queue=64))
    demo_data.load(installation, now=now)
    phones = {
        each.name.split()[0]: Phone.typing_key(each.secret, account=each.email) for each in demo_data.STAFF
    }
    return Cast(installation, phones)


def after(**units: float) -> datetime:
    """Monday morning plus so much."""
    return MONDAY + timedelta(**units)

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
from core.ground.db import Database, new_id
from core.ground.hashing import Argon2, HashingPool
from core.ground.installation import Installation
from core.ground.outbox import OutboxRow
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from core.imports import demo_data
from core.imports.demo_data import HILLTOP, LAKESIDE, PASSWORD, RIVERBEND
from core.people.users import Audience, StaffRole, User
from core.practices import change_decisions, practices
from core.practices.change_decisions import ChangeApproved
from core.practices.practice_changes import ChangeProposed
from core.practices.practices import Membership, Practice
from core.requests import request_decisions
from core.sessions import sessions
from tests.parts.phone import Phone

T = TypeVar("T")
Work = Callable[[Session], T]

MONDAY = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)
QUICK = Argon2(rounds=1, memory=64)  # the cost of a hash is not what these tests are about
KEYS = new_key("k1")  # one for the whole run: the databases that tests are copied from are sealed with it
BROWSER = Actor(user_id=None, channel="account", ip="192.0.2.7")  # of someone who has not signed in yet
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
        return self.signed_in(self.person(name).id, factor=factor, by=self.actor(name), now=now)

    def signed_in(
        self, user_id: str, *, factor: Factor = "none", by: Actor = BROWSER, now: datetime = MONDAY
    ) -> tuple[str, sessions.SignedIn]:
        """The same by the person's id."""

        def start(session: Session) -> tuple[str, sessions.SignedIn]:
            user = session.get_one(User, user_id)
            return sessions.start(session, user, factor=factor, by=by, user_agent="Firefox", now=now)

        return self.do(start)

    def who(
        self, token: str, *, audience: Audience = "account", now: datetime = MONDAY
    ) -> sessions.SignedIn | None:
        """Whose session this cookie is, if it counts."""
        return self.look(lambda session: sessions.find(session, token, audience=audience, now=now))

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

    def deactivate(self, name: str, *, now: datetime = MONDAY) -> None:
        """2FA is off again in this practice: Alex proposes it, Sam approves."""
        place, alex, sam = self.practice(name).id, self.fresh("Alex", now=now), self.fresh("Sam", now=now)

        def work(session: Session) -> None:
            proposed = change_decisions.propose_deactivation(session, place, "They asked", by=alex, now=now)
            assert isinstance(proposed, ChangeProposed)
            done = change_decisions.approve_change(session, proposed.change_id, by=sam, now=now)
            assert isinstance(done, ChangeApproved)

        self.do(work)

    def require(self, name: str, start: datetime) -> None:
        """From ``start`` on, nobody of this practice signs in without a second factor."""
        place = self.practice(name).id
        self.do(lambda session: setattr(session.get_one(Practice, place), "required_from", start))

    def approve(self, request_id: str, *, by: str = "Alex", now: datetime = MONDAY) -> object:
        """Someone of the team approves; the outcome."""
        actor = self.fresh(by, now=now)
        return self.database.transact(
            lambda session: request_decisions.approve(session, request_id, by=actor, now=now)
        )

    def new_practice(self, name: str, *, activated: bool = False) -> str:
        """One more practice; its id."""
        on = MONDAY if activated else None
        practice = Practice(id=new_id(), name=name, created_at=MONDAY, activated_at=on)
        self.do(lambda session: session.add(practice))
        return practice.id

    def new_member(self, email: str, *practice_ids: str) -> str:
        """One more member, with the password of all; their id."""
        user_id = self._new_user(email, "Dana Whitfield", "account", None)
        for practice_id in practice_ids:
            self.join(user_id, practice_id)
        return user_id

    def new_colleague(self, email: str, *, role: StaffRole = "agent") -> str:
        """One more of the team, with the password of all and no factor yet; their id."""
        return self._new_user(email, "Alex Kent", "console", role)

    def join(self, user_id: str, practice_id: str, *, left: bool = False) -> None:
        """The person works in this practice, or did until now."""
        membership = Membership(user_id=user_id, practice_id=practice_id, role="member", created_at=MONDAY)
        membership.ended_at = MONDAY if left else None
        self.do(lambda session: session.merge(membership))

    def disable(self, user_id: str) -> None:
        """The account is closed, without the rules of who may close it."""
        self.do(lambda session: setattr(session.get_one(User, user_id), "disabled_at", MONDAY))

    def _new_user(self, email: str, name: str, audience: Audience, role: StaffRole | None) -> str:
        user = User(
            id=new_id(), email=email, name=name, audience=audience, staff_role=role, created_at=MONDAY
        )
        hashed = self.installation.hashing.hash(PASSWORD)
        assert isinstance(hashed, str)
        user.password_hash = hashed
        self.do(lambda session: session.add(user))
        return user.id

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


@pytest.fixture
def empty_cast(database: Database) -> Cast:
    """The same without the demo's people, for a test that says itself who is there."""
    return Cast(_installation(database))


def open_cast(database: Database, *, now: datetime = MONDAY) -> Cast:
    """The demo's people on a fresh ``database``, unless they are in it already, with quick hashing."""
    installation = _installation(database)
    demo_data.load(installation, now=now)
    phones = {
        each.name.split()[0]: Phone.typing_key(each.secret, account=each.email) for each in demo_data.STAFF
    }
    return Cast(installation, phones)


def _installation(database: Database) -> Installation:
    settings = read_settings({"TC2FA_KEYS": KEYS, "TC2FA_DATABASE_URL": "sqlite:///never-opened.db"})
    return Installation(settings, database, settings.keys, HashingPool(QUICK, queue=64))


def after(**units: float) -> datetime:
    """Monday morning plus so much."""
    return MONDAY + timedelta(**units)

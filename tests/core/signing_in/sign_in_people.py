"""A clinic in few words for the tests of sign-in: people with passwords, practices, sessions, and phones."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.audit.entries import AuditEntry
from core.enrolling import set_up
from core.enrolling.set_up import Begun, Enabled
from core.ground.actors import Actor, Factor
from core.ground.db import Database, new_id
from core.ground.hashing import HashingPool
from core.ground.installation import Installation
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from core.people.users import Audience, StaffRole, User
from core.practices.practices import Membership, Practice
from core.second_factor import totp
from core.second_factor.attempts import Typed
from core.second_factor.refusals import Refusal
from core.sessions import half_sign_ins, sessions
from core.sessions.half_sign_ins import Half, HalfExpired
from core.signing_in import sign_in
from core.signing_in.sign_in import SecondFactorOwed, SignedInNow
from tests.cast import QUICK
from tests.parts.phone import Phone

T = TypeVar("T")

DANA = "dana@lakeside.example"
ALEX = "alex@thoroughcare.example"
NOON = datetime(2026, 3, 2, 12, 0, 5, tzinfo=UTC)
PASSWORD = "a calm river runs by the mill"
BROWSER = Actor(user_id=None, channel="account", ip="192.0.2.7")
CONSOLE = replace(BROWSER, channel="console")


@dataclass
class Clinic:
    """An installation with somebody in it."""

    installation: Installation
    hashed: str
    tokens: tuple[str, ...] = ()  # of whoever enrolled last

    @property
    def database(self) -> Database:
        return self.installation.database

    def rows(self, query: Select[T]) -> list[T]:
        """What the database holds, free of the transaction that read it."""

        def read(session: Session) -> list[T]:
            found = list(session.scalars(query))
            session.expunge_all()
            return found

        return self.database.read(read)

    def audited(self, action: str) -> list[AuditEntry]:
        return self.rows(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))

    def practice(self, name: str, *, activated: bool = False) -> str:
        def make(session: Session) -> str:
            practice = Practice(
                id=new_id(), name=name, created_at=NOON, activated_at=NOON if activated else None
            )
            session.add(practice)
            return practice.id

        return self.database.transact(make)

    def member(self, email: str, *practices: str, name: str = "Dana Whitfield") -> str:
        user_id = self._user(email, name, "account", None)
        for practice_id in practices:
            self.join(user_id, practice_id)
        return user_id

    def staff(self, email: str, *, role: StaffRole = "agent") -> str:
        return self._user(email, "Alex Kent", "console", role)

    def join(self, user_id: str, practice_id: str, *, left: bool = False) -> None:
        self.database.transact(
            lambda session: session.merge(
                Membership(
                    user_id=user_id,
                    practice_id=practice_id,
                    role="member",
                    created_at=NOON,
                    ended_at=NOON if left else None,
                )
            )
        )

    def signed_in(
        self, user_id: str, *, factor: Factor = "none", now: datetime = NOON
    ) -> tuple[str, sessions.SignedIn]:
        def start(session: Session) -> tuple[str, sessions.SignedIn]:
            user = session.get_one(User, user_id)
            return sessions.start(session, user, factor=factor, by=BROWSER, user_agent="Firefox", now=now)

        return self.database.transact(start)

    def enroll(self, user_id: str, *, now: datetime) -> Phone:
        """The person sets 2FA up for themself, in a session of that moment."""
        _, signed_in = self.signed_in(user_id, now=now)
        by = replace(BROWSER, user_id=user_id, session_id=signed_in.session_id)
        keys = self.installation.keys
        begun = self.database.transact(lambda session: set_up.begin(session, keys, user_id, by=by, now=now))
        assert isinstance(begun, Begun)
        phone = Phone.opening(totp.provisioning_uri(begun.secret, signed_in.email))
        enabled = set_up.confirm(
            self.installation, user_id, password=PASSWORD, code=phone.code(now), by=by, now=now
        )
        assert isinstance(enabled, Enabled)
        self.tokens = enabled.tokens
        return phone

    def who(
        self, token: str, *, audience: Audience = "account", now: datetime = NOON
    ) -> sessions.SignedIn | None:
        return self.database.read(lambda session: sessions.find(session, token, audience=audience, now=now))

    def disable(self, user_id: str) -> None:
        def set_it(session: Session) -> None:
            session.get_one(User, user_id).disabled_at = NOON

        self.database.transact(set_it)

    def _user(self, email: str, name: str, audience: Audience, role: StaffRole | None) -> str:
        user = User(
            id=new_id(),
            email=email,
            name=name,
            audience=audience,
            staff_role=role,
            password_hash=self.hashed,
            created_at=NOON,
        )
        self.database.transact(lambda session: session.add(user))
        return user.id


def open_clinic(database: Database) -> Clinic:
    """A clinic on ``database`` with quick hashing."""
    settings = read_settings({"TC2FA_KEYS": new_key("k1"), "TC2FA_DATABASE_URL": "sqlite:///never-opened.db"})
    hashing = HashingPool(QUICK, queue=64)
    hashed = hashing.hash(PASSWORD)
    assert isinstance(hashed, str)
    return Clinic(Installation(settings, database, settings.keys, hashing), hashed)


def after(**units: float) -> datetime:
    """NOON plus so much."""
    return NOON + timedelta(**units)


def first_step(
    clinic: Clinic,
    email: str = DANA,
    password: str = PASSWORD,
    *,
    audience: Audience = "account",
    next_path: str = "/",
    by: Actor | None = None,
    now: datetime = NOON,
) -> sign_in.PasswordOutcome:
    return sign_in.with_password(
        clinic.installation,
        audience=audience,
        email=email,
        password=password,
        next_path=next_path,
        by=by or (BROWSER if audience == "account" else CONSOLE),
        user_agent="Firefox",
        now=now,
    )


def half_token(clinic: Clinic, now: datetime = NOON, next_path: str = "/") -> str:
    owed = first_step(clinic, now=now, next_path=next_path)
    assert isinstance(owed, SecondFactorOwed)
    return owed.half_token


def second_step(
    clinic: Clinic, half: str, code: str, *, now: datetime = NOON, browser: str | None = None
) -> SignedInNow | Refusal | HalfExpired:
    return sign_in.with_second_factor(
        clinic.installation,
        half,
        Typed("totp", code),
        audience="account",
        browser_token=browser,
        by=BROWSER,
        user_agent="Firefox",
        now=now,
    )


def find_half(
    clinic: Clinic, token: str, now: datetime = NOON, audience: Audience = "account"
) -> Half | None:
    return clinic.database.read(
        lambda session: half_sign_ins.find(session, token, audience=audience, now=now)
    )


def wrong(phone: Phone, now: datetime = NOON) -> str:
    """A code that this phone shows at no time near ``now``."""
    near = {phone.code_of_step(now, steps) for steps in range(-40, 41)}
    return next(code for code in (f"{number:06}" for number in range(100)) if code not in near)

"""The people and practices of the demo: fixed, so that a walk-through, a script and a test find the same ones.

The passwords and secrets here are published on purpose. Only ``tc2fa demo`` loads them, and it refuses to serve
any other machine.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground.actors import Actor
from core.ground.db import new_id
from core.ground.installation import Installation
from core.ground.sealing import KeyRing
from core.people import users
from core.people.users import EmailTaken, StaffRole, User
from core.practices import practices
from core.practices.practices import DEFAULT_TIME_ZONE, Role
from core.second_factor.enrollments import Enrollment
from core.second_factor.readable_secret import seal_secret

PASSWORD = "demo-Password-1!"
GROUP = "Lakeside Health Group"
LAKESIDE = "Lakeside Family Medicine"
HILLTOP = "Hilltop Internal Medicine"
RIVERBEND = "Riverbend Cardiology"
BY = Actor(user_id=None, channel="command_line")


@dataclass(frozen=True)
class DemoPractice:
    """A practice of the demo; 2FA is activated in none."""

    name: str
    group: str | None


@dataclass(frozen=True)
class DemoMember:
    """A member of the demo and where they work."""

    email: str
    name: str
    places: Mapping[str, Role]


@dataclass(frozen=True)
class DemoStaff:
    """A person of the team in the demo, enrolled already; ``secret`` is base32, as an authenticator app takes it."""

    email: str
    name: str
    role: StaffRole
    secret: str


PRACTICES = (DemoPractice(LAKESIDE, GROUP), DemoPractice(HILLTOP, GROUP), DemoPractice(RIVERBEND, None))
MEMBERS = (
    DemoMember("dana@lakeside.example", "Dana Whitfield", {LAKESIDE: "admin"}),
    DemoMember("miguel@lakeside.example", "Miguel Ortega", {LAKESIDE: "member", HILLTOP: "member"}),
    DemoMember("priya@lakeside.example", "Priya Raman", {LAKESIDE: "member"}),
    DemoMember("owen@hilltop.example", "Owen Brandt", {HILLTOP: "admin", LAKESIDE: "member"}),
    DemoMember("grace@riverbend.example", "Grace Liu", {RIVERBEND: "admin"}),
    DemoMember("tom@riverbend.example", "Tom Becker", {RIVERBEND: "member"}),
)
STAFF = (
    DemoStaff("alex@thoroughcare.example", "Alex Morgan", "agent", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"),
    DemoStaff("sam@thoroughcare.example", "Sam Okafor", "supervisor", "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU"),
    DemoStaff("kim@thoroughcare.example", "Kim Larsen", "supervisor", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK"),
    DemoStaff("jo@thoroughcare.example", "Jo Delgado", "auditor", "NBSWY3DPEB3W64TMNBSWY3DPEB3W64TM"),
)


def load(installation: Installation, *, now: datetime) -> bool:
    """Put the demo's people into an empty installation; False, and nothing done, when they are there already."""
    if installation.database.read(_has_people):
        return False
    hashed = {person.email: _hash(installation) for person in (*MEMBERS, *STAFF)}
    return installation.database.transact(lambda session: _load(session, installation.keys, hashed, now=now))


def _hash(installation: Installation) -> str:
    match installation.hashing.hash(PASSWORD):
        case str(hashed):
            return hashed
        case busy:
            raise RuntimeError(f"nobody else hashes while the demo loads: {busy}")


def _has_people(session: Session) -> bool:
    return session.scalar(select(User.id).limit(1)) is not None


def _load(session: Session, keys: KeyRing, hashed: Mapping[str, str], *, now: datetime) -> bool:
    if _has_people(session):
        return False
    for place in PRACTICES:
        practices.add_practice(
            session, place.name, group=place.group, time_zone=DEFAULT_TIME_ZONE, by=BY, now=now
        )
    for member in MEMBERS:
        _add_member(session, member, hashed[member.email], now=now)
    for colleague in STAFF:
        _add_staff(session, keys, colleague, hashed[colleague.email], now=now)
    return True


def _add_member(session: Session, member: DemoMember, hashed: str, *, now: datetime) -> None:
    added = users.add_member(session, email=member.email, name=member.name, by=BY, now=now)
    user = _with_password(added, hashed, now=now)
    for name, role in member.places.items():
        place = session.scalars(select(practices.Practice).where(practices.Practice.name == name)).one()
        practices.add_membership(session, user.id, place.id, role, by=BY, now=now)


def _add_staff(session: Session, keys: KeyRing, colleague: DemoStaff, hashed: str, *, now: datetime) -> None:
    added = users.add_staff(
        session, email=colleague.email, name=colleague.name, role=colleague.role, by=BY, now=now
    )
    user = _with_password(added, hashed, now=now)
    enroll(session, keys, user.id, base64.b32decode(colleague.secret), now=now)


def enroll(session: Session, keys: KeyRing, user_id: str, secret: bytes, *, now: datetime) -> None:
    """Give a person a live factor with a known secret and no recovery tokens; for the demo only."""
    enrollment_id = new_id()
    session.add(
        Enrollment(
            id=enrollment_id,
            user_id=user_id,
            state="live",
            secret=seal_secret(keys, user_id, enrollment_id, secret),
            created_at=now,
            confirmed_at=now,
            tokens_acknowledged_at=now,
        )
    )
    entries.record(session, "enrollment.confirmed", by=BY, now=now, on=user_id, details={"demo": True})


def _with_password(added: User | EmailTaken, hashed: str, *, now: datetime) -> User:
    if isinstance(added, EmailTaken):
        raise TypeError("two people of the demo share an address")
    added.password_hash, added.password_changed_at = hashed, now
    return added

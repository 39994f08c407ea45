"""What a walk remembers of what it was told: plain facts, kept without any code of the product."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import func, select

from core.audit.entries import AuditEntry
from core.ground.actors import Actor
from core.imports.demo_data import PASSWORD
from core.people.users import Audience
from core.second_factor.attempts import Typed
from core.second_factor.enrollments import Enrollment
from core.second_factor.refusals import Refusal
from core.sessions import sessions
from core.sessions.sessions import SignedIn
from tests.cast import MONDAY, Cast
from tests.parts.phone import STEP, Phone

MEMBERS = ("Dana", "Miguel", "Owen", "Grace")
STAFF = ("Alex", "Sam")

pick = st.integers(0, 3)  # which of the latest
offsets = st.sampled_from([0, 0, 0, 1, -1, 2, -2, 5, -9, 10])  # half-minutes between phone and server
mostly = st.sampled_from([True, True, True, False])
rarely = mostly.map(lambda is_so: not is_so)


@dataclass
class Waiting:
    """A set-up that goes on: the phone has the new entry, the code is still to be confirmed in this session."""

    session_id: str
    enrollment_id: str
    phone: Phone


@dataclass
class Remembered:
    """A person: what they know, hold, and have used up."""

    name: str
    id: str
    email: str
    audience: Audience
    password: str = PASSWORD
    live: str | None = None  # the id of the enrollment that was acknowledged as enabled
    phone: Phone | None = None
    waiting: Waiting | None = None
    tokens: list[str] = field(default_factory=list)
    dead_tokens: list[str] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    failures: int = 0  # second factors that were checked and refused since the last success


@dataclass
class Seen:
    """A session that a browser was given, with every cookie it ever had."""

    name: str
    audience: Audience
    token: str
    session_id: str
    is_open: bool = True
    old_tokens: list[str] = field(default_factory=list)

    def renew(self, token: str | None) -> None:
        """The browser has a new cookie now."""
        if token is not None:
            self.old_tokens.append(self.token)
            self.token = token


@dataclass
class SeenHalf:
    """A half sign-in that a browser was given."""

    name: str
    audience: Audience
    token: str
    is_open: bool = True


class Memory(RuleBasedStateMachine):
    """The cast on one database, the hands of the clock, and everything that was acknowledged so far."""

    all_walks: ClassVar[Counter[str]] = Counter()  # to see that walks get anywhere at all

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        self.cast = cast
        self.now: datetime = MONDAY + timedelta(minutes=30)
        self.people = {name: self._remember(name) for name in (*MEMBERS, *STAFF)}
        self.sessions: list[Seen] = []
        self.halves: list[SeenHalf] = []
        self.requests: dict[str, str] = {}
        self.happened: Counter[str] = Counter()
        self.counters: dict[str, int] = {}
        self.attempts: dict[str, int] = {}
        self.has_succeeded = False
        self.first_entry = cast.one(select(func.max(AuditEntry.id)))

    def wait(self, seconds: int) -> None:
        """Put the clock forward, or back."""
        self.now += timedelta(seconds=seconds)

    def note(self, action: str) -> None:
        """Remember that this was acknowledged as done."""
        self.happened[action] += 1
        self.all_walks[action] += 1
        self.has_succeeded = True

    def inside(self, which: int) -> tuple[Seen, SignedIn, Actor] | None:
        """One of the latest browsers with who is signed in there and how they act; None when no one is."""
        return self._look_inside(self.sessions[-1 - which % len(self.sessions)])

    def inside_of(self, session_id: str) -> tuple[Seen, SignedIn, Actor] | None:
        """The same for one browser."""
        return self._look_inside(next(seen for seen in self.sessions if seen.session_id == session_id))

    def _look_inside(self, seen: Seen) -> tuple[Seen, SignedIn, Actor] | None:
        found = self.cast.look(
            lambda session: sessions.find(session, seen.token, audience=seen.audience, now=self.now)
        )
        if found is None:
            return None
        by = Actor(found.user_id, seen.audience, "192.0.2.7", found.session_id, found.factor, found.factor_at)
        return seen, found, by

    def accepted(self, person: Remembered, offset: int) -> None:
        """A code was taken: it must have been of the window, and later than every code before it."""
        step = int((self.now + offset * STEP).timestamp()) // 30
        assert abs(offset) <= 1, f"a code {offset} steps off was taken"
        assert step > max(person.steps, default=-1), f"{person.name}'s step was used before"
        person.steps.append(step)
        person.failures = 0

    def refused(self, person: Remembered, outcome: object) -> None:
        """A second factor was refused: if it was looked at, it must stay counted."""
        unseen = {"malformed", "too_many_tries", "locked", "no_factor", "busy"}
        if isinstance(outcome, Refusal) and outcome.kind not in unseen:
            person.failures += 1

    def close(self, person: Remembered, *, keep: Seen | None = None) -> None:
        """What rested on an older password or factor must be over."""
        for seen in self.sessions:
            seen.is_open = seen.is_open and (seen.name != person.name or seen is keep)
        for half in self.halves:
            half.is_open = half.is_open and half.name != person.name

    def _remember(self, name: str) -> Remembered:
        user = self.cast.person(name)
        audience: Audience = "console" if user.audience == "console" else "account"
        person = Remembered(name, user.id, user.email, audience)
        if name in STAFF:
            person.phone = self.cast.phones[name]
            person.live = self.cast.one(
                select(Enrollment.id).where(Enrollment.user_id == user.id, Enrollment.state == "live")
            )
        return person


def code_of(phone: Phone | None, now: datetime, offset: int) -> Typed:
    """The code that the phone shows so many half-minutes from now; without a phone a guess."""
    return Typed("totp", phone.code_of_step(now, offset) if phone else "123456")

"""What a turn knows when it starts, read from the server. Dates are already words in the person's language."""

from dataclasses import dataclass, field
from typing import Literal

from bot.engine.types.memory import Memory

Who = Literal["visitor", "proven", "member"]
Language = Literal["en", "es"]
OPEN = ("pending", "more_information")


@dataclass(frozen=True)
class RequestFacts:
    """The latest request of a practice, as its people may know it."""

    id: str
    state: str  # pending | more_information | approved | declined | withdrawn | refused
    mine: bool  # this person is one of those who asked
    asked_by: str
    asked_on: str
    question: str = ""  # the open question of the staff
    reason: str = ""  # why it was declined

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True)
class ColleagueFacts:
    """One person of a practice, as its admin may name them."""

    id: str
    name: str


@dataclass(frozen=True)
class ResetFacts:
    """A reset of this person's factor, or an open one of somebody in a practice they lead."""

    id: str
    state: str  # filed | proposed | approved | done | frozen | withdrawn | declined
    due: str = ""  # until when it waits, once it is approved
    person_id: str = ""  # empty: one's own
    person: str = ""
    mine: bool = True  # may be taken back by this person

    @property
    def is_open(self) -> bool:
        return self.state in {"filed", "proposed", "approved"}


@dataclass(frozen=True)
class PracticeFacts:
    """One practice of this person. The names of members are there for its admins only."""

    id: str
    name: str
    is_admin: bool = False
    activated_on: str = ""  # empty: not activated
    group: str = ""
    admins: tuple[str, ...] = ()
    members: int = 0
    member_names: tuple[str, ...] = ()  # the first few
    people: tuple[ColleagueFacts, ...] = ()  # all of them, for its admins
    shared: int = 0  # members who work in other practices too
    set_up: int = 0
    missing: tuple[
        str, ...
    ] = ()  # names of those who have not set it up, for admins of an activated practice
    request: RequestFacts | None = None

    @property
    def open_request(self) -> RequestFacts | None:
        return self.request if self.request and self.request.is_open else None


@dataclass(frozen=True)
class EnrollmentFacts:
    """Where this person's own set-up stands; ``qr_issued`` while a QR code waits for its first code.

    ``opened``: the page has shown them the way.
    """

    state: Literal["none", "pending", "live"] = "none"
    since: str = ""
    tokens_left: int = 0
    tokens_acknowledged: bool = False
    locked: bool = False
    qr_issued: bool = False
    opened: bool = False


@dataclass(frozen=True)
class RefusalFacts:
    """Why the last code was refused, from the server's own record, as a sentence in the person's language."""

    kind: str
    sentence: str

    @property
    def is_over(self) -> bool:
        """Whether the next code may do; else the sentence itself says what must come first."""
        return self.kind in {"malformed", "wrong", "expired", "already_used"}


@dataclass(frozen=True)
class TeamFacts:
    """When a person answers, as words to finish a sentence with; both empty when nothing honest can be said."""

    usually: str = ""  # "about 5 minutes", while the team is in
    back: str = ""  # "tomorrow at 8:00 AM EST", while it is not


@dataclass(frozen=True)
class Facts:
    """Everything a step may look at. A visitor's facts hold nothing about any account."""

    who: Who = "visitor"
    language: Language = "en"
    first_name: str = ""
    practices: tuple[PracticeFacts, ...] = ()
    enrollment: EnrollmentFacts = EnrollmentFacts()
    refusal: RefusalFacts | None = None
    resets: tuple[ResetFacts, ...] = ()  # one's own latest, and the open ones of the people one leads
    floor: Literal["bot", "waiting", "person"] = "bot"
    team: TeamFacts = TeamFacts()  # read while someone waits for a person
    memory: Memory = field(default_factory=Memory)
    offer_is_open: bool = True  # the guide was neither offered since the activation nor refused for good

    @property
    def may_set_up(self) -> bool:
        """Any activated practice is enough, whichever one is chosen on the dashboard."""
        return any(practice.activated_on for practice in self.practices)

    @property
    def administered(self) -> tuple[PracticeFacts, ...]:
        return tuple(practice for practice in self.practices if practice.is_admin)

    @property
    def own_reset(self) -> ResetFacts | None:
        """The latest reset of this person's own factor."""
        return next((reset for reset in self.resets if not reset.person_id), None)

    @property
    def led(self) -> tuple[ColleagueFacts, ...]:
        """Everybody in the practices that this person leads, each once."""
        found = {each.id: each for practice in self.administered for each in practice.people}
        return tuple(found.values())

    def reset(self, reset_id: str) -> ResetFacts | None:
        """The reset with this id, if this person may know of it."""
        return next((reset for reset in self.resets if reset.id == reset_id), None)

    def practice(self, practice_id: str) -> PracticeFacts | None:
        """The practice with this id, if this person works there."""
        return next((practice for practice in self.practices if practice.id == practice_id), None)

    def request(self, request_id: str) -> PracticeFacts | None:
        """The practice whose latest request has this id, if this person works there."""
        found = (p for p in self.practices if p.request is not None and p.request.id == request_id)
        return next(found, None)

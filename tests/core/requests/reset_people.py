"""Priya has lost her phone; Alex and Sam of the team look into it. Short words for the tests of resets."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.enrolling import resets_due
from core.ground.actors import Actor
from core.requests import reset_decisions, reset_requests
from core.requests.reset_decisions import ResetApproved, ResetEvidence, ResetProposed
from core.requests.reset_requests import ResetFiled
from core.requests.reset_states import ResetRequest
from tests.cast import MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import Owner, set_up_factor

WAITING = timedelta(hours=24)
DUE = after(hours=24)
GOOD = ResetEvidence(
    "Read the last invoice to us over the phone.", "Called the number of 2024, ending in 12."
)


@dataclass
class Desk:
    """The team and the one who lost her phone."""

    cast: Cast
    priya: Owner

    def half_way(self, name: str = "Priya") -> Actor:
        """The person with a right password and nothing else."""
        return replace(self.cast.actor(name, channel="bubble"), session_id="a" * 24)

    def file(self, by: Actor | None = None, *, name: str = "Priya", now: datetime = MONDAY) -> object:
        person, by = self.cast.person(name).id, by or self.half_way(name)
        return self.cast.do(lambda session: reset_requests.file(session, person, by=by, now=now))

    def filed(self, *, now: datetime = MONDAY) -> str:
        outcome = self.file(now=now)
        assert isinstance(outcome, ResetFiled)
        return outcome.reset_id

    def propose(
        self, reset_id: str, by: Actor, evidence: ResetEvidence = GOOD, *, now: datetime = MONDAY
    ) -> object:
        return self.cast.do(
            lambda session: reset_decisions.propose(session, reset_id, evidence, by=by, now=now)
        )

    def approve(
        self, reset_id: str, by: Actor, *, digest: str | None = None, now: datetime = MONDAY
    ) -> object:
        seen = digest or self.reset(reset_id).digest or ""
        return self.cast.do(
            lambda session: reset_decisions.approve_reset(
                session, reset_id, digest=seen, waiting=WAITING, by=by, now=now
            )
        )

    def decline(self, reset_id: str, by: Actor, reason: str = "Not sure that it is her.") -> object:
        return self.cast.do(
            lambda session: reset_decisions.decline_reset(session, reset_id, reason, by=by, now=MONDAY)
        )

    def freeze(self, reset_id: str, by: Actor, *, now: datetime = MONDAY) -> object:
        return self.cast.do(lambda session: reset_requests.freeze(session, reset_id, by=by, now=now))

    def withdraw(self, reset_id: str, by: Actor) -> object:
        return self.cast.do(
            lambda session: reset_requests.withdraw_reset(session, reset_id, by=by, now=MONDAY)
        )

    def proposed(self, by: str = "Alex") -> str:
        reset_id = self.filed()
        assert isinstance(self.propose(reset_id, self.cast.fresh(by)), ResetProposed)
        return reset_id

    def approved(self) -> str:
        reset_id = self.proposed()
        assert isinstance(self.approve(reset_id, self.cast.fresh("Sam")), ResetApproved)
        return reset_id

    def round(self, now: datetime = DUE) -> bool:
        """What every process does each minute."""
        return self.cast.do(lambda session: resets_due.carry_out_next(session, now=now))

    def reset(self, reset_id: str) -> ResetRequest:
        return self.cast.look(lambda session: session.get_one(ResetRequest, reset_id))

    def state(self, reset_id: str) -> str:
        return self.reset(reset_id).state


def open_desk(cast: Cast) -> Desk:
    """Priya set 2FA up an hour ago."""
    return Desk(cast, set_up_factor(cast))

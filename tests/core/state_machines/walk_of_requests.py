"""The steps of a walk around requests: asked, answered, withdrawn, decided, while people come and go."""

from typing import Literal, assert_never

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.ground.actors import SYSTEM, Actor
from core.people.staff_rights import NotAllowed, StepUpNeeded
from core.practices import practices
from core.practices.practices import Role
from core.requests import request_decisions as decisions
from core.requests.activation_requests import Answered, Asked, Withdrawn, answer, ask, withdraw
from core.requests.request_decisions import (
    AlreadyDecided,
    Approved,
    AskedForMore,
    AskerNoLongerAdmin,
    Declined,
)
from core.requests.request_states import OPEN_STATES
from tests.cast import Cast
from tests.core.state_machines.walk_memory import MEMBERS, Memory, mostly, pick

PLACES: dict[tuple[str, str], Role] = {
    ("Dana", "Lakeside"): "admin",
    ("Miguel", "Lakeside"): "member",
    ("Miguel", "Hilltop"): "member",
    ("Owen", "Hilltop"): "admin",
    ("Owen", "Lakeside"): "member",
    ("Grace", "Riverbend"): "admin",
}
Decision = Literal["approve", "decline", "ask_for_more"]
names = st.sampled_from(MEMBERS)
asks = st.sampled_from(
    [
        ("Dana", "Lakeside"),
        ("Owen", "Hilltop"),
        ("Grace", "Riverbend"),
        ("Miguel", "Hilltop"),
        ("Dana", "Hilltop"),
    ]
)


class RequestSteps(Memory):
    """Requests are asked by a person who is an admin at that moment, and decided by staff with a fresh code."""

    def __init__(self, cast: Cast) -> None:
        super().__init__(cast)
        self.roles: dict[tuple[str, str], Role | None] = dict(PLACES)

    @rule(at=asks)
    def somebody_asks(self, at: tuple[str, str]) -> None:
        name, place = at
        practice_id, by = self.cast.practice(place).id, self.cast.actor(name)
        outcome = self.cast.do(lambda session: ask(session, practice_id, by=by, now=self.now))
        if isinstance(outcome, Asked):
            assert self.roles.get(at) == "admin", f"{name} may not ask for {place}"
            self.requests[outcome.request_id] = "pending"
            self.note("request.asked")

    @rule(name=names, which=pick)
    @precondition(lambda self: self.requests)
    def somebody_withdraws(self, name: str, which: int) -> None:
        request_id, by = self._request(which), self.cast.actor(name)
        outcome = self.cast.do(lambda session: withdraw(session, request_id, by=by, now=self.now))
        if isinstance(outcome, Withdrawn):
            self._moves(request_id, "withdrawn", "request.withdrawn")

    @rule(name=names, which=pick)
    @precondition(lambda self: "more_information" in self.requests.values())
    def somebody_answers(self, name: str, which: int) -> None:
        request_id, by = self._request(which), self.cast.actor(name)
        outcome = self.cast.do(lambda session: answer(session, request_id, "Yes", by=by, now=self.now))
        if isinstance(outcome, Answered):
            assert self.requests[request_id] == "more_information"
            self._moves(request_id, "pending", "request.answered")

    @rule(
        name=st.sampled_from(["Alex", "Sam", "Alex", "Sam", "Jo", "Dana"]),
        which=pick,
        what=st.sampled_from(["approve", "decline", "ask_for_more"]),
        is_fresh=mostly,
    )
    @precondition(lambda self: self.requests)
    def staff_decide(self, name: str, which: int, what: Decision, *, is_fresh: bool) -> None:
        request_id = self._request(which)
        by = self.cast.fresh(name, now=self.now) if is_fresh else self.cast.actor(name)
        outcome = self._decide(request_id, what, by)
        if not isinstance(outcome, NotAllowed | StepUpNeeded):
            assert is_fresh, f"{name} decided without a fresh code"
            assert name in {"Alex", "Sam"}, f"{name} may not decide"
        match outcome:
            case Approved():
                self._moves(request_id, "approved", "request.approved")
            case Declined():
                self._moves(request_id, "declined", "request.declined")
            case AskerNoLongerAdmin():
                self._moves(request_id, "refused", "request.refused")
            case AskedForMore():
                self._moves(request_id, "more_information", "request.asked_for_more")
            case AlreadyDecided(state):
                assert self.requests[request_id] == state
            case _:
                pass

    @rule(at=st.sampled_from(sorted(PLACES)), is_back=st.booleans())
    def somebody_leaves_or_comes_back(self, at: tuple[str, str], *, is_back: bool) -> None:
        (name, place), role = at, PLACES[at]
        person, practice_id = self.people[name], self.cast.practice(place).id
        if is_back:
            self.cast.do(
                lambda session: practices.add_membership(
                    session, person.id, practice_id, role, by=SYSTEM, now=self.now
                )
            )
        else:
            self.cast.do(
                lambda session: practices.end_membership(
                    session, person.id, practice_id, by=SYSTEM, now=self.now
                )
            )
        self.roles[at] = role if is_back else None

    def _request(self, which: int) -> str:
        """One of the latest requests."""
        return list(self.requests)[-1 - which % len(self.requests)]

    def _moves(self, request_id: str, state: str, action: str) -> None:
        assert self.requests[request_id] in OPEN_STATES, "a final state has changed"
        self.requests[request_id] = state
        self.note(action)

    def _decide(self, request_id: str, what: Decision, by: Actor) -> object:
        match what:
            case "approve":
                return self.cast.do(
                    lambda session: decisions.approve(session, request_id, by=by, now=self.now)
                )
            case "decline":
                return self.cast.do(
                    lambda session: decisions.decline(session, request_id, "Call us", by=by, now=self.now)
                )
            case "ask_for_more":
                return self.cast.do(
                    lambda session: decisions.ask_for_more(session, request_id, "Why?", by=by, now=self.now)
                )
            case _:
                assert_never(what)

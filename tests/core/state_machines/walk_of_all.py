"""One walk through everything at once, and the invariants that are looked at after every step of it."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.audit import chain
from core.audit.entries import AuditEntry
from core.ground.sealing import CannotUnseal
from core.ground.throttle import AttemptRow, second_factor_key
from core.practices.practices import Practice
from core.requests.request_states import OPEN_STATES, ActivationRequest
from core.second_factor.enrollments import Enrollment
from core.second_factor.readable_secret import open_secret
from core.second_factor.recovery_tokens import tokens_left
from core.second_factor.used_steps import TotpCounter
from core.sessions import sessions
from core.sessions.session_rows import SessionRow
from tests.core.state_machines.walk_of_factors import FactorSteps
from tests.core.state_machines.walk_of_requests import RequestSteps
from tests.core.state_machines.walk_of_sign_in import SignInSteps


class Walk(RequestSteps, SignInSteps, FactorSteps):
    """The steps of people and staff on one installation, beside a plain memory of what was acknowledged."""

    @initialize()
    def dana_has_set_it_up(self) -> None:
        """Every walk starts here, so that few steps lead far: Lakeside is on, Dana enrolled, Miguel signed in."""
        self.somebody_asks(("Dana", "Lakeside"))
        self.staff_decide("Alex", 0, "approve", is_fresh=True)
        self.somebody_types_a_password("Dana", is_right=True)
        self.somebody_begins_set_up(0)
        self.somebody_confirms(0, 0, is_right=True)
        self.somebody_types_a_password("Dana", is_right=True)
        self.somebody_types_a_password("Miguel", is_right=True)
        self.wait(60)

    @rule(seconds=st.sampled_from([1, 20, 30, 31, 95, 310, 1000, 4000]))
    def time_passes(self, seconds: int) -> None:
        self.wait(seconds)

    @rule()
    def the_clock_is_set_back_ten_minutes(self) -> None:
        self.wait(-600)

    @invariant()
    def nobody_is_in_without_the_factor_they_owe(self) -> None:
        def look(session: Session) -> None:
            for seen in self.sessions:
                for token in seen.old_tokens:
                    assert sessions.find(session, token, audience=seen.audience, now=self.now) is None
                found = sessions.find(session, seen.token, audience=seen.audience, now=self.now)
                assert found is None or seen.is_open, f"a session of {seen.name} that ended is open"
                if found is not None and self.people[seen.name].live is not None:
                    assert found.factor != "none", f"{seen.name} is in without the factor they owe"

        self.cast.look(look)

    @invariant()
    def an_acknowledged_factor_is_there_with_its_tokens(self) -> None:
        live = {
            row.user_id: row.id
            for row in self.cast.rows(select(Enrollment).where(Enrollment.state == "live"))
        }
        for person in self.people.values():
            assert live.get(person.id) == person.live, f"{person.name} has another factor than acknowledged"
            left = self.cast.look(lambda session, who=person: tokens_left(session, who.id))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            assert left == len(person.tokens), f"{person.name} has other recovery tokens than acknowledged"

    @invariant()
    def the_counter_of_used_steps_only_grows(self) -> None:
        counters = {row.user_id: row.last_step for row in self.cast.rows(select(TotpCounter))}
        for user_id, step in self.counters.items():
            assert counters.get(user_id, -1) >= step
        self.counters = counters
        for person in self.people.values():
            assert person.steps == sorted(set(person.steps)), f"{person.name} used a step twice or backwards"

    @invariant()
    def attempts_are_counted_and_forgotten_by_success_alone(self) -> None:
        counted = self._counts(
            select(AttemptRow.key, func.count())
            .where(AttemptRow.cleared_at.is_(None))
            .group_by(AttemptRow.key)
        )
        if not self.has_succeeded:
            for key, number in self.attempts.items():
                assert counted.get(key, 0) >= number, f"attempts of {key} were forgotten"
        for person in self.people.values():
            key = second_factor_key(person.id)
            assert counted.get(key, 0) >= person.failures, f"a failure of {person.name} was not counted"
        self.attempts, self.has_succeeded = counted, False

    @invariant()
    def every_change_has_exactly_one_audit_entry(self) -> None:
        done = select(AuditEntry.action, func.count()).where(AuditEntry.outcome == "done")
        written = self._counts(done.where(AuditEntry.id > self.first_entry).group_by(AuditEntry.action))
        for action in self.happened | {"sign_in.finished": 0}:
            assert written.get(action, 0) == self.happened[action], f"{action} is not written down once each"
        ended = self.cast.one(select(func.count()).where(SessionRow.ended_at.is_not(None)))
        assert written.get("session.ended", 0) == ended

    @invariant()
    def a_request_has_one_final_state_and_a_practice_one_open_request(self) -> None:
        rows = self.cast.rows(select(ActivationRequest))
        assert {row.id: row.state for row in rows} == self.requests
        waiting = [row.practice_id for row in rows if row.state in OPEN_STATES]
        assert len(waiting) == len(set(waiting))
        approved = {row.practice_id for row in rows if row.state == "approved"}
        active = set(self.cast.rows(select(Practice.id).where(Practice.activated_at.is_not(None))))
        assert active == approved

    @rule()
    @precondition(lambda self: self.happened)
    def the_trail_is_sealed_and_checked(self) -> None:
        keys = self.cast.installation.keys
        self.cast.do(lambda session: chain.seal_pending(session, keys, now=self.now))
        checked = self.cast.look(lambda session: chain.verify(session, keys))
        assert isinstance(checked, chain.ChainIntact), checked

    def teardown(self) -> None:
        """At the end of a walk: the chain holds, and no secret opens under another person's id."""
        self.the_trail_is_sealed_and_checked()
        keys, ids = self.cast.installation.keys, [person.id for person in self.people.values()]
        for row in self.cast.rows(select(Enrollment).where(Enrollment.secret.is_not(None))):
            for user_id in ids:
                try:
                    open_secret(keys, Enrollment(id=row.id, user_id=user_id, secret=row.secret))
                except CannotUnseal:
                    continue
                assert user_id == row.user_id, "a secret opens under another person's id"
        self.cast.database.close()

    def _counts(self, query: object) -> dict[str, int]:
        return self.cast.look(lambda session: dict(session.execute(query).all()))  # type: ignore[call-overload]  # any query of two columns

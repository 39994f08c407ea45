"""The steps of a walk around sign-in: passwords, codes, recovery tokens, step-up, and the way out."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.ground.actors import Actor
from core.passwords.password_tries import WrongPassword
from core.second_factor.attempts import Typed
from core.second_factor.refusals import Refusal
from core.sessions import sessions
from core.sessions.half_sign_ins import HalfExpired
from core.signing_in import sign_in
from core.signing_in.sign_in import AccountClosed, SecondFactorOwed, SignedInNow
from core.signing_in.step_up import SteppedUp, step_up
from tests.core.state_machines.walk_memory import (
    MEMBERS,
    STAFF,
    Memory,
    Remembered,
    Seen,
    SeenHalf,
    code_of,
    mostly,
    offsets,
    pick,
)

names = st.sampled_from([*MEMBERS, *STAFF])


class SignInSteps(Memory):
    """Any person who signs in, with any input; every outcome is held against what is remembered."""

    @rule(name=names, is_right=mostly)
    def somebody_types_a_password(self, name: str, *, is_right: bool) -> None:
        person = self.people[name]
        outcome = sign_in.with_password(
            self.cast.installation,
            audience=person.audience,
            email=person.email,
            password=person.password if is_right else "not the password at all",
            by=Actor(None, person.audience, ip="192.0.2.7"),
            user_agent="Firefox",
            now=self.now,
        )
        if isinstance(outcome, SignedInNow | SecondFactorOwed | AccountClosed):
            assert is_right, "a wrong password was taken"
            self.has_succeeded = True
        match outcome:
            case SignedInNow():
                assert person.live is None, f"{name} owes a second factor"
                self._comes_in(person, outcome)
            case SecondFactorOwed(half_token=half_token):
                assert person.live is not None
                self.halves.append(SeenHalf(name, person.audience, half_token))
            case WrongPassword():
                assert not is_right
            case _:
                pass

    @rule(which=pick, offset=offsets)
    @precondition(lambda self: self.halves)
    def somebody_types_a_code(self, which: int, offset: int) -> None:
        half = self.halves[-1 - which % len(self.halves)]
        person = self.people[half.name]
        outcome = self._second_step(half, code_of(person.phone, self.now, offset))
        if isinstance(outcome, SignedInNow):
            self.accepted(person, offset)
            self.note("second_factor.accepted")
            self._concludes(half, person, outcome)
        self.refused(person, outcome)

    @rule(which=pick, number=st.integers(0, 9), is_dead=st.booleans())
    @precondition(lambda self: self.halves)
    def somebody_types_a_recovery_token(self, which: int, number: int, *, is_dead: bool) -> None:
        half = self.halves[-1 - which % len(self.halves)]
        person = self.people[half.name]
        known = person.dead_tokens if is_dead else person.tokens
        if not known:
            return
        token = known[number % len(known)]
        outcome = self._second_step(half, Typed("recovery_token", token))
        if isinstance(outcome, SignedInNow):
            assert not is_dead, "a spent or replaced recovery token was taken"
            person.tokens.remove(token)
            person.dead_tokens.append(token)
            assert outcome.tokens_left == len(person.tokens)
            self.note("recovery_token.used")
            self._concludes(half, person, outcome)
        self.refused(person, outcome)

    @rule(which=pick)
    @precondition(lambda self: self.halves)
    def somebody_gives_up(self, which: int) -> None:
        half = self.halves[-1 - which % len(self.halves)]
        by = Actor(None, half.audience)
        if self.cast.do(
            lambda session: sign_in.cancel(session, half.token, audience=half.audience, by=by, now=self.now)
        ):
            assert half.is_open
            half.is_open = False
            self.note("sign_in.cancelled")

    @rule(which=pick)
    @precondition(lambda self: self.sessions)
    def somebody_signs_out(self, which: int) -> None:
        if (inside := self.inside(which)) is None:
            return
        seen, _, by = inside
        assert self.cast.do(
            lambda session: sessions.end(session, seen.session_id, why="signed_out", by=by, now=self.now)
        )
        seen.is_open = False

    @rule(which=pick, offset=offsets)
    @precondition(lambda self: self.sessions)
    def somebody_shows_a_code_again(self, which: int, offset: int) -> None:
        if (inside := self.inside(which)) is None:
            return
        seen, signed_in, by = inside
        person = self.people[seen.name]
        typed = code_of(person.phone, self.now, offset)
        outcome = step_up(self.cast.installation, signed_in, typed, by=by, now=self.now)
        if isinstance(outcome, SteppedUp):
            self.accepted(person, offset)
            self.note("second_factor.accepted")
            seen.renew(outcome.token)
        self.refused(person, outcome)

    def _second_step(self, half: SeenHalf, typed: Typed) -> SignedInNow | Refusal | HalfExpired:
        return sign_in.with_second_factor(
            self.cast.installation,
            half.token,
            typed,
            audience=half.audience,
            browser_token=None,
            by=Actor(None, half.audience, ip="192.0.2.7"),
            user_agent="Firefox",
            now=self.now,
        )

    def _concludes(self, half: SeenHalf, person: Remembered, outcome: SignedInNow) -> None:
        assert half.is_open, "a half sign-in that was over began a session"
        half.is_open, person.failures = False, 0
        self._comes_in(person, outcome)

    def _comes_in(self, person: Remembered, outcome: SignedInNow) -> None:
        self.sessions.append(Seen(person.name, person.audience, outcome.token, outcome.signed_in.session_id))
        self.note("sign_in.finished")

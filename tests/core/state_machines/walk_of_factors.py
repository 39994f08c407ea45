"""The steps of a walk around a person's factor: set up, moved, turned off, new tokens, and the password beside it."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.enrolling import factor_changes, set_up
from core.enrolling.factor_changes import BothProofs, NewTokens, TurnedOff
from core.enrolling.set_up import Begun, Enabled
from core.passwords import password_changes
from core.passwords.password_changes import PasswordChanged
from core.second_factor import totp
from tests.core.state_machines.walk_memory import (
    Memory,
    Remembered,
    Seen,
    Waiting,
    code_of,
    mostly,
    offsets,
    pick,
    rarely,
)
from tests.parts.phone import Phone

PASSWORDS = (
    "seven lanterns over the canal",
    "a calm river runs by the mill",
    "nine geese cross the frozen lake",
)


class FactorSteps(Memory):
    """Nothing about a factor changes without the password and a code of it."""

    @rule(which=pick)
    @precondition(lambda self: self.sessions)
    def somebody_begins_set_up(self, which: int) -> None:
        if (inside := self.inside(which)) is None:
            return
        seen, signed_in, by = inside
        keys = self.cast.installation.keys
        outcome = self.cast.do(
            lambda session: set_up.begin(session, keys, signed_in.user_id, by=by, now=self.now)
        )
        if isinstance(outcome, Begun):
            assert self.people[seen.name].live is None, "beginning must not pass by the live factor"
            self._waits(seen, outcome)

    @rule(which=pick, offset=offsets, is_right=mostly)
    @precondition(lambda self: self.sessions)
    def somebody_begins_on_a_new_phone(self, which: int, offset: int, *, is_right: bool) -> None:
        if (inside := self.inside(which)) is None:
            return
        seen, _, by = inside
        person = self.people[seen.name]
        outcome = set_up.begin_replacement(
            self.cast.installation,
            person.id,
            self._proof(person, offset, is_right=is_right),
            by=by,
            now=self.now,
        )
        if isinstance(outcome, Begun):
            self._is_proven(person, offset, is_right=is_right)
            self._waits(seen, outcome)

    @rule(which=pick, offset=offsets, is_right=mostly, is_elsewhere=rarely)
    @precondition(lambda self: self.waiting())
    def somebody_confirms(
        self, which: int, offset: int, *, is_right: bool, is_elsewhere: bool = False
    ) -> None:
        waiting = self.waiting()
        person, begun = waiting[which % len(waiting)]
        inside = self.inside(which) if is_elsewhere else self.inside_of(begun.session_id)
        if inside is None or inside[0].name != person.name:
            return
        seen, _, by = inside
        outcome = set_up.confirm(
            self.cast.installation,
            person.id,
            password=person.password if is_right else "not the password at all",
            code=begun.phone.code_of_step(self.now, offset),
            by=by,
            now=self.now,
        )
        self.has_succeeded |= is_right
        if isinstance(outcome, Enabled):
            assert is_right
            assert begun.session_id == seen.session_id, "a secret of another session went live"
            assert outcome.enrollment_id == begun.enrollment_id
            self.accepted(person, offset)
            self.note("enrollment.confirmed")
            person.live, person.phone, person.waiting = begun.enrollment_id, begun.phone, None
            self._has_new_tokens(person, outcome.tokens)
            self.close(person, keep=seen)
            seen.renew(outcome.session_token)

    @rule(which=pick, offset=offsets, is_right=mostly)
    @precondition(lambda self: self.sessions)
    def somebody_turns_it_off(self, which: int, offset: int, *, is_right: bool) -> None:
        if (inside := self.inside(which)) is None:
            return
        seen, _, by = inside
        person = self.people[seen.name]
        outcome = factor_changes.turn_off(
            self.cast.installation,
            person.id,
            self._proof(person, offset, is_right=is_right),
            by=by,
            now=self.now,
        )
        if isinstance(outcome, TurnedOff):
            assert person.audience == "account", "staff turned their factor off"
            self._is_proven(person, offset, is_right=is_right)
            self.note("enrollment.turned_off")
            person.live = person.phone = person.waiting = None
            self._has_new_tokens(person, ())
            self.close(person, keep=seen)

    @rule(which=pick, offset=offsets, is_right=mostly)
    @precondition(lambda self: self.sessions)
    def somebody_asks_for_new_tokens(self, which: int, offset: int, *, is_right: bool) -> None:
        if (inside := self.inside(which)) is None:
            return
        seen, _, by = inside
        person = self.people[seen.name]
        outcome = factor_changes.new_tokens(
            self.cast.installation,
            person.id,
            self._proof(person, offset, is_right=is_right),
            by=by,
            now=self.now,
        )
        if isinstance(outcome, NewTokens):
            self._is_proven(person, offset, is_right=is_right)
            self.note("recovery_tokens.issued")
            self._has_new_tokens(person, outcome.tokens)

    @rule(which=pick, new=st.sampled_from(PASSWORDS), is_right=mostly)
    @precondition(lambda self: self.sessions)
    def somebody_changes_the_password(self, which: int, new: str, *, is_right: bool) -> None:
        if (inside := self.inside(which)) is None:
            return
        seen, _, by = inside
        person = self.people[seen.name]
        current = person.password if is_right else "not the password at all"
        outcome = password_changes.change(
            self.cast.installation, person.id, current=current, new=new, by=by, now=self.now
        )
        if isinstance(outcome, PasswordChanged):
            assert is_right
            self.note("password.changed")
            person.password = new
            self.close(person, keep=seen)
            seen.renew(outcome.token)

    def _proof(self, person: Remembered, offset: int, *, is_right: bool) -> BothProofs:
        self.has_succeeded |= is_right  # the right password forgives the guesses before it
        password = person.password if is_right else "not the password at all"
        return BothProofs(password, code_of(person.phone, self.now, offset))

    def _is_proven(self, person: Remembered, offset: int, *, is_right: bool) -> None:
        assert is_right, "a wrong password proved something"
        assert person.live is not None
        self.accepted(person, offset)
        self.note("second_factor.accepted")

    def waiting(self) -> list[tuple[Remembered, Waiting]]:
        """A person who has a QR code on the screen."""
        return [(person, person.waiting) for person in self.people.values() if person.waiting]

    def _waits(self, seen: Seen, begun: Begun) -> None:
        person = self.people[seen.name]
        phone = Phone.opening(totp.provisioning_uri(begun.secret, person.email))
        person.waiting = Waiting(seen.session_id, begun.enrollment_id, phone)
        self.note("enrollment.begun")

    def _has_new_tokens(self, person: Remembered, tokens: tuple[str, ...]) -> None:
        person.dead_tokens.extend(person.tokens)
        person.tokens = list(tokens)

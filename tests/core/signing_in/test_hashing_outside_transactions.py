"""No hash is made or compared while a transaction is open: it would hold SQLite's only write lock (SECURITY)."""

from dataclasses import dataclass, field, replace

import pytest

from core.enrolling import factor_changes, set_up
from core.enrolling.factor_changes import BothProofs
from core.enrolling.set_up import Begun
from core.ground import db
from core.ground.hashing import Argon2, Busy, HashingPool, PasswordChecked
from core.imports.demo_data import PASSWORD
from core.second_factor import attempts
from core.second_factor.attempts import Burned, Proven
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import set_up_factor

NOW = after()


@dataclass
class Watch:
    """How often the pool worked, and whether a transaction was open then."""

    inside: list[bool] = field(default_factory=list)


class WatchedPool(HashingPool):
    """A real pool that says when it works."""

    def __init__(self, watch: Watch) -> None:
        super().__init__(Argon2(rounds=1, memory=64))
        self.watch = watch

    def hash(self, plain: str) -> str | Busy:
        self.watch.inside.append(db._in_transaction.get())
        return super().hash(plain)

    def verify(self, hashed: str | None, plain: str) -> PasswordChecked | Busy:
        self.watch.inside.append(db._in_transaction.get())
        return super().verify(hashed, plain)


@pytest.fixture
def watch(cast: Cast) -> Watch:
    watch = Watch()
    cast.installation = replace(cast.installation, hashing=WatchedPool(watch))
    return watch


def test_the_watch_would_see_it(cast: Cast, watch: Watch) -> None:
    cast.do(lambda _: cast.installation.hashing.hash("a hash in the wrong place"))
    assert watch.inside == [True]


def test_setting_up_hashes_outside(cast: Cast, watch: Watch) -> None:
    set_up_factor(cast)
    assert watch.inside == [False]  # the password; the tokens need no slow hash


def test_every_later_use_and_change_hashes_outside(cast: Cast, watch: Watch) -> None:
    priya = set_up_factor(cast)
    watch.inside.clear()
    installation, user_id, by = cast.installation, priya.user_id, priya.by
    assert isinstance(priya.check(priya.token(1), now=NOW), Proven)
    burned = attempts.burn(installation, user_id, priya.tokens[1], by=by, now=NOW)
    assert isinstance(burned, Burned)
    begun = set_up.begin_replacement(
        installation,
        user_id,
        BothProofs(PASSWORD, priya.token(3)),
        by=by,
        now=NOW,
    )
    assert isinstance(begun, Begun)
    made = factor_changes.new_tokens(
        installation,
        user_id,
        BothProofs(PASSWORD, priya.token(4)),
        by=by,
        now=NOW,
    )
    assert isinstance(made, factor_changes.NewTokens)
    priya.tokens = made.tokens
    off = factor_changes.turn_off(
        installation,
        user_id,
        BothProofs(PASSWORD, priya.token(1)),
        by=by,
        now=NOW,
    )
    assert isinstance(off, factor_changes.TurnedOff)
    assert watch.inside == [False] * 3  # the password of each change

"""A key is replaced while people sign in: it stops and goes on, and at the end no secret needs the old key."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from core.ground.actors import Actor
from core.ground.sealing import KeyRing, new_key
from core.operations import key_rotation
from core.operations.key_rotation import SecretsOnKey
from core.second_factor.attempts import Proven
from core.second_factor.enrollments import Enrollment
from core.second_factor.secret_upkeep import Resealed
from tests.cast import MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import set_up_factor

NOW = after()
BY = Actor(user_id=None, channel="command_line")
TEAM = 4  # the cast's colleagues have a factor each


def with_new_key(cast: Cast) -> KeyRing:
    return KeyRing((*KeyRing.parse(new_key("k2")).keys, *cast.installation.keys.keys))


def rotate(cast: Cast, keys: KeyRing) -> list[Resealed]:
    return list(key_rotation.rotate(cast.database, keys, by=BY, clock=lambda: datetime.now(UTC)))


def standing(cast: Cast, keys: KeyRing) -> dict[str, int]:
    return {each.kid: each.secrets for each in cast.look(lambda s: key_rotation.standing(s, keys))}


def test_every_secret_moves_and_the_phone_stays(cast: Cast) -> None:
    priya = set_up_factor(cast)
    keys = with_new_key(cast)
    assert standing(cast, keys) == {"k2": 0, "k1": TEAM + 1}
    assert sum(batch.moved for batch in rotate(cast, keys)) == TEAM + 1
    assert standing(cast, keys) == {"k2": TEAM + 1, "k1": 0}
    priya.cast.installation = replace(cast.installation, keys=KeyRing(keys.keys[:1]))
    assert isinstance(priya.check(priya.code(NOW), now=NOW), Proven)
    assert [entry.details for entry in cast.audited("keys.rotated")] == [{"key": "k2", "secrets": TEAM + 1}]


def test_stopped_in_the_middle_it_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = with_new_key(cast)
    monkeypatch.setattr(key_rotation, "BATCH", 1)
    steps = key_rotation.rotate(cast.database, keys, by=BY, clock=lambda: MONDAY)
    assert next(steps).moved == 1
    steps.close()
    assert standing(cast, keys) == {"k2": 1, "k1": TEAM - 1}
    assert sum(batch.moved for batch in rotate(cast, keys)) == TEAM - 1
    assert sum(batch.moved for batch in rotate(cast, keys)) == 0


def test_a_secret_that_does_not_open_is_counted_and_holds_up_no_other(cast: Cast) -> None:
    priya = set_up_factor(cast)
    owen = set_up_factor(cast, "Owen")
    moved_here = update(Enrollment).where(Enrollment.id == priya.live.id).values(secret=owen.live.secret)
    cast.do(lambda session: session.execute(moved_here))
    keys = with_new_key(cast)
    batches = rotate(cast, keys)
    assert sum(batch.moved for batch in batches) == TEAM + 1
    assert sum(batch.broken for batch in batches) == 1
    assert cast.look(lambda s: key_rotation.standing(s, keys)) == (
        SecretsOnKey("k2", TEAM + 1),
        SecretsOnKey("k1", 1),
    )

"""The check that runs by itself: step by step, in one process at a time, and every tampering ends in an alarm."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from core.audit import chain, checks, entries
from core.audit.checks import CheckView, NotDue, Walking
from core.audit.entries import AuditEntry
from core.ground import alarms
from core.ground.actors import SYSTEM
from core.ground.sealing import KeyRing, new_key
from tests.cast import MONDAY, Cast, after
from tests.core.audit.test_chain import as_intruder

KEYS = KeyRing.parse(new_key("k1"))


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The demo's people, whose arrival is sealed already."""
    cast.do(lambda session: chain.seal_pending(session, KEYS, now=MONDAY))
    return cast


def step(cast: Cast, *, limit: int = 1000, minutes: float = 0) -> CheckView | Walking | NotDue:
    return cast.do(lambda session: checks.step(session, KEYS, now=after(minutes=minutes), limit=limit))


def checked(cast: Cast, *, minutes: float = 0) -> CheckView:
    found = step(cast, minutes=minutes)
    assert isinstance(found, CheckView)
    return found


def test_a_walk_in_steps_finds_what_one_walk_finds(cast: Cast) -> None:
    whole = cast.look(lambda session: chain.verify(session, KEYS))
    assert isinstance(whole, chain.ChainIntact)
    steps = 0
    while isinstance(found := step(cast, limit=5), Walking):
        steps += 1
        assert cast.look(checks.standing).running_at == steps * 5
    assert isinstance(found, CheckView)
    assert (found.problem, found.sealed) == (None, whole.sealed)
    assert steps == (whole.sealed - 1) // 5
    standing = cast.look(checks.standing)
    assert (standing.sealed, standing.last, standing.running_at) == (whole.sealed, found, None)


def test_sealing_goes_on_during_a_walk_and_its_seals_are_walked_too(cast: Cast) -> None:
    before = cast.look(checks.standing).sealed
    assert isinstance(step(cast, limit=5), Walking)
    cast.do(lambda session: entries.record(session, "a.later", by=SYSTEM, now=MONDAY))
    cast.do(lambda session: chain.seal_pending(session, KEYS, now=MONDAY))
    assert checked(cast).sealed == before + 1


def test_the_next_check_is_due_an_hour_later(cast: Cast) -> None:
    checked(cast)
    assert isinstance(step(cast, minutes=59), NotDue)
    assert checked(cast, minutes=60).problem is None
    assert len(cast.look(checks.finished)) == 2


def change(session: Session) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.id == 4).values(outcome="nothing"))


def remove(session: Session) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.id == 4))


def swap(session: Session) -> None:
    """Two entries exchange their contents, numbers and all else untouched."""
    one, other = session.get_one(AuditEntry, 4), session.get_one(AuditEntry, 9)
    one.subject_id, other.subject_id = other.subject_id, one.subject_id
    one.action, other.action = "a.swapped", one.action


def smuggle(session: Session) -> None:
    """An entry inserted where none was, past the trigger that would have queued it."""
    forged = {"id": 4_000, "at": MONDAY - timedelta(days=1), "action": "sign_in.finished"}
    rest = {"channel": "console", "factor": "totp", "outcome": "done", "details": {}}
    session.execute(insert(AuditEntry).values(**forged | rest))
    session.execute(delete(chain.UnsealedEntry).where(chain.UnsealedEntry.entry_id == 4_000))


@pytest.mark.parametrize(
    ("tamper", "entry"),
    [(change, 4), (remove, 4), (swap, 4), (smuggle, 4_000)],
    ids=["change", "delete", "swap", "insert"],
)
def test_every_tampering_is_named_by_its_first_entry_and_raises_an_alarm(
    cast: Cast, tamper: object, entry: int
) -> None:
    assert callable(tamper)
    as_intruder(cast, tamper)
    found = checked(cast)
    assert found.problem == cast.look(lambda session: chain.verify(session, KEYS))
    assert found.problem is not None
    assert found.problem.entry_id == entry
    assert [alarm.name for alarm in cast.look(alarms.standing)] == ["audit_chain"]


def test_a_chain_that_holds_again_ends_the_alarm(cast: Cast) -> None:
    cast.do(lambda session: alarms.sound(session, checks.ALARM, "x", now=MONDAY))
    checked(cast)
    assert cast.look(alarms.standing) == ()


def test_a_cut_in_the_middle_of_a_walk_is_found(cast: Cast) -> None:
    assert isinstance(step(cast, limit=5), Walking)
    as_intruder(
        cast,
        lambda session: session.execute(delete(AuditEntry).where(AuditEntry.id > 10)),
        lambda session: session.execute(delete(chain.AuditSeal).where(chain.AuditSeal.number > 10)),
    )
    problem = checked(cast).problem
    assert problem is not None
    assert problem.seal_number == 11


def test_the_seal_of_one_entry_can_be_proved_by_itself(cast: Cast) -> None:
    ids = [1, 4, 7]
    proved = cast.look(lambda session: checks.proofs(session, KEYS, ids))
    assert {entry: proof.holds for entry, proof in proved.items()} == dict.fromkeys(ids, True)
    as_intruder(cast, change)
    proved = cast.look(lambda session: checks.proofs(session, KEYS, ids))
    assert {entry: proof.holds for entry, proof in proved.items()} == {1: True, 4: False, 7: True}

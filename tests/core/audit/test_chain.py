"""The chain over the audit trail shows every tampering, goes on under new keys, and lets go of what is old."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.audit import chain, entries
from core.audit.chain import AuditEnds, AuditSeal, Broken, ChainIntact, UnsealedEntry
from core.audit.entries import AuditEntry
from core.ground.actors import SYSTEM
from core.ground.db import Database
from core.ground.sealing import KeyRing, new_key
from tests.cast import MONDAY, Cast, after, open_cast

KEYS = KeyRing.parse(new_key("k1"))
TRIGGERS = ("audit_entries_update", "audit_entries_delete", "audit_seals_update", "audit_seals_delete")
TRIGGERS_SQLITE = ("audit_entries_replace", "audit_seals_replace")


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The demo's people, whose arrival is sealed already."""
    cast.do(lambda session: chain.seal_pending(session, KEYS, now=MONDAY))
    return cast


def note(cast: Cast, *actions: str) -> None:
    def write(session: Session) -> None:
        for action in actions:
            entries.record(session, action, by=SYSTEM, now=MONDAY)

    cast.do(write)


def seal(cast: Cast, *, limit: int = 500) -> int:
    return cast.do(lambda session: chain.seal_pending(session, KEYS, now=MONDAY, limit=limit))


def verify(cast: Cast) -> ChainIntact | Broken:
    return cast.look(lambda session: chain.verify(session, KEYS))


def as_intruder(cast: Cast, *work: Callable[[Session], object]) -> None:
    """Someone with all rights on the database, who takes the triggers away first."""

    def tamper(session: Session) -> None:
        for trigger in TRIGGERS + (TRIGGERS_SQLITE if cast.database.is_sqlite else ()):
            table = trigger.rsplit("_", 1)[0]
            session.execute(
                text(f"DROP TRIGGER {trigger}" + ("" if cast.database.is_sqlite else f" ON {table}"))
            )
        for act in work:
            act(session)

    cast.do(tamper)


def last_id(cast: Cast) -> int:
    return cast.rows(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1))[0]


def test_what_happened_is_sealed_in_batches_and_verifies(cast: Cast) -> None:
    before = verify(cast)
    assert isinstance(before, ChainIntact)
    note(cast, "a.one", "a.two", "a.three")
    assert verify(cast) == ChainIntact(sealed=before.sealed, unsealed=3)
    assert [seal(cast, limit=2), seal(cast, limit=2), seal(cast, limit=2)] == [2, 1, 0]
    assert verify(cast) == ChainIntact(sealed=before.sealed + 3, unsealed=0)


def test_a_trail_without_any_seal_verifies_too(cast: Cast) -> None:
    other = KeyRing.parse(new_key("k2"))
    with pytest.raises(chain.ChainBroken, match="k1"):
        cast.do(lambda session: chain.seal_pending(session, other, now=MONDAY))
    outcome = cast.look(lambda session: chain.verify(session, other))
    assert outcome == Broken(None, None, "It cannot be checked: the key 'k1' is not in the ring.")


def test_the_chain_goes_on_under_a_new_key(cast: Cast) -> None:
    both = KeyRing((KeyRing.parse(new_key("k2")).active, KEYS.active))
    note(cast, "a.one")
    cast.do(lambda session: chain.seal_pending(session, both, now=MONDAY))
    assert isinstance(cast.look(lambda session: chain.verify(session, both)), ChainIntact)


def test_a_changed_entry_is_found(cast: Cast) -> None:
    as_intruder(
        cast,
        lambda session: session.execute(update(AuditEntry).where(AuditEntry.id == 3).values(outcome="x")),
    )
    outcome = verify(cast)
    assert isinstance(outcome, Broken)
    assert (outcome.entry_id, outcome.what) == (3, "Entry 3 was changed, or moved to another place.")


def test_of_several_changed_entries_the_first_is_named(cast: Cast) -> None:
    as_intruder(
        cast,
        lambda session: session.execute(update(AuditEntry).where(AuditEntry.id.in_([4, 7])).values(ip="::1")),
    )
    outcome = verify(cast)
    assert isinstance(outcome, Broken)
    assert outcome.entry_id == 4


def test_a_removed_entry_is_found(cast: Cast) -> None:
    as_intruder(cast, lambda session: session.execute(delete(AuditEntry).where(AuditEntry.id == 5)))
    assert verify(cast) == Broken(5, 5, "Entry 5 was removed.")


def test_a_removed_entry_with_its_seal_is_found(cast: Cast) -> None:
    as_intruder(
        cast,
        lambda session: session.execute(delete(AuditEntry).where(AuditEntry.id == 5)),
        lambda session: session.execute(delete(AuditSeal).where(AuditSeal.entry_id == 5)),
    )
    assert verify(cast) == Broken(5, None, "Seal 5 is gone.")


def test_a_cut_at_the_end_is_found_and_sealing_does_not_heal_it(cast: Cast) -> None:
    last = last_id(cast)
    as_intruder(
        cast,
        lambda session: session.execute(delete(AuditEntry).where(AuditEntry.id >= last - 1)),
        lambda session: session.execute(delete(AuditSeal).where(AuditSeal.entry_id >= last - 1)),
    )
    assert isinstance(verify(cast), Broken)
    note(cast, "a.later")
    seal(cast)
    assert isinstance(verify(cast), Broken)


def test_ends_that_somebody_else_wrote_stop_the_sealing(cast: Cast) -> None:
    lower = update(AuditEnds).values(
        last_number=2, last_mac=select(AuditSeal.mac).where(AuditSeal.number == 2).scalar_subquery()
    )
    as_intruder(cast, lambda session: session.execute(lower))
    assert isinstance(verify(cast), Broken)
    note(cast, "a.later")
    with pytest.raises(chain.ChainBroken):
        seal(cast)


def test_ends_that_were_taken_away_stop_the_sealing(cast: Cast) -> None:
    as_intruder(cast, lambda session: session.execute(delete(AuditEnds)))
    assert verify(cast) == Broken(None, None, "The ends of the chain are gone.")
    note(cast, "a.later")
    with pytest.raises(chain.ChainBroken):
        seal(cast)


def test_two_entries_that_changed_places_are_found(cast: Cast) -> None:
    def swap(session: Session) -> None:
        for there, here in ((999, 2), (2, 3), (3, 999)):
            session.execute(update(AuditSeal).where(AuditSeal.entry_id == here).values(entry_id=there))

    as_intruder(cast, swap)
    outcome = verify(cast)
    assert isinstance(outcome, Broken)
    assert outcome.seal_number == 2


def test_an_entry_with_a_seal_of_somebody_else_is_found(cast: Cast) -> None:
    note(cast, "a.forged")
    last = last_id(cast)
    forged = AuditSeal(number=last, entry_id=last, kid="k1", mac="f" * 64, sealed_at=MONDAY)
    as_intruder(
        cast,
        lambda session: session.add(forged),
        lambda session: session.execute(delete(UnsealedEntry)),
    )
    outcome = verify(cast)
    assert isinstance(outcome, Broken)
    assert outcome.seal_number == last


def test_an_entry_that_never_queued_is_found(cast: Cast) -> None:
    note(cast, "a.hidden")
    as_intruder(cast, lambda session: session.execute(delete(UnsealedEntry)))
    assert verify(cast) == Broken(None, last_id(cast), f"Entry {last_id(cast)} was added past the queue.")


def test_an_entry_removed_before_its_seal_is_found(cast: Cast) -> None:
    note(cast, "a.gone")
    last = last_id(cast)
    as_intruder(cast, lambda session: session.execute(delete(AuditEntry).where(AuditEntry.id == last)))
    assert verify(cast) == Broken(None, last, f"Entry {last} was removed before it was sealed.")
    assert seal(cast) == 0


@pytest.mark.databases("postgresql")  # SQLite writes one transaction at a time
def test_an_entry_that_commits_behind_a_later_one_is_sealed_too(cast: Cast) -> None:
    written, sealed = Event(), Event()

    def slow(session: Session) -> None:
        entries.record(session, "a.slow", by=SYSTEM, now=MONDAY)
        session.flush()
        written.set()
        assert sealed.wait(10)

    thread = Thread(target=lambda: cast.do(slow))
    thread.start()
    assert written.wait(10)
    note(cast, "a.quick")
    assert seal(cast) == 1
    sealed.set()
    thread.join()
    (slow_one,), (quick,) = cast.audited("a.slow"), cast.audited("a.quick")
    assert slow_one.id < quick.id
    assert seal(cast) == 1
    assert isinstance(verify(cast), ChainIntact)


def test_two_sealers_at_once_make_one_chain(cast: Cast) -> None:
    note(cast, *(f"a.number{number}" for number in range(20)))
    threads = [Thread(target=lambda: [seal(cast, limit=3) for _ in range(5)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome = verify(cast)
    assert isinstance(outcome, ChainIntact)
    assert outcome.unsealed == 0


def test_only_what_is_older_than_six_years_is_forgotten_and_the_rest_still_verifies(cast: Cast) -> None:
    note(cast, "a.young")
    seal(cast)
    young = len(cast.audited())

    def forget(now: datetime) -> int:
        return cast.do(lambda session: chain.forget(session, KEYS, now=now))

    assert forget(after(days=365)) == 0
    with pytest.raises(DBAPIError, match="insert-only"):
        forget(after(days=365 * 7))  # a clock that runs ahead does not get the young ones
    assert len(cast.audited()) == young
    assert isinstance(verify(cast), ChainIntact)


def test_what_is_older_is_forgotten_and_the_rest_still_verifies(database: Database) -> None:
    long_ago = MONDAY - timedelta(days=8 * 365)
    cast = open_cast(database, now=long_ago)
    cast.do(lambda session: chain.seal_pending(session, KEYS, now=long_ago))
    old = len(cast.audited())
    note(cast, "a.young")
    seal(cast)
    assert cast.do(lambda session: chain.forget(session, KEYS, now=MONDAY)) == old
    assert verify(cast) == ChainIntact(sealed=1, unsealed=0)
    note(cast, "a.later")
    seal(cast)
    assert verify(cast) == ChainIntact(sealed=2, unsealed=0)
    as_intruder(cast, lambda session: session.execute(delete(AuditSeal).where(AuditSeal.number == old + 1)))
    assert isinstance(verify(cast), Broken)

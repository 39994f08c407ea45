"""A notice is written with its change, held by one worker at a time, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground import outbox
from core.ground.db import Database, Versions
from core.ground.outbox import QUEUE, NoticeKind, OutboxRow
from tests.cast import MONDAY, after


def tell(
    database: Database,
    kind: NoticeKind = "password_changed",
    *,
    once: str | None = None,
    now: datetime = MONDAY,
) -> bool:
    return database.transact(
        lambda session: outbox.tell(session, kind, via="mail", now=now, data={"n": 1}, once=once)
    )


def claim(database: Database, *, now: datetime = MONDAY, limit: int = 20) -> list[OutboxRow]:
    return database.transact(lambda session: outbox.claim(session, via=("mail",), now=now, limit=limit))


def fail(
    database: Database,
    notice: OutboxRow,
    *,
    now: datetime = MONDAY,
    retry_after: timedelta | None = None,
    for_good: bool = False,
) -> None:
    database.transact(
        lambda session: QUEUE.fail(
            session, notice.id, "no route", now=now, retry_after=retry_after, for_good=for_good
        )
    )


def deliver(database: Database, notice: OutboxRow, *, now: datetime = MONDAY) -> bool:
    return database.transact(lambda session: QUEUE.complete(session, notice.id, now=now))


def test_a_change_that_fails_tells_nobody(database: Database) -> None:
    def change(session: Session) -> None:
        outbox.tell(session, "password_changed", via="mail", now=MONDAY)
        raise LookupError

    with pytest.raises(LookupError):
        database.transact(change)
    assert claim(database) == []


def test_a_decision_is_told_before_what_follows_from_it(database: Database) -> None:
    kinds: tuple[NoticeKind, ...] = ("guide_offered", "request_approved")
    for kind in kinds * 6:  # of one moment; their ids say nothing about order
        tell(database, kind)
    assert [notice.kind for notice in claim(database)] == ["request_approved"] * 6 + ["guide_offered"] * 6


def test_a_notice_is_claimed_delivered_and_gone(database: Database) -> None:
    assert tell(database)
    (notice,) = claim(database)
    assert (notice.kind, notice.data, notice.attempts) == ("password_changed", {"n": 1}, 1)
    assert deliver(database, notice)
    assert not deliver(database, notice)
    assert claim(database, now=after(days=1)) == []


def test_the_same_notice_is_written_once(database: Database) -> None:
    assert tell(database, once="request-1")
    assert not tell(database, once="request-1")
    assert tell(database, once="request-2")
    assert len(claim(database)) == 2


def test_each_channel_takes_its_own(database: Database) -> None:
    tell(database)
    chat = database.transact(lambda session: outbox.claim(session, via=("conversation", "slack"), now=MONDAY))
    assert chat == []
    assert len(claim(database)) == 1


def test_what_one_worker_holds_no_other_gets_until_the_lease_is_over(database: Database) -> None:
    tell(database)
    assert len(claim(database)) == 1
    assert claim(database, now=MONDAY + QUEUE.lease - timedelta(seconds=1)) == []
    (again,) = claim(database, now=MONDAY + QUEUE.lease)
    assert again.attempts == 2


def test_many_workers_at_once_never_hold_the_same_notice(database: Database) -> None:
    for _ in range(60):
        tell(database)
    with ThreadPoolExecutor(6) as workers:
        held = list(workers.map(lambda _: claim(database, limit=5), range(18)))
    ids = [notice.id for some in held for notice in some]
    assert len(ids) == len(set(ids)) == 60


def test_each_failure_waits_longer_up_to_an_hour(database: Database) -> None:
    tell(database)
    now, waits = MONDAY, []
    for _ in range(14):
        (notice,) = claim(database, now=now)
        fail(database, notice, now=now)
        due = database.read(lambda session: session.scalars(select(OutboxRow.due_at)).one())
        waits.append(due - now)
        assert claim(database, now=due - timedelta(seconds=1)) == []
        now = due
    assert waits[:4] == [timedelta(seconds=seconds) for seconds in (5, 10, 20, 40)]
    assert waits[-1] == QUEUE.longest_wait


def test_a_rate_limit_decides_the_wait_and_costs_no_try(database: Database) -> None:
    tell(database)
    (notice,) = claim(database)
    fail(database, notice, retry_after=timedelta(seconds=77))
    assert claim(database, now=after(seconds=76)) == []
    (again,) = claim(database, now=after(seconds=77))
    assert again.attempts == 1


def test_after_the_last_try_a_notice_is_dead_and_the_team_sees_it(database: Database) -> None:
    tell(database)
    now = MONDAY
    for _ in range(QUEUE.tries):
        fail(database, claim(database, now=now)[0], now=now)
        now += QUEUE.longest_wait
    assert claim(database, now=now) == []
    (dead,) = database.read(QUEUE.dead)
    assert (dead.kind, dead.last_error, dead.attempts) == ("password_changed", "no route", QUEUE.tries)
    assert now - MONDAY > timedelta(hours=24)


def test_what_can_never_arrive_dies_at_once_and_can_be_tried_again(database: Database) -> None:
    tell(database)
    (notice,) = claim(database)
    fail(database, notice, for_good=True)
    assert [each.id for each in database.read(QUEUE.dead)] == [notice.id]
    assert database.transact(lambda session: outbox.try_again(session, notice.id, now=MONDAY))
    assert not database.transact(lambda session: outbox.try_again(session, notice.id, now=MONDAY))
    assert database.read(QUEUE.dead) == []
    assert [each.attempts for each in claim(database)] == [1]


def test_a_late_failure_does_not_bring_a_delivered_notice_back(database: Database) -> None:
    """Two workers, one lease that ran out: one delivered, the other reports a time-out afterwards."""
    tell(database)
    (notice,) = claim(database)
    deliver(database, notice)
    fail(database, notice)
    assert claim(database, now=after(days=1)) == []


def test_an_error_text_is_kept_short(database: Database) -> None:
    tell(database)
    (notice,) = claim(database)
    database.transact(lambda session: QUEUE.fail(session, notice.id, "x" * 5000, now=MONDAY, for_good=True))
    (dead,) = database.read(QUEUE.dead)
    assert len(dead.last_error or "") == 300


def test_workers_are_woken_by_the_commit(database: Database) -> None:
    heard: list[Versions] = []
    stop = database.on_commit(heard.append)
    tell(database)
    stop()
    assert [set(versions) for versions in heard] == [{"outbox:mail"}]

"""Whatever happens to one reset at the same moment: it has one final state, and the loser is told."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import pytest

from core.imports import demo_data
from core.requests import reset_decisions
from core.requests.reset_decisions import ProposalChanged, ResetApproved
from core.requests.reset_requests import ResetFiled, ResetFrozen, ResetOver, ResetWithdrawn
from tests.cast import MONDAY, Cast
from tests.core.requests.reset_people import GOOD, WAITING, Desk, open_desk

ROUNDS = 60


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast)


def proposed(desk: Desk, now: datetime) -> tuple[str, str]:
    outcome = desk.file(now=now)
    assert isinstance(outcome, ResetFiled)
    desk.propose(outcome.reset_id, desk.cast.fresh("Alex", now=now), GOOD, now=now)
    return outcome.reset_id, desk.reset(outcome.reset_id).digest or ""


def race(*acts: Callable[[], object]) -> list[object]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(act) for act in acts]]


def approval(desk: Desk, reset_id: str, digest: str, name: str, now: datetime) -> Callable[[], object]:
    by = desk.cast.fresh(name, now=now)
    return lambda: desk.cast.do(
        lambda session: reset_decisions.approve_reset(
            session, reset_id, digest=digest, waiting=WAITING, by=by, now=now
        )
    )


def stopping(desk: Desk, reset_id: str, now: datetime) -> Callable[[], object]:
    dana = desk.cast.actor("Dana")
    return lambda: desk.freeze(reset_id, dana, now=now)


def taking_back(desk: Desk, reset_id: str) -> Callable[[], object]:
    priya = desk.half_way()
    return lambda: desk.withdraw(reset_id, priya)


def test_approve_against_freeze(desk: Desk) -> None:
    for number in range(ROUNDS):
        now = MONDAY + timedelta(days=number)
        reset_id, digest = proposed(desk, now)
        approved, frozen = race(approval(desk, reset_id, digest, "Sam", now), stopping(desk, reset_id, now))
        assert frozen == ResetFrozen(reset_id)
        assert isinstance(approved, ResetApproved | ResetOver)
        assert desk.state(reset_id) == "frozen"
    assert len(desk.cast.audited("reset.frozen")) == ROUNDS
    assert not desk.round(MONDAY + timedelta(days=1000))


def test_two_approvers_at_once(desk: Desk) -> None:
    for number in range(ROUNDS):
        now = MONDAY + timedelta(days=number)
        reset_id, digest = proposed(desk, now)
        outcomes = race(*(approval(desk, reset_id, digest, name, now) for name in ("Sam", "Kim", "Sam")))
        kinds = Counter(type(each) for each in outcomes)
        assert kinds == {ResetApproved: 1, ProposalChanged: 2}
        stopping(desk, reset_id, now)()
    assert len(desk.cast.audited("reset.approved")) == ROUNDS


def test_approve_against_withdraw(desk: Desk) -> None:
    for number in range(ROUNDS):
        now = MONDAY + timedelta(days=number)
        reset_id, digest = proposed(desk, now)
        approved, withdrawn = race(approval(desk, reset_id, digest, "Sam", now), taking_back(desk, reset_id))
        assert withdrawn == ResetWithdrawn(reset_id)
        assert isinstance(approved, ResetApproved | ResetOver)
        assert desk.state(reset_id) == "withdrawn"
    assert len(desk.cast.audited("reset.withdrawn")) == ROUNDS


def test_the_round_of_two_processes_against_that_was_not_me(desk: Desk) -> None:
    states: Counter[str] = Counter()
    for number in range(ROUNDS):
        now = MONDAY + timedelta(days=2 * number)
        due = now + WAITING
        reset_id, digest = proposed(desk, now)
        approval(desk, reset_id, digest, "Sam", now)()
        *_, frozen = race(partial(desk.round, due), partial(desk.round, due), stopping(desk, reset_id, due))
        state = desk.state(reset_id)
        states[state] += 1
        assert state == ("frozen" if isinstance(frozen, ResetFrozen) else "done")
        assert (desk.priya.standing.state == "live") == (state == "frozen")
        if state == "done":
            set_up_once_more(desk, due)
    for state, count in states.items():
        assert len(desk.cast.audited(f"reset.{state}")) == count


def set_up_once_more(desk: Desk, now: datetime) -> None:
    user_id, keys = desk.priya.user_id, desk.cast.installation.keys
    desk.cast.do(lambda session: demo_data.enroll(session, keys, user_id, bytes(range(20)), now=now))

"""Many at once, over threads and processes, and a process killed in the middle: one use, and every try counted."""

import base64
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import func, select

from core.ground import throttle
from core.ground.throttle import AttemptRow
from core.second_factor.attempts import Proven, Typed
from core.second_factor.recovery_tokens import RecoveryToken
from core.second_factor.refusals import Refusal
from core.second_factor.used_steps import TotpCounter
from tests.cast import Cast, after
from tests.core.second_factor.enrolled_people import Owner, set_up_factor
from tests.core.second_factor.second_factor_process import try_all
from tests.parts.processes import OtherProcess

NOW = after()


@pytest.fixture
def priya(cast: Cast) -> Owner:
    return set_up_factor(cast)


def at_once(priya: Owner, typed: list[Typed], *, by: str | None = None) -> Counter[str]:
    with ThreadPoolExecutor(16) as threads:
        outcomes = list(threads.map(lambda one: priya.check(one, now=NOW, browser=by), typed))
    return Counter(outcome.kind if isinstance(outcome, Refusal) else "accepted" for outcome in outcomes)


def counted(priya: Owner) -> int:
    """Tries of this person that no success has forgiven."""
    key = throttle.second_factor_key(priya.user_id)
    query = select(func.count()).where(AttemptRow.key == key, AttemptRow.cleared_at.is_(None))
    return int(priya.cast.one(query))


def start(priya: Owner, url: str, texts: list[str], *, dies: bool = False) -> OtherProcess:
    """Another process that tries ``texts`` all at once."""
    key = priya.cast.installation.keys.active
    task = {
        "database_url": url,
        "keys": f"{key.kid}:{base64.b64encode(key.secret).decode()}",
        "user_id": priya.user_id,
        "texts": texts,
        "now": NOW,
        "dies": dies,
    }
    return OtherProcess(try_all, task)


def outcomes_of(*processes: OtherProcess) -> Counter[str]:
    total: Counter[str] = Counter()
    for process in processes:
        total.update(process.hear())
        assert process.end() == 0
    return total


@pytest.mark.parametrize("kind", ["code", "token"])
def test_fifty_posts_of_one_code_or_token_have_one_effect(priya: Owner, kind: str) -> None:
    typed = priya.code(NOW) if kind == "code" else priya.token(7)
    outcomes = at_once(priya, [typed] * 50)
    assert outcomes["accepted"] == 1
    assert outcomes.keys() <= {"accepted", "already_used", "too_many_tries"}
    used = "second_factor.accepted" if kind == "code" else "recovery_token.used"
    assert len(priya.cast.audited(used)) == 1
    spent = select(func.count()).where(RecoveryToken.used_at.is_not(None))
    assert priya.cast.one(spent) == (0 if kind == "code" else 1)


def test_two_hundred_wrong_codes_at_once_are_looked_at_five_times(priya: Owner) -> None:
    outcomes = at_once(priya, [priya.wrong(NOW, place=place % 50) for place in range(200)])
    assert outcomes == {"wrong": 5, "too_many_tries": 195}
    assert counted(priya) == 5
    assert priya.live.failures_in_a_row == 5


def test_the_budget_holds_over_two_processes_and_a_restart(priya: Owner, database_url: str) -> None:
    wrong = [priya.wrong(NOW, place=place).text for place in range(40)]
    both = [start(priya, database_url, wrong), start(priya, database_url, wrong)]
    assert outcomes_of(*both) == {"wrong": 5, "too_many_tries": 75}
    restarted = start(priya, database_url, [priya.code(NOW).text])
    assert outcomes_of(restarted) == {"too_many_tries": 1}


def test_one_code_posted_to_two_processes_has_one_effect(priya: Owner, database_url: str) -> None:
    texts = [priya.code(NOW).text] * 25
    outcomes = outcomes_of(start(priya, database_url, texts), start(priya, database_url, texts))
    assert outcomes["accepted"] == 1
    assert len(priya.cast.audited("second_factor.accepted")) == 1


@pytest.mark.parametrize("kind", ["code", "token"])
def test_a_process_killed_before_the_commit_leaves_the_try_counted_and_nothing_used(
    priya: Owner, database_url: str, kind: str
) -> None:
    """Else anyone who can make requests die, or only drops the connection, could guess for free."""
    typed = priya.code(NOW) if kind == "code" else priya.token(1)
    before = priya.cast.one(select(TotpCounter.last_step).where(TotpCounter.user_id == priya.user_id))
    process = start(priya, database_url, [typed.text], dies=True)
    assert process.end() == -signal.SIGKILL
    assert counted(priya) == 1
    assert priya.live.failures_in_a_row == 1
    assert priya.cast.one(select(TotpCounter.last_step).where(TotpCounter.user_id == priya.user_id)) == before
    assert isinstance(priya.check(typed, now=NOW), Proven)


def test_owners_of_different_factors_do_not_wait_for_each_others_counter(cast: Cast) -> None:
    people = [set_up_factor(cast, name) for name in ("Priya", "Miguel", "Owen", "Dana")]
    moments: list[tuple[Owner, datetime]] = [(owner, NOW) for owner in people]
    with ThreadPoolExecutor(8) as threads:
        outcomes = threads.map(lambda pair: pair[0].check(pair[0].code(pair[1]), now=pair[1]), moments)
    assert all(isinstance(outcome, Proven) for outcome in outcomes)

"""The rounds: they remind and tidy, and an operator can tidy by hand."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from console import rounds
from core.audit import chain, checks
from core.enrolling import nudges
from core.ground.db import new_id
from core.ground.sealing import new_key
from core.ground.throttle import AttemptRow
from tests.cast import MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import begin
from tests.parts.server import running

pytestmark = pytest.mark.databases("sqlite")  # what a round does is proven on both where it is done
NOON = after(hours=8)


def attempts(cast: Cast) -> int:
    return cast.look(lambda session: session.scalar(select(func.count()).select_from(AttemptRow)) or 0)


def test_a_round_reminds_all_who_stopped_however_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nudges, "AT_ONCE", 1)
    monkeypatch.setattr(nudges.nudge_some, "__kwdefaults__", {"limit": 1})
    cast.activate("Lakeside", now=NOON)
    for name in ("Priya", "Miguel", "Dana"):
        begin(cast, cast.actor(name), now=NOON)
    rounds.remind(cast.installation, lambda: NOON + timedelta(days=1))
    assert len({row.user_id for row in cast.told("guide_nudged")}) == 3


def test_a_round_tidies_unless_the_site_is_stopping(cast: Cast) -> None:
    cast.do(lambda s: s.add(AttemptRow(id=new_id(), key="k", at=MONDAY)))
    rounds.tidy(cast.installation, lambda: after(days=3), lambda: True)
    assert attempts(cast) == 1
    rounds.tidy(cast.installation, lambda: after(days=3), lambda: False)
    assert attempts(cast) == 0


def test_an_operator_can_purge_by_hand(tmp_path: Path) -> None:
    settings = {"TC2FA_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}", "TC2FA_KEYS": new_key("k1")}
    with running("db", "upgrade", settings=settings, folder=tmp_path) as upgrade:
        upgrade.wait_for("stands at")
    with running("purge", settings=settings, folder=tmp_path) as purge:
        purge.wait_for("0 rows gone")


def test_a_round_checks_the_whole_chain_when_it_is_due(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = cast.installation.keys
    cast.do(lambda session: chain.seal_pending(session, keys, now=MONDAY))
    monkeypatch.setattr(checks.step, "__kwdefaults__", {"limit": 5})
    rounds.check_chain(cast.installation, lambda: MONDAY, lambda: True)
    assert cast.look(checks.standing).running_at == 5, "a stop leaves the walk where it is"
    rounds.check_chain(cast.installation, lambda: MONDAY, lambda: False)
    last = cast.look(checks.standing).last
    assert last is not None
    assert last.problem is None
    rounds.check_chain(cast.installation, lambda: MONDAY, lambda: False)
    assert len(cast.look(checks.finished)) == 1

"""What the database is asked in a member's day: another number needs a reason."""

import pytest

from tests.bench import hot_paths

ASKED = {  # statements and transactions of a person's first sign-in
    "password": (17, 3),
    "token prompt": (1, 1),
    "token": (30, 3),
    "landing": (4, 2),
    "settings": (7, 2),
}


def test_a_day_asks_the_database_this_and_no_more(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot_paths, "FIRST", 1)
    monkeypatch.setattr(hot_paths, "MEASURED", 2)
    asked = {cost.step: (cost.statements, cost.transactions) for cost in hot_paths.costs(database_url)}
    assert {step: asked[step] for step in ASKED} == ASKED

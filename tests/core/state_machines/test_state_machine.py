"""Whatever people and staff do in whatever order, what must hold holds: hypothesis looks for a walk that breaks it."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from core.ground.db import Database
from tests.cast import open_cast
from tests.core.state_machines.walk_of_all import Walk
from tests.parts.database import NewDatabase


@pytest.mark.timeout(300)  # many short walks, each on a database of its own
def test_no_walk_through_requests_enrollments_and_sign_in_breaks_an_invariant(
    database_kind: str, new_database_url: NewDatabase
) -> None:
    Walk.all_walks.clear()

    class FreshWalk(Walk):
        def __init__(self) -> None:
            super().__init__(open_cast(Database(new_database_url("peopled"))))

    walks = settings(
        max_examples=12 if database_kind == "sqlite" else 6,
        stateful_step_count=30,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    run_state_machine_as_test(FreshWalk, settings=walks)
    for action in ("sign_in.finished", "second_factor.accepted", "enrollment.confirmed", "request.approved"):
        assert Walk.all_walks[action] > 0, f"no walk ever came to {action}"

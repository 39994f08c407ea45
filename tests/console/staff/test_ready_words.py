"""Ready words fill the field, keep what was typed, and decide nothing."""

import pytest

from core.requests.request_states import ActivationRequest
from tests.console.staff.desk import Console


@pytest.mark.parametrize(
    ("how", "field", "chosen", "words"),
    [
        ("decline", "reason", "Not confirmed", "We could not confirm this request"),
        ("ask", "question", "When to start?", "On which day would you like to start?"),
    ],
)
def test_ready_words_wait_in_the_field_behind_what_was_typed(
    console: Console, how: str, field: str, chosen: str, words: str
) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    assert f'name="ready" value="{chosen}"' in alex.get(f"/requests/{request_id}")
    filled = alex.post(f"/requests/{request_id}/{how}", ready=chosen, **{field: "Hello Dana."})
    assert filled.status_code == 200
    assert "Hello Dana.\n\n" + words in filled.text
    state = console.cast.look(lambda session: session.get_one(ActivationRequest, request_id).state)
    assert state == "pending"

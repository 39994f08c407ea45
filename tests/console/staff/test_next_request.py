"""After a decision the next waiting request opens, for those who came from the list."""

import pytest

from tests.console.staff.desk import Browser, Console

WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("approve", {}),
    ("decline", {"reason": "Please call us."}),
    ("ask", {"question": "Who leads this?"}),
)


def from_the_list(who: Browser, request_id: str, how: str, **form: str) -> str:
    """Open it from the list, decide, and where that leads."""
    assert f'href="/requests/{request_id}?list=1"' in who.get("/requests")
    assert 'name="list" value="1"' in who.get(f"/requests/{request_id}?list=1")
    if how == "approve":
        who.press_approve(request_id)
    answer = who.post(f"/requests/{request_id}/{how}", list="1", **form)
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.mark.parametrize(("how", "typed"), WAYS)
def test_the_next_request_opens_and_says_what_was_done(
    console: Console, how: str, typed: dict[str, str]
) -> None:
    first = console.request_of("Dana", "Lakeside")
    console.later(minutes=1)
    second = console.request_of("Grace", "Riverbend")
    alex = console.at_work("Alex")
    went = from_the_list(alex, first, how, **typed)
    assert went.startswith(f"/requests/{second}?")
    page = alex.get(went)
    assert "Request of Riverbend Cardiology" in page
    assert "This is the next request." in page
    assert f'href="/requests/{first}">Lakeside Family Medicine' in page
    assert 'href="/requests">All requests' in page


def test_after_the_newest_comes_the_oldest(console: Console) -> None:
    first = console.request_of("Dana", "Lakeside")
    console.later(minutes=1)
    second = console.request_of("Grace", "Riverbend")
    alex = console.at_work("Alex")
    assert from_the_list(alex, second, "approve").startswith(f"/requests/{first}?")


def test_when_nothing_waits_the_decided_request_stays(console: Console) -> None:
    request_id = console.request_of()
    alex = console.at_work("Alex")
    went = from_the_list(alex, request_id, "approve")
    assert went.startswith(f"/requests/{request_id}?")
    assert "Approved. Two-factor authentication is activated" in alex.get(went)


def test_a_code_asked_for_meanwhile_keeps_the_way_through_the_list(console: Console) -> None:
    first = console.request_of("Dana", "Lakeside")
    second = console.request_of("Grace", "Riverbend")
    alex = console.at_work("Alex")
    console.later(minutes=6)
    alex.get(f"/requests/{first}?list=1")
    asked = alex.post(f"/requests/{first}/decline", list="1", reason="Please call us.")
    assert 'name="list" value="1"' in asked.text
    went = alex.post(f"/requests/{first}/decline", list="1", reason="Please call us.", token=alex.code())
    assert went.headers["location"].startswith(f"/requests/{second}?")

"""The queue: who sees it, what the filters keep, what is said when nothing is there."""

import pytest

from tests.console.staff.desk import Console


def test_nobody_sees_anything_without_both_steps(console: Console) -> None:
    request_id = console.request_of()
    stranger, half = console.browser(), console.browser()
    half.give_password(console.cast.person("Alex").email)
    for path in ("/", "/requests", "/requests/list", "/live?topic=requests", f"/requests/{request_id}"):
        assert "Lakeside" not in stranger.get(path, status=303)
        assert "Lakeside" not in half.get(path, status=303)
    assert half.post(f"/requests/{request_id}/approve").status_code == 303
    assert console.cast.practice("Lakeside").activated_at is None


def test_a_members_session_opens_no_door_here(console: Console) -> None:
    token, _ = console.cast.sign_in_as("Dana")
    browser = console.browser()
    browser.client.cookies.set("tc2fa_console_session", token)
    browser.get("/requests", status=303)
    assert browser.give_password(console.cast.person("Dana").email).status_code == 403


def test_an_empty_queue_says_so(console: Console) -> None:
    page = console.at_work("Alex").get("/")
    assert "Nothing waits for you" in page
    assert "<table" not in page


def test_a_request_shows_with_practice_group_and_asker(console: Console) -> None:
    console.request_of()
    page = console.at_work("Alex").get("/")
    assert all(
        words in page for words in ("Lakeside Family Medicine", "Lakeside Health Group", "Dana Whitfield")
    )


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", ("Lakeside", "Riverbend"), ()),
        ("state=approved", (), ("Lakeside Family", "Riverbend Card")),
        ("state=nonsense", ("Lakeside", "Riverbend"), ()),
        ("q=river", ("Riverbend",), ("Lakeside Family",)),
        ("q=dana", ("Lakeside",), ("Riverbend Card",)),
        ("q=%25", (), ("Lakeside Family", "Riverbend Card")),
        ("q=%00%ed%a0%80river", (), ("Lakeside Family",)),
        ("after=%00nonsense", ("Lakeside", "Riverbend"), ()),
    ],
)
def test_filters_and_search(
    console: Console, query: str, shown: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    console.request_of("Dana", "Lakeside")
    console.request_of("Grace", "Riverbend")
    page = console.at_work("Alex").get(f"/requests?{query}")
    assert all(name in page for name in shown)
    assert not any(name in page for name in hidden)


def test_what_is_searched_for_is_text_not_markup(console: Console) -> None:
    page = console.at_work("Alex").get("/requests?q=<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_older_requests_are_one_page_further(console: Console) -> None:
    sam = console.at_work("Sam")
    for _ in range(26):
        console.later(minutes=1)
        request_id = console.request_of()
        answer = sam.decide(request_id, "decline", reason="Please call us.")
        if answer.status_code == 200:
            answer = sam.post(f"/requests/{request_id}/decline", reason="Please call us.", token=sam.code())
        assert answer.status_code == 303
    first = sam.get("/requests?state=all")
    older = first.split('">Older</a>')[0].rpartition('href="')[2].replace("&amp;", "&")
    assert first.count('class="row-link"') == 25
    assert sam.get(older).count('class="row-link"') == 1
    assert 'data-from="/requests/list' not in sam.get(older)


def test_the_list_that_a_page_fetches_by_itself_keeps_no_session_alive(console: Console) -> None:
    alex = console.at_work("Alex")
    statuses = []
    for _ in range(4):
        console.later(minutes=4)
        answer = alex.client.get("/requests/list", headers={"Sec-Fetch-Site": "same-origin"})
        statuses.append(answer.status_code)
    assert statuses == [200, 200, 200, 303]

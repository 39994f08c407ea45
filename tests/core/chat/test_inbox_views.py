"""The inbox shows who waits longest first, pages without losing anybody, finds by words, and names no stranger."""

import pytest

from core.chat import inbox, inbox_views
from core.chat.inbox_views import InboxCounts, InboxRow, Shown
from core.ground.paging import Page
from tests.cast import Cast, after
from tests.core.chat.inbox_people import acts, ask_for_a_person, says, takes, visitor_asks


def listed(cast: Cast, shown: Shown = "open", *, me: str = "", text: str = "") -> list[InboxRow]:
    return list(page(cast, shown, me=me, text=text).rows)


def page(
    cast: Cast,
    shown: Shown = "open",
    *,
    me: str = "",
    text: str = "",
    after: str | None = None,
    limit: int = 25,
) -> Page[InboxRow]:
    me_id = cast.person(me).id if me else ""
    return cast.look(
        lambda session: inbox_views.queue(session, shown=shown, me=me_id, text=text, after=after, limit=limit)
    )


def names(rows: list[InboxRow]) -> list[str | None]:
    return [row.person_name for row in rows]


def test_who_waits_longest_comes_first_and_those_in_hand_come_after(cast: Cast) -> None:
    held = ask_for_a_person(cast, "Tom", now=after(minutes=0))
    ask_for_a_person(cast, "Priya", now=after(minutes=2))
    ask_for_a_person(cast, "Miguel", now=after(minutes=1))
    takes(cast, "Alex", held)
    assert names(listed(cast)) == ["Miguel Ortega", "Priya Raman", "Tom Becker"]
    assert names(listed(cast, "waiting")) == ["Miguel Ortega", "Priya Raman"]
    assert names(listed(cast, "mine", me="Alex")) == ["Tom Becker"]
    assert listed(cast, "mine", me="Sam") == []
    assert listed(cast)[2].taken_by_name == "Alex Morgan"


def test_a_row_tells_practice_step_problem_and_what_is_new(cast: Cast) -> None:
    miguel = ask_for_a_person(cast, "Miguel", problem="scan_problem")
    says(cast, miguel, "And another thing")
    (row,) = listed(cast)
    assert row.practice_names == ("Hilltop Internal Medicine", "Lakeside Family Medicine")
    assert (row.step, row.problem, row.unread) == ("guide_step_3", "scan_problem", 2)


def test_visitors_and_half_sign_ins_have_no_name_and_are_not_found_by_one(cast: Cast) -> None:
    visitor_asks(cast)
    visitor_asks(cast, proven="Dana", now=after(minutes=1))
    rows = listed(cast)
    assert [(row.kind, row.person_name, row.practice_names) for row in rows] == [
        ("visitor", None, ()),
        ("proven", None, ()),
    ]
    assert listed(cast, text="dana") == []
    assert len(listed(cast, text="CANNOT get")) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("priya", ["Priya Raman"]),
        ("priya@lake", ["Priya Raman"]),
        ("riverbend", ["Tom Becker"]),
        ("elephant", ["Tom Becker"]),
        ("%", []),
        ("_riya", []),
        ("guide_step_3", []),
    ],
)
def test_search_by_name_address_practice_and_words(cast: Cast, text: str, found: list[str]) -> None:
    ask_for_a_person(cast, "Priya")
    ask_for_a_person(cast, "Tom", said="An Elephant sat on my phone")
    assert names(listed(cast, text=text)) == found


@pytest.mark.parametrize("shown", ["open", "done"])
def test_pages_neither_repeat_nor_lose_anybody(cast: Cast, shown: Shown) -> None:
    for minute, name in enumerate(("Priya", "Tom", "Miguel", "Grace", "Owen")):
        chat = ask_for_a_person(cast, name, now=after(minutes=minute // 2))
        if shown == "done" or minute % 2:
            takes(cast, "Alex", chat)
        if shown == "done":
            acts(cast, "Alex", inbox.close, chat)
    walked: list[str] = []
    cursor = None
    for _ in range(3):
        found = page(cast, shown, after=cursor, limit=2)
        walked += [row.id for row in found.rows]
        cursor = found.next
    assert cursor is None
    assert walked == [row.id for row in listed(cast, shown)]
    assert len(set(walked)) == 5


def test_a_made_up_cursor_is_the_first_page(cast: Cast) -> None:
    ask_for_a_person(cast)
    assert len(page(cast, after="nonsense").rows) == 1


def test_the_numbers_count_what_calls_for_this_person(cast: Cast) -> None:
    ask_for_a_person(cast, "Priya")
    held = ask_for_a_person(cast, "Tom")
    takes(cast, "Alex", held)
    assert counts(cast, "Alex") == InboxCounts(waiting=1, open=2, mine=1, mine_unread=0)
    says(cast, held, "Are you still there?")
    assert counts(cast, "Alex").calling == 2
    assert counts(cast, "Sam").calling == 1


def counts(cast: Cast, name: str) -> InboxCounts:
    me = cast.person(name).id
    return cast.look(lambda session: inbox_views.counts(session, me=me))

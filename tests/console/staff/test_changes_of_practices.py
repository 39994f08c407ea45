"""Changes of practices that wait: beside the requests, in the number of the navigation, and gone when decided."""

from core.practices import change_decisions
from core.practices.practice_changes import ChangeProposed
from tests.cast import after
from tests.console.staff.desk import Console
from tests.console.staff.test_practices import page_of, proposed

PAGES = ("/requests", "/requests/changes")


def wished(console: Console) -> str:
    """Dana asks that 2FA is mandatory at Lakeside; the id of her wish."""
    console.cast.activate("Lakeside")
    lakeside, dana = console.cast.practice("Lakeside").id, console.cast.actor("Dana")
    now, start = console.now, after(days=30)
    asked = console.cast.do(
        lambda session: change_decisions.ask_to_require(session, lakeside, start, by=dana, now=now)
    )
    assert isinstance(asked, ChangeProposed)
    return asked.change_id


def test_a_waiting_wish_stands_beside_the_requests_and_leads_to_its_decision(console: Console) -> None:
    change, alex = wished(console), console.at_work("Alex")
    for path in PAGES:
        page = alex.get(path)
        for words in ("Changes of practices", "make 2FA mandatory", "Dana Whitfield"):
            assert words in page, path
        assert f'href="{page_of(console)}#change-{change}"' in page, path
    assert f'id="change-{change}"' in alex.get(page_of(console))


def test_a_proposal_to_switch_off_waits_there_too(console: Console) -> None:
    console.cast.activate("Lakeside")
    alex = console.at_work("Alex")
    proposed(console, alex)
    assert all("switch 2FA off" in alex.get(path) for path in PAGES)


def test_the_number_counts_requests_and_changes_and_nothing_is_said_of_none(console: Console) -> None:
    alex = console.at_work("Alex")
    assert ">" not in alex.get("/requests/count")
    assert all("Changes of practices" not in alex.get(path) for path in PAGES)
    change = wished(console)
    console.request_of("Grace", "Riverbend")
    assert ">2<" in alex.get("/requests/count")
    answer = alex.post(f"{page_of(console)}/changes/{change}/reject", token=alex.code())
    assert answer.status_code == 303
    assert ">1<" in alex.get("/requests/count")
    assert all("Changes of practices" not in alex.get(path) for path in PAGES)


def test_a_wish_whose_date_has_come_waits_no_more(console: Console) -> None:
    wished(console)
    console.later(days=30)
    assert "Changes of practices" not in console.at_work("Alex").get("/requests")

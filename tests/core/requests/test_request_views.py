"""The team's queue and detail, and what an admin sees of a request."""

from functools import partial

import pytest
from sqlalchemy.orm import Session

from core.practices import practices
from core.practices.practices import Practice
from core.requests import activation_requests, request_decisions, request_views
from core.requests.activation_requests import Asked
from core.requests.request_views import Counts, RequestDetail, RequestRow
from tests.cast import MONDAY, Cast, after


def file(cast: Cast, name: str, practice: str, *, minutes: int = 0, note: str = "") -> str:
    place, by = cast.practice(practice), cast.actor(name)
    outcome = cast.do(
        lambda session: activation_requests.ask(
            session, place.id, by=by, note=note, now=after(minutes=minutes)
        )
    )
    assert isinstance(outcome, Asked)
    return outcome.request_id


def three(cast: Cast) -> dict[str, str]:
    """One request of each practice: Lakeside's pending, Hilltop's waiting for an answer, Riverbend's declined."""
    ids = {
        "Lakeside": file(cast, "Dana", "Lakeside", note="All nine of us."),
        "Hilltop": file(cast, "Owen", "Hilltop", minutes=1),
        "Riverbend": file(cast, "Grace", "Riverbend", minutes=2),
    }
    alex = cast.fresh("Alex")
    cast.do(
        lambda session: request_decisions.ask_for_more(session, ids["Hilltop"], "Who?", by=alex, now=MONDAY)
    )
    cast.do(lambda session: request_decisions.decline(session, ids["Riverbend"], "No.", by=alex, now=MONDAY))
    return ids


def found(cast: Cast, *, state: str | None = None, text: str | None = None) -> list[str]:
    page = cast.look(lambda session: request_views.queue(session, state=state, text=text))
    return [row.practice_name.split()[0] for row in page.rows]


def detail(cast: Cast, request_id: str) -> RequestDetail:
    seen = cast.look(lambda session: request_views.detail(session, request_id, now=after(hours=1)))
    assert seen is not None
    return seen


def test_the_queue_shows_the_newest_first_with_who_asked_and_who_decided(cast: Cast) -> None:
    ids = three(cast)
    rows = cast.look(request_views.queue).rows
    assert [row.id for row in rows] == [ids["Riverbend"], ids["Hilltop"], ids["Lakeside"]]
    assert rows[0] == RequestRow(
        id=ids["Riverbend"],
        practice_id=cast.practice("Riverbend").id,
        practice_name="Riverbend Cardiology",
        group_name=None,
        state="declined",
        asked_at=after(minutes=2),
        asked_by_name="Grace Liu",
        askers=1,
        decided_at=MONDAY,
        decided_by_name=cast.person("Alex").name,
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("open", ["Hilltop", "Lakeside"]),
        ("pending", ["Lakeside"]),
        ("more_information", ["Hilltop"]),
        ("declined", ["Riverbend"]),
        ("approved", []),
        ("no-such-state", []),
    ],
)
def test_the_queue_is_filtered_by_state(cast: Cast, state: str, expected: list[str]) -> None:
    three(cast)
    assert found(cast, state=state) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RIVER", ["Riverbend"]),
        ("health group", ["Hilltop", "Lakeside"]),
        ("dana whit", ["Lakeside"]),
        ("owen@", ["Hilltop"]),
        ("  ", ["Riverbend", "Hilltop", "Lakeside"]),
        ("%", []),
        ("_", []),
        ("!", []),
    ],
)
def test_the_queue_is_searched_by_practice_group_and_asker(
    cast: Cast, text: str, expected: list[str]
) -> None:
    three(cast)
    assert found(cast, text=text) == expected


def test_pages_neither_repeat_nor_lose_a_request_while_new_ones_arrive(cast: Cast) -> None:
    def add(session: Session, number: int) -> None:
        practice = practices.add_practice(
            session, f"Practice {number}", by=cast_by, now=MONDAY, time_zone="UTC"
        )
        practices.add_membership(session, dana.id, practice.id, "admin", by=cast_by, now=MONDAY)
        activation_requests.ask(session, practice.id, by=cast_by, now=after(minutes=number // 2))

    dana, cast_by = cast.person("Dana"), cast.actor("Dana")
    for number in range(11):
        cast.do(partial(add, number=number))
    before = [row.id for row in cast.look(partial(request_views.queue, limit=200)).rows]
    page = cast.look(partial(request_views.queue, limit=3))
    seen = [row.id for row in page.rows]
    for number in range(100, 120):
        if page.next is None:
            break
        cast.do(partial(add, number=number))
        page = cast.look(partial(request_views.queue, limit=3, after=page.next))
        seen += [row.id for row in page.rows]
    assert seen == before
    assert len(seen) == 11


def test_the_detail_shows_the_proof_of_then_and_the_role_of_now(cast: Cast) -> None:
    request_id = file(cast, "Dana", "Lakeside", note="All nine of us.")
    dana, lakeside, by = cast.person("Dana"), cast.practice("Lakeside"), cast.actor("Sam")
    cast.do(lambda session: practices.end_membership(session, dana.id, lakeside.id, by=by, now=MONDAY))
    seen = detail(cast, request_id)
    (asker,) = seen.askers
    assert (asker.person.email, asker.role_then, asker.role_now) == (dana.email, "admin", None)
    assert (asker.channel, asker.factor, asker.ip) == ("account", "none", "192.0.2.7")
    assert (seen.note, seen.state, seen.is_open) == ("All nine of us.", "pending", True)
    assert (seen.practice.name, seen.practice.group_name, seen.practice.members) == (
        "Lakeside Family Medicine",
        "Lakeside Health Group",
        3,
    )


def test_the_detail_shows_questions_with_their_answers(cast: Cast) -> None:
    ids = three(cast)
    owen = cast.actor("Owen")
    cast.do(
        lambda session: activation_requests.answer(
            session, ids["Hilltop"], "Owen.", by=owen, now=after(hours=1)
        )
    )
    (exchange,) = detail(cast, ids["Hilltop"]).exchanges
    assert (exchange.question, exchange.answer, exchange.answered_by_name) == ("Who?", "Owen.", "Owen Brandt")
    assert exchange.asked_by_name == cast.person("Alex").name


def test_there_is_no_detail_of_a_request_that_is_not_there(cast: Cast) -> None:
    assert cast.look(lambda session: request_views.detail(session, "0" * 24, now=MONDAY)) is None


def test_a_practice_sees_its_open_request_with_the_question(cast: Cast) -> None:
    ids = three(cast)
    hilltop = cast.practice("Hilltop").id
    seen = cast.look(lambda session: request_views.open_request(session, hilltop))
    assert seen is not None
    assert (seen.id, seen.state, seen.question, seen.asked_by_name) == (
        ids["Hilltop"],
        "more_information",
        "Who?",
        "Owen Brandt",
    )


def test_a_practice_sees_what_became_of_its_last_request(cast: Cast) -> None:
    three(cast)
    riverbend = cast.practice("Riverbend").id
    assert cast.look(lambda session: request_views.open_request(session, riverbend)) is None
    seen = cast.look(lambda session: request_views.latest_request(session, riverbend))
    assert seen is not None
    assert (seen.state, seen.reason, seen.decided_by_name) == ("declined", "No.", cast.person("Alex").name)
    again = file(cast, "Grace", "Riverbend", minutes=5)
    latest = cast.look(lambda session: request_views.latest_request(session, riverbend))
    assert latest is not None
    assert latest.id == again


def test_the_numbers_of_what_waits(cast: Cast) -> None:
    assert cast.look(request_views.counts) == Counts(pending=0, more_information=0)
    three(cast)
    assert cast.look(request_views.counts) == Counts(pending=1, more_information=1)


def test_the_blast_radius_counts_whom_an_approve_touches(cast: Cast) -> None:
    request_id = file(cast, "Dana", "Lakeside")
    cast.sign_in_as("Priya", now=after(minutes=-30))
    cast.sign_in_as("Owen", now=after(minutes=-10))
    cast.enrolled("Miguel")
    radius = detail(cast, request_id).blast_radius
    assert (radius.members, radius.shared, radius.already_set_up) == (4, 2, 1)
    assert [(each.person.name, each.at) for each in radius.last_sign_ins][:2] == [
        ("Owen Brandt", after(minutes=-10)),
        ("Priya Raman", after(minutes=-30)),
    ]
    assert {each.at for each in radius.last_sign_ins[2:]} == {None}


def test_the_blast_radius_names_the_admins_who_could_be_locked_out(cast: Cast) -> None:
    request_id = file(cast, "Dana", "Lakeside")
    (dana,) = detail(cast, request_id).blast_radius.admins_at_risk
    assert (dana.person.name, dana.risks) == ("Dana Whitfield", ("only_admin", "never_signed_in"))
    cast.sign_in_as("Dana", now=after(days=-91))
    cast.enrolled("Dana")
    owen, lakeside, by = cast.person("Owen"), cast.practice("Lakeside"), cast.actor("Sam")
    cast.do(
        lambda session: practices.add_membership(session, owen.id, lakeside.id, "admin", by=by, now=MONDAY)
    )
    cast.sign_in_as("Owen")
    (dana,) = detail(cast, request_id).blast_radius.admins_at_risk
    assert dana.risks == ("long_away", "no_recovery_tokens")


def test_a_practice_that_was_activated_shows_since_when(cast: Cast) -> None:
    request_id = file(cast, "Dana", "Lakeside")
    cast.approve(request_id)
    seen = detail(cast, request_id)
    assert (seen.practice.activated_at, seen.is_open) == (MONDAY, False)
    assert cast.look(lambda session: session.get_one(Practice, seen.practice.id)).activated_at == MONDAY

"""What the team reads before it decides."""

from core.chat import conversations
from core.practices import practices
from core.requests import activation_requests, request_decisions
from core.requests.activation_requests import Joined
from tests.console.staff.desk import Console


def test_proof_facts_blast_radius_chat_and_history_are_there(console: Console) -> None:
    request_id = console.request_of(said="We would like 2FA for everyone")
    page = console.at_work("Alex").get(f"/requests/{request_id}")
    for words in (
        "dana@lakeside.example",
        "admin in this practice",
        "with the password only",
        "help chat, from 192.0.2.7",
        "Lakeside Health Group",
        "<strong>4</strong> members",
        "<strong>2</strong> also work elsewhere",
        "the only admin",
        "never signed in",
        "We would like 2FA for everyone",
        "asked for it",
    ):
        assert words in page, words


def test_the_chat_is_text(console: Console) -> None:
    request_id = console.request_of(said="<img src=x onerror=alert(1)>")
    page = console.at_work("Alex").get(f"/requests/{request_id}")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_of_a_long_chat_the_last_lines_are_shown(console: Console) -> None:
    request_id, dana = console.request_of(said="the very first line"), console.cast.person("Dana")

    def talk(number: int) -> None:
        console.cast.do(
            lambda session: conversations.add(
                session,
                conversations.of_member(session, dana.id, now=console.now),
                "person",
                {"kind": "text", "text": f"line {number}."},
                now=console.now,
            )
        )

    for number in range(201):
        talk(number)
    page = console.at_work("Alex").get(f"/requests/{request_id}")
    assert "line 200." in page
    assert "the very first line" not in page
    assert "Only the last 200 lines are shown." in page


def test_every_admin_behind_it_and_the_answer_are_shown(console: Console) -> None:
    request_id, place = console.request_of(), console.cast.practice("Lakeside")
    owen, by = console.cast.person("Owen"), console.cast.actor("Sam")
    owen_asks, dana_answers = console.cast.actor("Owen"), console.cast.actor("Dana")
    console.cast.do(
        lambda session: practices.add_membership(session, owen.id, place.id, "admin", by=by, now=console.now)
    )
    joined = console.cast.do(
        lambda session: activation_requests.ask(session, place.id, by=owen_asks, now=console.now)
    )
    assert isinstance(joined, Joined)
    alex = console.cast.fresh("Alex", now=console.now)
    console.cast.do(
        lambda session: request_decisions.ask_for_more(
            session, request_id, "Who leads this?", by=alex, now=console.now
        )
    )
    console.cast.do(
        lambda session: activation_requests.answer(
            session, request_id, "Owen does.", by=dana_answers, now=console.now
        )
    )
    page = console.at_work("Sam").get(f"/requests/{request_id}")
    assert all(words in page for words in ("Owen Brandt", "Joined by", "Who leads this?", "Owen does."))


def test_a_decided_request_speaks_of_what_became_of_it(console: Console) -> None:
    request_id = console.request_of("Dana")
    alex, lakeside = console.at_work("Alex"), console.cast.practice("Lakeside").id
    assert "Whom an approval touches" in alex.get(f"/requests/{request_id}")
    alex.decide(request_id, "approve")
    page = alex.get(f"/requests/{request_id}")
    assert "Whom an approval touches" not in page
    assert "0 of 4 members" in page
    assert f'href="/adoption/{lakeside}"' in page


def test_a_declined_request_names_nobody_it_would_have_touched(console: Console) -> None:
    request_id = console.request_of("Dana")
    alex = console.at_work("Alex")
    alex.decide(request_id, "decline", reason="Please call us first.")
    page = alex.get(f"/requests/{request_id}")
    assert "Please call us first." in page
    assert "Whom an approval touches" not in page
    assert "/adoption/" not in page.partition('id="decide"')[2]

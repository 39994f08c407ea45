"""The bubble's wire through its public door."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from bot.bubble.places import TYPING
from core.chat import conversations
from core.chat.conversations import Conversation, Message
from core.ground.db import DatabaseUnavailable, LiveTopic
from tests.bot.bubble.site import BubbleSite, look, post, say
from tests.cast import MONDAY, Cast

# Parsing and drawing know no database; what they call is proven on both by its own tests.
pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def site(cast: Cast) -> BubbleSite:
    return BubbleSite(cast)


@pytest.fixture
def priya(site: BubbleSite) -> TestClient:
    return site.signed_in("Priya")


def test_the_home_greets_by_name_and_writes_nothing(site: BubbleSite, priya: TestClient) -> None:
    seen = look(priya)
    assert (seen["who"], seen["name"], seen["language"], seen["floor"]) == (
        "member",
        "Priya Raman",
        "en",
        "bot",
    )
    assert seen["greeting"].startswith("Hi Priya.")
    assert {"label": "What is 2FA?", "value": "intent:what_is_2fa"} in seen["suggestions"]
    assert seen["article"]["path"] == "/help/two-factor"
    assert (seen["messages"], seen["last_number"], seen["read_number"], seen["unread"]) == ([], 0, 0, 0)
    assert site.cast.rows(select(Conversation)) == []


def test_a_message_is_answered_and_shown(priya: TestClient) -> None:
    answer = say(priya, "what is two factor authentication?")
    assert (answer.status_code, answer.json()) == (202, {"numbers": [1, 2]})
    seen = look(priya)
    mine, bots = seen["messages"]
    assert mine == {
        "number": 1,
        "author": "person",
        "staff_name": None,
        "at": "2026-03-02T09:00:05Z",
        "body": {"kind": "text", "text": "what is two factor authentication?"},
        "feedback": None,
        "masked": False,
    }
    assert (bots["author"], bots["feedback"]) == ("bot", "asked")
    assert (seen["last_number"], seen["read_number"], seen["unread"]) == (2, 1, 1)


def test_a_suggestion_and_then_a_button_are_pressed(site: BubbleSite) -> None:
    dana = site.signed_in("Dana")
    pressed = post(dana, {"event_id": str(uuid.uuid4()), "choice": "intent:request_activation"})
    assert pressed.json()["numbers"] == [1, 2]
    question = look(dana)["messages"][-1]
    assert [choice["label"] for choice in question["body"]["choices"]] == ["Send request", "Not now"]
    value = question["body"]["choices"][0]["value"]
    answer = post(dana, {"event_id": str(uuid.uuid4()), "choice": value, "number": question["number"]})
    assert answer.status_code == 202
    assert "Done." in look(dana)["messages"][-1]["body"]["text"]


def test_the_same_event_twice_is_one_message(priya: TestClient) -> None:
    event_id = str(uuid.uuid4())
    say(priya, "hello", event_id=event_id)
    again = say(priya, "hello", event_id=event_id.upper())
    assert (again.status_code, again.json()) == (202, {"numbers": []})
    assert len([m for m in look(priya)["messages"] if m["author"] == "person"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        [],
        "text",
        None,
        {},
        {"text": "hello"},
        {"event_id": "1", "text": "hello"},
        {"event_id": 7, "text": "hello"},
        {"event_id": str(uuid.uuid4())},
        {"event_id": str(uuid.uuid4()), "text": 5},
        {"event_id": str(uuid.uuid4()), "text": ["hello"]},
        {"event_id": str(uuid.uuid4()), "text": ""},
        {"event_id": str(uuid.uuid4()), "text": " \n\t "},
        {"event_id": str(uuid.uuid4()), "text": "\x00\x07"},
        {"event_id": str(uuid.uuid4()), "choice": 3},
        {"event_id": str(uuid.uuid4()), "choice": ""},
        {"event_id": str(uuid.uuid4()), "choice": "x" * 300},
        {"event_id": str(uuid.uuid4()), "choice": "start_over", "number": "1"},
        {"event_id": str(uuid.uuid4()), "choice": "start_over", "number": True},
        {"event_id": str(uuid.uuid4()), "choice": "start_over", "number": -1},
        {"event_id": str(uuid.uuid4()), "choice": "start_over", "number": 2**40},
        {"event_id": str(uuid.uuid4()), "choice": "request.send:somebody-elses"},
        {"event_id": str(uuid.uuid4()), "choice": "start_over", "number": 99},
    ],
)
def test_a_malformed_message_gets_a_sentence_and_leaves_nothing(
    site: BubbleSite, priya: TestClient, body: object
) -> None:
    answer = post(priya, body)
    assert answer.status_code == 400
    assert answer.json()["error"].endswith(".")
    assert site.cast.rows(select(Message)) == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 10_000, b'{"event_id": NaN'])
def test_a_body_that_is_no_json_gets_a_sentence(priya: TestClient, body: bytes) -> None:
    answer = priya.post("/chat/messages", content=body)
    assert answer.status_code == 400
    assert "could not read" in answer.json()["error"]


@pytest.mark.parametrize("length", [2001, 15_000, 1_000_000])
def test_a_text_that_is_too_long_is_refused_whole(site: BubbleSite, priya: TestClient, length: int) -> None:
    answer = say(priya, "x" * length)
    assert answer.status_code == 413
    assert "2000 characters" in answer.json()["error"]
    assert site.cast.rows(select(Message)) == []


def test_a_long_body_is_refused_before_it_is_read_to_its_end(priya: TestClient) -> None:
    sent = []

    def endless() -> Iterator[bytes]:
        for piece in range(1000):
            sent.append(piece)
            yield b"x" * 1024

    assert priya.post("/chat/messages", content=endless()).status_code == 413


@pytest.mark.databases("sqlite", "postgresql")
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> & \"quotes\" 'n' things",
        "https://evil.example/login",
        "a\nb\tc",
        "\ufdfa \U0001d54a\U0001d565 \u202e\u2066 \U0001f469\u200d\u2695\ufe0f",
        "=HYPERLINK(1)",
    ],
)
def test_text_is_text(priya: TestClient, text: str) -> None:
    assert say(priya, text).status_code == 202
    assert look(priya)["messages"][0]["body"] == {"kind": "text", "text": text}


@pytest.mark.databases("sqlite", "postgresql")
def test_control_characters_and_halves_of_letters_are_dropped(priya: TestClient) -> None:
    raw = b'{"event_id": "%s", "text": "he\\u0000l\\ud800lo\\u001b[31m"}' % str(uuid.uuid4()).encode()
    assert priya.post("/chat/messages", content=raw).status_code == 202
    assert look(priya)["messages"][0]["body"]["text"] == "hello[31m"


def test_a_secret_is_masked_and_marked(priya: TestClient) -> None:
    say(priya, "my code is 482915")
    mine = look(priya)["messages"][0]
    assert mine["masked"] is True
    assert "482915" not in str(look(priya))


@pytest.mark.parametrize("path", ["messages", "read", "feedback", "typing"])
def test_a_forged_request_does_nothing(site: BubbleSite, priya: TestClient, path: str) -> None:
    body = {"event_id": str(uuid.uuid4()), "text": "hello", "number": 1, "helpful": True}
    answer = priya.post(f"/chat/{path}", json=body, headers={"X-CSRF-Token": "wrong"})
    assert answer.status_code == 403
    assert site.cast.rows(select(Message)) == []


def test_ratings_are_kept_and_shown(priya: TestClient) -> None:
    say(priya, "what is two factor authentication?")
    assert priya.post("/chat/feedback", json={"number": 2, "helpful": True}).status_code == 200
    assert look(priya)["messages"][1]["feedback"] == "yes"
    priya.post("/chat/feedback", json={"number": 2, "helpful": False})
    assert look(priya)["messages"][1]["feedback"] == "no"
    assert "didn't help" in look(priya)["messages"][-1]["body"]["text"]


@pytest.mark.parametrize("number", [1, 3, 99])
def test_only_an_answer_that_asked_can_be_rated(priya: TestClient, number: int) -> None:
    say(priya, "what is two factor authentication?")
    assert priya.post("/chat/feedback", json={"number": number, "helpful": True}).status_code == 404


@pytest.mark.parametrize(
    "body", [{"number": 2}, {"number": 2, "helpful": "yes"}, {"helpful": True}, {"number": 0}]
)
def test_a_malformed_rating_gets_a_sentence(priya: TestClient, body: dict[str, object]) -> None:
    assert priya.post("/chat/feedback", json=body).status_code == 400


def test_reading_clears_the_badge_and_never_goes_back(priya: TestClient) -> None:
    say(priya, "what is two factor authentication?")
    assert look(priya)["unread"] == 1
    assert priya.post("/chat/read", json={"number": 2}).status_code == 200
    assert (look(priya)["unread"], look(priya)["read_number"]) == (0, 2)
    priya.post("/chat/read", json={"number": 1})
    priya.post("/chat/read", json={"number": 2**30})
    assert look(priya)["read_number"] == 2


def test_nothing_can_be_read_rated_or_heard_before_there_is_a_chat(
    site: BubbleSite, priya: TestClient
) -> None:
    assert priya.post("/chat/read", json={"number": 1}).status_code == 404
    assert priya.post("/chat/feedback", json={"number": 1, "helpful": True}).status_code == 404
    assert priya.post("/chat/typing", json={}).status_code == 404
    assert site.client().get("/chat/events").status_code == 404


@pytest.mark.parametrize("place", ["x", "-1", "1e3", "٣", "9" * 40])
def test_a_place_to_resume_from_is_a_number(priya: TestClient, place: str) -> None:
    assert priya.get("/chat/events", params={"after": place}).status_code == 400


def test_who_waits_for_a_person_reads_so(site: BubbleSite, priya: TestClient) -> None:
    say(priya, "let me talk to a real person please")
    seen = look(priya)
    assert seen["floor"] == "waiting"
    assert "A person at ThoroughCare will answer here" in seen["waiting_words"]
    assert priya.post("/chat/typing", json={}).status_code == 204


def test_a_flood_of_typing_is_refused_and_wakes_nobody(site: BubbleSite, priya: TestClient) -> None:
    say(priya, "let me talk to a real person please")
    answers = [priya.post("/chat/typing", json={}) for _ in range(TYPING[0].count + 5)]
    assert [answer.status_code for answer in answers[-6:]] == [204] + [429] * 5
    assert int(answers[-1].headers["retry-after"]) > 0
    topic = select(LiveTopic.version).where(LiveTopic.topic.startswith("typing:"))
    assert site.cast.one(topic) == TYPING[0].count
    site.now += timedelta(minutes=1, seconds=1)
    assert priya.post("/chat/typing", json={}).status_code == 204


def test_staff_are_shown_by_their_first_name_and_their_notes_not_at_all(
    site: BubbleSite, priya: TestClient
) -> None:
    say(priya, "let me talk to a real person please")
    alex = site.cast.person("Alex").id

    def reply(session: Any) -> None:
        conversation = session.scalars(select(Conversation)).one()
        note = {"kind": "text", "text": "looks lost"}
        conversations.add(session, conversation, "note", note, now=MONDAY, staff_id=alex)
        words = {"kind": "text", "text": "Hello, I am here."}
        conversations.add(session, conversation, "staff", words, now=MONDAY, staff_id=alex)

    site.cast.do(reply)
    seen = look(priya)
    assert "looks lost" not in str(seen)
    assert (seen["messages"][-1]["author"], seen["messages"][-1]["staff_name"]) == ("staff", "Alex")


def test_an_outage_is_said_plainly(
    site: BubbleSite, priya: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> object:
        raise DatabaseUnavailable("down")

    monkeypatch.setattr(site.cast.database, "transact", down)
    answer = say(priya, "hello")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "cannot reach our records" in answer.json()["error"]


def test_a_long_conversation_shows_its_end(site: BubbleSite, priya: TestClient) -> None:
    say(priya, "hello")

    def talk(session: Any) -> None:
        conversation = session.scalars(select(Conversation)).one()
        for number in range(250):
            conversations.add(session, conversation, "bot", {"kind": "text", "text": f"{number}"}, now=MONDAY)

    site.cast.do(talk)
    seen = look(priya)
    assert len(seen["messages"]) == 200
    assert seen["messages"][-1]["number"] == seen["last_number"] == 252

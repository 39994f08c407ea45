"""The inbox behind its public door: who may do what, what they read, and that no secret gets past the guard."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.secrets_guard.masking import Masked, mask
from console.staff.cleaning import LONGEST_TYPED
from core.chat import conversations, inbox
from core.chat.conversations import Conversation, Message
from core.chat.feedback import record_feedback
from tests.cast import Cast
from tests.console.staff import desk
from tests.console.staff.desk import Browser, Console
from tests.core.chat.inbox_people import acts, ask_for_a_person, says, takes, visitor_asks

SECRET = "Your code is 482913, please type it"


@pytest.fixture
def waiting(console: Console) -> str:
    return ask_for_a_person(console.cast, "Priya", said="<b>Help</b> me", now=console.now)


@pytest.fixture
def alex(console: Console) -> Browser:
    return console.at_work("Alex")


def said_by_us(cast: Cast) -> list[str]:
    query = select(Message).where(Message.author.in_(("staff", "note"))).order_by(Message.number)
    return [message.body["text"] for message in cast.rows(query)]


def floor(cast: Cast, conversation_id: str) -> str:
    return cast.one(select(Conversation).where(Conversation.id == conversation_id)).floor


def test_an_empty_inbox_says_so(alex: Browser) -> None:
    assert "Nobody waits for a person" in alex.get("/inbox")
    assert alex.get("/inbox/count").strip() == ""


def test_who_waits_is_there_with_problem_step_and_practice_and_counted(alex: Browser, waiting: str) -> None:
    page = alex.get("/inbox")
    for words in ("Priya Raman", "Code refused: wrong code", "Step 3", "Lakeside Family Medicine", waiting):
        assert words in page, words
    assert ">1<" in alex.get("/inbox/count")


def test_the_page_shows_the_talk_as_text_and_what_may_be_known(alex: Browser, waiting: str) -> None:
    page = alex.get(f"/inbox/{waiting}")
    assert "<b>Help</b>" not in page
    for words in ("&lt;b&gt;Help", "priya@lakeside.example", "2FA not activated", "Not set up", "Nobody yet"):
        assert words in page, words


def test_a_note_says_who_wrote_it_and_a_disowned_reset_is_urgent(console: Console, alex: Browser) -> None:
    waiting = ask_for_a_person(console.cast, "Priya", problem="reset_not_me", now=console.now)

    def work(session: Session) -> None:
        chat = conversations.lock(session, waiting)
        conversations.add(session, chat, "note", {"kind": "text", "text": "Says so"}, now=console.now)

    console.cast.do(work)
    assert '<span class="badge bad">Urgent</span>' in alex.get("/inbox")
    alex.get(f"/inbox/{waiting}")
    alex.post(f"/inbox/{waiting}/note", note="Called them")
    page = alex.get(f"/inbox/{waiting}")
    assert page.index("Note for the team, from the help bot") < page.index("Note for the team, Alex Morgan")
    assert '<span class="badge bad">Urgent</span>' in page


def test_opening_it_makes_it_read_unless_an_auditor_does(
    console: Console, alex: Browser, waiting: str
) -> None:
    auditor = console.at_work("Jo")
    auditor.get(f"/inbox/{waiting}")
    assert "unread" in alex.get("/inbox")
    alex.get(f"/inbox/{waiting}")
    assert "unread" not in alex.get("/inbox")


def test_take_reply_note_and_close(console: Console, alex: Browser, waiting: str) -> None:
    alex.get(f"/inbox/{waiting}")
    assert alex.post(f"/inbox/{waiting}/take").headers["location"] == f"/inbox/{waiting}?done=take"
    assert "You have this conversation" in alex.get(f"/inbox/{waiting}?done=take")
    answer = alex.post(f"/inbox/{waiting}/reply", reply="Good morning.")
    assert answer.headers["location"] == f"/inbox/{waiting}?done=reply"
    assert "Not read by them yet." in alex.get(f"/inbox/{waiting}")
    alex.post(f"/inbox/{waiting}/note", note="Seems to be in a hurry")
    assert said_by_us(console.cast) == ["Good morning.", "Seems to be in a hurry"]
    answer = alex.post(f"/inbox/{waiting}/close")
    assert answer.headers["location"] == "/inbox?done=closed"
    assert floor(console.cast, waiting) == "bot"
    assert "Priya Raman" not in alex.get("/inbox")
    assert "Priya Raman" in alex.get("/inbox?show=done")


@pytest.mark.parametrize(("act", "field"), [("reply", "reply"), ("note", "note")])
def test_a_secret_typed_by_staff_is_cut_out_and_named(
    console: Console, alex: Browser, waiting: str, act: str, field: str
) -> None:
    alex.get(f"/inbox/{waiting}")
    alex.post(f"/inbox/{waiting}/take")
    answer = alex.post(f"/inbox/{waiting}/{act}", **{field: SECRET})
    assert "482913" not in str(said_by_us(console.cast))
    page = alex.get(answer.headers["location"])
    assert "We took a 6-digit code out of your text" in page
    assert "482913" not in page


def test_a_reply_to_what_a_colleague_has_is_refused_kept_and_goes_along(
    console: Console, alex: Browser, waiting: str
) -> None:
    sam = console.at_work("Sam")
    for browser in (alex, sam):
        browser.get(f"/inbox/{waiting}")
    sam.post(f"/inbox/{waiting}/take")
    answer = alex.post(f"/inbox/{waiting}/take")
    assert answer.status_code == 409
    assert f"{console.cast.person('Sam').name} has this conversation." in answer.text
    answer = alex.post(f"/inbox/{waiting}/reply", reply="My long answer")
    assert answer.status_code == 409
    assert answer.text.count("My long answer") == 2
    sam_id = console.cast.person("Sam").id
    answer = alex.post(f"/inbox/{waiting}/take", instead_of=sam_id, reply="My long answer")
    assert answer.status_code == 200
    assert "autofocus>My long answer</textarea>" in answer.text
    assert sam.post(f"/inbox/{waiting}/reply", reply="Me too").status_code == 409
    assert said_by_us(console.cast) == []


def test_an_auditor_looks_and_does_nothing(console: Console, waiting: str) -> None:
    jo = console.at_work("Jo")
    page = jo.get(f"/inbox/{waiting}")
    assert "Take</button>" not in page
    assert "Add note" not in page
    for act in ("take", "reply", "note", "give-back", "close", "insert", "seen", "typing"):
        assert jo.post(f"/inbox/{waiting}/{act}", reply="x", note="x").status_code == 403
    assert jo.post("/inbox/replies/save", title="t", text="x").status_code == 403
    assert floor(console.cast, waiting) == "waiting"


def test_a_forged_form_does_nothing(console: Console, alex: Browser, waiting: str) -> None:
    alex.get(f"/inbox/{waiting}")
    for headers, token in (
        ({"Sec-Fetch-Site": "same-site"}, alex.csrf_token),
        ({"Sec-Fetch-Site": "same-origin"}, "0" * 64),
    ):
        answer = alex.client.post(f"/inbox/{waiting}/take", data={"csrf_token": token}, headers=headers)
        assert answer.status_code == 403
    assert floor(console.cast, waiting) == "waiting"


def test_what_was_never_handed_over_is_not_there(console: Console, alex: Browser, waiting: str) -> None:
    dana = console.cast.person("Dana")
    quiet = console.cast.do(lambda s: conversations.of_member(s, dana.id, now=console.now).id)
    alex.get(f"/inbox/{waiting}")
    for unknown in (quiet, "f" * 24, "nonsense", "replies%00"):
        alex.get(f"/inbox/{unknown}", status=404)
        alex.get(f"/inbox/{unknown}/thread", status=404)
        assert alex.post(f"/inbox/{unknown}/take").status_code == 404


def test_of_a_visitor_and_of_a_half_sign_in_nothing_is_known(console: Console, alex: Browser) -> None:
    visitor = visitor_asks(console.cast, now=console.now)
    proven = visitor_asks(console.cast, proven="Dana", now=console.now)
    assert "We do not know who they are" in alex.get(f"/inbox/{visitor}")
    page = alex.get(f"/inbox/{proven}")
    assert "Somebody with the right password" in page
    assert "Dana" not in page
    assert "Lakeside" not in page
    assert "Code refused: code too old" in page


def test_nobody_writes_to_a_visitor_who_is_gone(console: Console, waiting: str) -> None:
    visitor = visitor_asks(console.cast, now=console.now)
    takes(console.cast, "Alex", visitor, now=console.now)
    console.later(hours=25)
    alex = console.at_work("Alex")
    page = alex.get(f"/inbox/{visitor}")
    assert "nobody would read an answer" in page
    assert 'name="reply"' not in page
    assert alex.post(f"/inbox/{visitor}/reply", reply="Hello").status_code == 409
    assert alex.post(f"/inbox/{visitor}/close").status_code == 303


def test_a_wrong_reply_is_named_beside_the_field(alex: Browser, waiting: str) -> None:
    alex.get(f"/inbox/{waiting}")
    alex.post(f"/inbox/{waiting}/take")
    for typed, why in (("", "Please write something."), ("x" * 2001, "too long")):
        answer = alex.post(f"/inbox/{waiting}/reply", reply=typed)
        assert answer.status_code == 400
        assert why in answer.text
        assert "<title>Problem:" in answer.text


def test_a_page_of_another_hand_says_so_when_it_looks_again(
    console: Console, alex: Browser, waiting: str
) -> None:
    page = alex.get(f"/inbox/{waiting}")
    (thread,) = re.findall(r'data-from="(/inbox/\w+/thread[^"]*)"', page)
    assert "Show it as it is now" not in alex.get(thread)
    takes(console.cast, "Sam", waiting, now=console.now)
    says(console.cast, waiting, "Anybody?", now=console.now)
    fresh = alex.get(thread)
    assert "Anybody?" in fresh
    assert f"{console.cast.person('Sam').name} has this conversation now." in fresh


def test_feedback_is_counted_on_the_page(console: Console, alex: Browser, waiting: str) -> None:
    takes(console.cast, "Alex", waiting)
    acts(console.cast, "Alex", inbox.close, waiting)
    console.cast.do(lambda s: record_feedback(s, waiting, 1, helpful=True, now=console.now))
    page = alex.get(f"/inbox/{waiting}")
    assert "1 answer helped, 0 did not" in page
    assert "They said that this helped." in page


def test_lists_and_threads_that_a_page_fetches_by_itself_keep_no_session_alive(
    console: Console, alex: Browser, waiting: str
) -> None:
    statuses = []
    for path in ("/inbox/list", "/inbox/count", f"/inbox/{waiting}/thread", "/inbox/count"):
        console.later(minutes=4)
        answer = alex.client.get(path, headers={"Sec-Fetch-Site": "same-origin"})
        statuses.append(answer.status_code)
    assert statuses == [200, 200, 200, 303]


@pytest.mark.databases("sqlite")  # what the guard is given knows no database
def test_what_staff_type_is_cut_before_the_guard_reads_it(
    console: Console, alex: Browser, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of Unicode's ligatures stands for eighteen characters, so a form could cost the guard seconds."""
    read: list[int] = []

    def count_and_mask(text: str) -> Masked:
        read.append(len(text))
        return mask(text)

    monkeypatch.setattr(desk, "mask", count_and_mask)
    long, request_id = "\ufdfa" * 6000, console.request_of()
    for path, field in (
        (f"/inbox/{waiting}/reply", "reply"),
        (f"/inbox/{waiting}/note", "note"),
        ("/inbox/replies/save", "text"),
        (f"/requests/{request_id}/decline", "reason"),
    ):
        alex.get("/inbox")
        assert alex.post(path, **{field: long}).status_code in {400, 409}, path
    assert len(read) >= 4
    assert max(read) <= LONGEST_TYPED

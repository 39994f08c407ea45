"""Saved replies and office hours as pages: kept with what was typed, named when wrong, closed to who may not."""

from datetime import timedelta

from sqlalchemy.orm import Session

from core.chat import conversations, office_hours, saved_replies
from core.chat.feedback import record_feedback
from tests.console.staff.desk import Browser, Console
from tests.core.chat.inbox_people import ask_for_a_person

PAGE = "/inbox/replies"


def save(browser: Browser, **form: str) -> str:
    browser.get(PAGE)
    answer = browser.post(f"{PAGE}/save", **form)
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["location"])


def test_a_reply_is_saved_changed_inserted_without_a_script_and_deleted(console: Console) -> None:
    alex = console.at_work("Alex")
    assert "There are no saved replies yet" in alex.get(PAGE)
    assert "Saved." in save(alex, title="Settings", text="Press your name.")
    (kept,) = console.cast.look(saved_replies.listing)
    save(alex, id=kept.id, title="Settings", text="Press your name, then Settings.")
    waiting = ask_for_a_person(console.cast, now=console.now)
    alex.get(f"/inbox/{waiting}")
    alex.post(f"/inbox/{waiting}/take")
    alex.get(f"/inbox/{waiting}")
    page = alex.post(f"/inbox/{waiting}/insert", reply="Hi Priya.", insert=kept.id).text
    assert "Hi Priya.\n\nPress your name, then Settings.</textarea>" in page
    alex.get(PAGE)
    alex.post(f"{PAGE}/delete", id=kept.id)
    assert console.cast.look(saved_replies.listing) == ()
    assert alex.post(f"{PAGE}/delete", id=kept.id).status_code == 404


def test_the_guard_reads_saved_replies_too(console: Console) -> None:
    page = save(
        console.at_work("Alex"), title="Code 482913", text="The key is JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    )
    assert "We took" in page
    (kept,) = console.cast.look(saved_replies.listing)
    assert "482913" not in kept.title
    assert "JBSWY3DP" not in kept.text


def test_what_is_missing_is_named_and_what_was_typed_stays(console: Console) -> None:
    alex = console.at_work("Alex")
    alex.get(PAGE)
    answer = alex.post(f"{PAGE}/save", title="", text="Press your name.")
    assert answer.status_code == 400
    assert "Give it a title" in answer.text
    assert "Press your name.</textarea>" in answer.text


def test_a_supervisor_sets_the_office_hours(console: Console) -> None:
    sam = console.at_work("Sam")
    page = sam.get("/inbox/hours")  # four in the morning over there
    assert "The team is not in now. It is back" in page
    assert "Mar 2, 2026, 8:00 AM EST" in page
    form = {"day_1": "1", "day_5": "1", "opens": "09:00", "closes": "17:00", "time_zone": "UTC"}
    assert sam.post("/inbox/hours", **form).status_code == 303
    hours = console.cast.look(office_hours.read)
    assert (hours.days, hours.time_zone) == ((1, 5), "UTC")
    assert "nothing is promised" in sam.get("/inbox/hours?done=hours")
    answer = sam.post("/inbox/hours", **(form | {"time_zone": "Mars"}))
    assert answer.status_code == 400
    assert 'value="Mars"' in answer.text
    assert "We do not know this time zone" in answer.text


def test_an_agent_reads_the_hours_only(console: Console) -> None:
    alex = console.at_work("Alex")
    assert "A supervisor can change them." in alex.get("/inbox/hours")
    assert alex.post("/inbox/hours", day_1="1").status_code == 403


def test_answers_that_helped_are_counted_by_the_answer_and_not_by_the_person(console: Console) -> None:
    alex = console.at_work("Alex")
    assert "Nobody has rated an answer" in alex.get("/inbox/feedback")
    rate(console, "Priya", "Wipe the camera.", helpful=True)
    rate(console, "Tom", "Wipe the camera.", helpful=False)
    rate(console, "Dana", "Use any app.", helpful=True)
    rate(console, "Owen", "Of long ago.", helpful=True, days_ago=31)
    page = alex.get("/inbox/feedback")
    assert "2 of 3 answers helped</strong>, 1 did not" in page
    wipe, use = "Wipe the camera.</td><td>1 helped, 1 did not", "Use any app.</td><td>1 helped, 0 did not"
    assert page.index(wipe) < page.index(use)
    assert "Priya" not in page
    assert "long ago" not in page


def rate(console: Console, name: str, answer: str, *, helpful: bool, days_ago: int = 0) -> None:
    """Someone rates an answer of the bot."""
    person, at = console.cast.person(name).id, console.now - timedelta(days=days_ago)

    def work(session: Session) -> None:
        chat = conversations.of_member(session, person, now=at)
        body = {"kind": "text", "text": answer, "ask_feedback": True}
        number = conversations.add(session, chat, "bot", body, now=at).number
        session.flush()
        record_feedback(session, chat.id, number, helpful=helpful, now=at)

    console.cast.do(work)

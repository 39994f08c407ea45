"""A conversation belongs to one person or one cookie; its lines are numbered without gap; who speaks has read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from core.chat import conversations
from core.chat.conversations import Conversation, Message
from core.chat.feedback import Feedback, record_feedback
from core.ground.db import Versions
from tests.cast import MONDAY, Cast, after

HELLO = {"kind": "text", "text": "Hello"}


@pytest.fixture
def dana(cast: Cast) -> str:
    """The id of Dana's conversation."""
    person = cast.person("Dana")
    return cast.do(lambda session: conversations.of_member(session, person.id, now=MONDAY).id)


def say(
    cast: Cast, conversation_id: str, author: conversations.Author = "bot", *, now: datetime = MONDAY
) -> int:
    def write(session: Session) -> int:
        conversation = conversations.lock(session, conversation_id)
        return conversations.add(session, conversation, author, HELLO, now=now).number

    return cast.do(write)


def look(cast: Cast, conversation_id: str, number: int) -> None:
    cast.do(
        lambda session: conversations.mark_read(session, conversations.lock(session, conversation_id), number)
    )


def want_a_person(cast: Cast, conversation_id: str, *, problem: str, now: datetime = MONDAY) -> None:
    cast.do(
        lambda session: conversations.hand_over(
            session,
            conversations.lock(session, conversation_id),
            step="setup_step_3",
            problem=problem,
            now=now,
        )
    )


def as_it_stands(cast: Cast, conversation_id: str) -> Conversation:
    return cast.one(select(Conversation).where(Conversation.id == conversation_id))


def unread(cast: Cast, conversation_id: str) -> int:
    return cast.look(
        lambda session: conversations.unread(session, session.get_one(Conversation, conversation_id))
    )


def test_a_person_has_one_conversation_of_each_kind(cast: Cast, dana: str) -> None:
    person = cast.person("Dana")
    again = cast.do(lambda session: conversations.of_member(session, person.id, now=MONDAY).id)
    slack = cast.do(lambda session: conversations.of_member(session, person.id, kind="slack", now=MONDAY).id)
    assert again == dana
    assert slack != dana


def test_two_windows_that_open_at_once_get_the_same_conversation(cast: Cast) -> None:
    person = cast.person("Miguel")
    with ThreadPoolExecutor(8) as windows:
        found = windows.map(
            lambda _: cast.do(lambda session: conversations.of_member(session, person.id, now=MONDAY).id),
            range(16),
        )
    assert len(set(found)) == 1


def test_a_cookie_opens_its_own_conversation_for_a_day(cast: Cast) -> None:
    first, token = cast.do(lambda session: conversations.of_cookie(session, None, kind="visitor", now=MONDAY))
    assert token is not None
    opened = [
        cast.look(partial(conversations.by_cookie, token=token, kind="visitor", now=moment))
        for moment in (after(hours=23), after(hours=24))
    ]
    assert [found.id if found else None for found in opened] == [first.id, None]


def test_the_database_does_not_hold_what_opens_a_visitors_conversation(cast: Cast) -> None:
    conversation, token = cast.do(
        lambda session: conversations.of_cookie(session, None, kind="visitor", now=MONDAY)
    )
    assert str(token) not in str(vars(as_it_stands(cast, conversation.id)))


def test_a_made_up_cookie_gets_a_conversation_of_its_own(cast: Cast) -> None:
    conversation, token = cast.do(
        lambda session: conversations.of_cookie(session, "made-up", kind="visitor", now=MONDAY)
    )
    assert token not in {None, "made-up"}
    assert conversation.user_id is conversation.proven_user_id is None


def test_a_visitors_cookie_does_not_open_a_proven_conversation_nor_the_reverse(cast: Cast) -> None:
    person = cast.person("Dana")
    proven, token = cast.do(
        lambda session: conversations.of_cookie(
            session, None, kind="proven", proven_user_id=person.id, now=MONDAY
        )
    )
    as_visitor, new = cast.do(
        lambda session: conversations.of_cookie(session, token, kind="visitor", now=MONDAY)
    )
    assert as_visitor.id != proven.id
    assert new is not None


def test_the_second_person_at_one_browser_does_not_see_what_the_first_wrote(cast: Cast) -> None:
    dana, tom = cast.person("Dana"), cast.person("Tom")
    first, token = cast.do(
        lambda session: conversations.of_cookie(
            session, None, kind="proven", proven_user_id=dana.id, now=MONDAY
        )
    )
    second, new = cast.do(
        lambda session: conversations.of_cookie(
            session, token, kind="proven", proven_user_id=tom.id, now=MONDAY
        )
    )
    assert (second.id == first.id, new is None) == (False, False)
    assert second.proven_user_id == tom.id


def test_a_proven_conversation_outlives_the_half_sign_in_that_began_it(cast: Cast) -> None:
    dana = cast.person("Dana")
    first, token = cast.do(
        lambda session: conversations.of_cookie(
            session, None, kind="proven", proven_user_id=dana.id, now=MONDAY
        )
    )
    later, new = cast.do(
        lambda session: conversations.of_cookie(session, token, kind="proven", now=after(hours=20))
    )
    assert (later.id, new) == (first.id, None)


def test_nobody_becomes_proven_without_a_password(cast: Cast) -> None:
    with pytest.raises(ValueError, match="right password"):
        cast.do(lambda session: conversations.of_cookie(session, None, kind="proven", now=MONDAY))


def test_lines_are_numbered_without_gap_or_twin_when_many_write_at_once(cast: Cast, dana: str) -> None:
    with ThreadPoolExecutor(8) as writers:
        numbers = list(writers.map(lambda _: say(cast, dana), range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert as_it_stands(cast, dana).last_number == 40


def test_who_did_not_lock_first_still_gets_the_next_number(cast: Cast, dana: str) -> None:
    say(cast, dana)

    def careless(session: Session) -> list[int]:
        conversation = session.get_one(Conversation, dana)
        conversation.language = "es"
        return [conversations.add(session, conversation, "bot", HELLO, now=MONDAY).number for _ in range(2)]

    assert cast.do(careless) == [2, 3]
    assert as_it_stands(cast, dana).language == "es"


def test_a_reader_resumes_behind_the_line_it_saw_last(cast: Cast, dana: str) -> None:
    alex = cast.person("Alex")
    for _ in range(3):
        say(cast, dana)
    cast.do(
        lambda session: conversations.add(
            session, conversations.lock(session, dana), "staff", HELLO, now=MONDAY, staff_id=alex.id
        )
    )
    missed = cast.look(lambda session: conversations.messages_after(session, dana, 2))
    assert [line.number for line in missed] == [3, 4]
    assert [line.staff_name for line in missed] == [None, alex.name]
    assert cast.look(lambda session: conversations.messages_after(session, dana, 0, limit=1))[0].number == 1


def test_the_badge_counts_what_came_from_us_since_the_person_looked(cast: Cast, dana: str) -> None:
    say(cast, dana, "bot")
    say(cast, dana, "note")
    assert unread(cast, dana) == 1
    look(cast, dana, 2)
    assert unread(cast, dana) == 0
    say(cast, dana, "staff")
    assert unread(cast, dana) == 1
    say(cast, dana, "person")
    assert unread(cast, dana) == 0


def test_an_old_window_does_not_make_read_lines_unread(cast: Cast, dana: str) -> None:
    for _ in range(3):
        say(cast, dana)
    for number in (3, 1, 99):
        look(cast, dana, number)
    assert as_it_stands(cast, dana).read_number == 3


def test_an_event_counts_once_even_when_it_arrives_many_times_at_once(cast: Cast, dana: str) -> None:
    with ThreadPoolExecutor(8) as deliveries:
        news = deliveries.map(
            lambda _: cast.do(lambda session: conversations.is_new_event(session, dana, "Ev1", now=MONDAY)),
            range(16),
        )
    assert sorted(news) == [False] * 15 + [True]


def test_an_event_of_a_turn_that_failed_is_new_again(cast: Cast, dana: str) -> None:
    def fail(session: Session) -> None:
        conversations.is_new_event(session, dana, "Ev1", now=MONDAY)
        raise LookupError

    with pytest.raises(LookupError):
        cast.do(fail)
    assert cast.do(lambda session: conversations.is_new_event(session, dana, "Ev1", now=MONDAY))


def test_who_asks_for_a_person_twice_keeps_the_place_in_the_queue(cast: Cast, dana: str) -> None:
    want_a_person(cast, dana, problem="clock_behind")
    want_a_person(cast, dana, problem="old_qr", now=after(minutes=5))
    waiting = as_it_stands(cast, dana)
    assert (waiting.floor, waiting.waiting_since) == ("waiting", MONDAY)
    assert (waiting.waiting_step, waiting.waiting_problem) == ("setup_step_3", "old_qr")


def test_the_inbox_hears_of_lines_only_while_a_person_is_wanted(cast: Cast, dana: str) -> None:
    heard: list[Versions] = []
    cast.database.on_commit(heard.append)
    say(cast, dana)
    want_a_person(cast, dana, problem="")
    say(cast, dana, "person")
    assert ["inbox" in versions for versions in heard] == [False, True, True]
    assert all(f"conversation:{dana}" in versions for versions in heard)


def test_a_second_thought_about_an_answer_replaces_the_first(cast: Cast, dana: str) -> None:
    number = say(cast, dana)
    feedback = partial(record_feedback, conversation_id=dana, number=number, now=MONDAY)
    cast.do(partial(feedback, helpful=True))
    cast.do(partial(feedback, helpful=False))
    assert [each.helpful for each in cast.rows(select(Feedback))] == [False]


def test_a_conversation_that_is_not_there_cannot_be_locked(cast: Cast) -> None:
    with pytest.raises(NoResultFound):
        cast.do(lambda session: conversations.lock(session, "0" * 24))
    assert cast.look(lambda session: session.scalar(select(func.count()).select_from(Message))) == 0

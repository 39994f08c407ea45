"""One person of the team has the floor at a time; everything they do leaves its entry; notes stay in the team."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from core.chat import conversations, inbox, inbox_views
from core.chat.conversations import Conversation
from core.chat.hand_overs import HandOverRow
from core.chat.inbox import (
    BadReply,
    ConversationTaken,
    HandedBack,
    NoConversation,
    Noted,
    NotTakenByYou,
    NotWaiting,
    Replied,
    TakenByColleague,
    VisitorGone,
)
from core.people.staff_rights import NotAllowed
from tests.cast import MONDAY, Cast, after
from tests.core.chat.inbox_people import Act, acts, ask_for_a_person, says, takes, visitor_asks


@pytest.fixture
def waiting(cast: Cast) -> str:
    return ask_for_a_person(cast)


def chat(cast: Cast, conversation_id: str) -> Conversation:
    return cast.one(select(Conversation).where(Conversation.id == conversation_id))


def hand_over(cast: Cast, conversation_id: str) -> HandOverRow:
    return cast.one(select(HandOverRow).where(HandOverRow.conversation_id == conversation_id))


def test_of_two_who_take_it_at_once_exactly_one_has_it(cast: Cast, waiting: str) -> None:
    with ThreadPoolExecutor(2) as team:
        outcomes = list(team.map(lambda name: takes(cast, name, waiting), ["Alex", "Sam"]))
    assert [type(each) for each in outcomes].count(ConversationTaken) == 1
    (other,) = (each for each in outcomes if isinstance(each, TakenByColleague))
    assert chat(cast, waiting).taken_by == other.staff_id
    assert len(cast.audited("conversation.taken")) == 1


def test_taking_twice_is_taking_once(cast: Cast, waiting: str) -> None:
    assert takes(cast, "Alex", waiting) == ConversationTaken()
    assert takes(cast, "Alex", waiting) == ConversationTaken()
    assert len(cast.audited("conversation.taken")) == 1


def test_a_reply_reaches_the_person_under_the_first_name_and_ends_the_wait(cast: Cast, waiting: str) -> None:
    takes(cast, "Alex", waiting, now=after(minutes=1))
    outcome = acts(cast, "Alex", inbox.reply, waiting, " Good morning. ", now=after(minutes=2))
    assert outcome == Replied(2)
    acts(cast, "Alex", inbox.reply, waiting, "One more thing.", now=after(minutes=9))
    lines = cast.look(lambda session: conversations.messages_after(session, waiting, 1))
    assert [(line.author, line.body["text"], line.staff_name) for line in lines] == [
        ("staff", "Good morning.", "Alex Morgan"),
        ("staff", "One more thing.", "Alex Morgan"),
    ]
    assert hand_over(cast, waiting).first_reply_at == after(minutes=2)


def test_nobody_answers_over_a_colleague_but_may_take_over_on_purpose(cast: Cast, waiting: str) -> None:
    assert acts(cast, "Sam", inbox.reply, waiting, "Hello") == NotTakenByYou()
    takes(cast, "Alex", waiting)
    refused = acts(cast, "Sam", inbox.reply, waiting, "Hello")
    assert isinstance(refused, TakenByColleague)
    assert refused.name == "Alex Morgan"
    assert acts(cast, "Sam", inbox.close, waiting) == refused
    assert takes(cast, "Sam", waiting) == refused
    assert takes(cast, "Sam", waiting, instead_of=refused.staff_id) == ConversationTaken()
    assert cast.audited("conversation.taken")[-1].details == {"instead_of": refused.staff_id}
    assert isinstance(acts(cast, "Alex", inbox.reply, waiting, "Still me"), TakenByColleague)
    assert isinstance(acts(cast, "Sam", inbox.reply, waiting, "Hello"), Replied)


def test_taking_over_from_somebody_who_gave_it_away_meanwhile_is_refused(cast: Cast, waiting: str) -> None:
    takes(cast, "Alex", waiting)
    alex, sam = cast.person("Alex").id, cast.person("Sam").id
    takes(cast, "Sam", waiting, instead_of=alex)
    assert takes(cast, "Kim", waiting, instead_of=alex) == TakenByColleague(cast.person("Sam").name, sam)


@pytest.mark.parametrize(("leave", "ended"), [(inbox.give_back, "given_back"), (inbox.close, "closed")])
def test_leaving_gives_the_floor_to_the_bot_and_tells_it_once(
    cast: Cast, waiting: str, leave: Act, ended: str
) -> None:
    takes(cast, "Alex", waiting)
    assert acts(cast, "Alex", leave, waiting, now=after(minutes=5)) == HandedBack()
    stored = chat(cast, waiting)
    assert (stored.floor, stored.taken_by, stored.waiting_since) == ("bot", None, None)
    (notice,) = cast.told(f"conversation_{ended}")
    assert (notice.via, notice.conversation_id, notice.data) == ("conversation", waiting, {"staff": "Alex"})
    over = hand_over(cast, waiting)
    assert (over.ended, over.ended_at) == (ended, after(minutes=5))
    assert acts(cast, "Alex", leave, waiting) == NotWaiting()
    assert takes(cast, "Alex", waiting) == NotWaiting()
    assert len(cast.audited(f"conversation.{ended}")) == 1


def test_who_asks_again_later_waits_again_as_a_new_hand_over(cast: Cast, waiting: str) -> None:
    takes(cast, "Alex", waiting)
    acts(cast, "Alex", inbox.close, waiting)
    ask_for_a_person(cast, problem="lost_phone", now=after(hours=1))
    stored = chat(cast, waiting)
    assert (stored.floor, stored.waiting_since) == ("waiting", after(hours=1))
    problems = cast.rows(select(HandOverRow.problem).order_by(HandOverRow.began_at))
    assert problems == ["code_wrong", "lost_phone"]


def test_a_note_needs_no_floor_and_is_not_counted_as_unread_by_the_person(cast: Cast, waiting: str) -> None:
    assert acts(cast, "Sam", inbox.note, waiting, "Called last week too.") == Noted(2)
    unread = cast.look(lambda s: conversations.unread(s, s.get_one(Conversation, waiting)))
    assert unread == 0
    assert hand_over(cast, waiting).first_reply_at is None


def test_auditors_members_and_other_channels_do_nothing(cast: Cast, waiting: str) -> None:
    for name in ("Jo", "Dana"):
        for act, words in ((inbox.take, ()), (inbox.reply, ("x",)), (inbox.note, ("x",)), (inbox.close, ())):
            assert isinstance(acts(cast, name, act, waiting, *words), NotAllowed)
    by = cast.actor("Alex", channel="slack")
    slack = cast.do(lambda session: inbox.take(session, waiting, by=by, now=MONDAY))
    assert isinstance(slack, NotAllowed)
    assert chat(cast, waiting).floor == "waiting"


def test_what_was_only_said_to_the_bot_is_nobodys_business(cast: Cast) -> None:
    dana = cast.person("Dana")
    quiet = cast.do(lambda session: conversations.of_member(session, dana.id, now=MONDAY).id)
    assert takes(cast, "Alex", quiet) == NoConversation()
    assert acts(cast, "Alex", inbox.note, quiet, "Hm") == NoConversation()
    assert takes(cast, "Alex", "f" * 24) == NoConversation()
    assert cast.look(lambda session: inbox_views.row(session, quiet)) is None


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_an_empty_or_endless_reply_is_refused(cast: Cast, waiting: str, text: str) -> None:
    takes(cast, "Alex", waiting)
    assert isinstance(acts(cast, "Alex", inbox.reply, waiting, text), BadReply)
    assert isinstance(acts(cast, "Alex", inbox.note, waiting, text), BadReply)


def test_nobody_is_answered_whose_cookie_has_ended(cast: Cast) -> None:
    visitor = visitor_asks(cast)
    takes(cast, "Alex", visitor)
    assert acts(cast, "Alex", inbox.reply, visitor, "Hello", now=after(hours=25)) == VisitorGone()
    assert acts(cast, "Alex", inbox.close, visitor, now=after(hours=25)) == HandedBack()


def test_the_entries_hold_no_words_of_anybody(cast: Cast, waiting: str) -> None:
    takes(cast, "Alex", waiting)
    acts(cast, "Alex", inbox.reply, waiting, "Purple elephants")
    acts(cast, "Alex", inbox.note, waiting, "Purple elephants")
    details = [entry.details for entry in cast.audited() if entry.action.startswith("conversation.")]
    assert details == [{}, {"number": 2}, {"number": 3}]


def test_only_a_look_of_somebody_who_may_answer_makes_it_read(cast: Cast, waiting: str) -> None:
    def unread() -> int:
        found = cast.look(lambda session: inbox_views.row(session, waiting))
        assert found is not None
        return found.unread

    says(cast, waiting, "Are you there?")
    assert unread() == 2

    def look(name: str) -> None:
        by = cast.actor(name)
        cast.do(lambda session: inbox.see(session, waiting, by=by))

    look("Jo")
    assert unread() == 2
    look("Alex")
    assert unread() == 0
    says(cast, waiting, "Hello?")
    assert unread() == 1

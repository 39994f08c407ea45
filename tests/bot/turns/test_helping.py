"""Help that knows: the refused code by the server's own record, and what the team must know for a reset."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.bubble import places
from bot.turns.turn import TurnTaken, Wrote, take_turn
from core.chat import conversations
from core.chat.conversations import Conversation, CookieKind, Message
from core.ground.actors import Actor
from core.ground.db import new_id
from core.requests.reset_states import ResetRequest
from core.second_factor.enrollments import LOCK_AFTER, Enrollment
from tests.bot.chats import Chat
from tests.cast import BROWSER, MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import Owner, begin, confirm, scan, set_up_factor

NOW = after(minutes=10)
HALF_MINUTE = timedelta(seconds=30)


def wrong(owner: Owner) -> None:
    owner.check(owner.wrong(NOW), now=NOW)


def expired(owner: Owner) -> None:
    owner.check(owner.code(NOW, steps=-5), now=NOW)


def already_used(owner: Owner) -> None:
    earlier = NOW - HALF_MINUTE
    owner.check(owner.code(earlier), now=earlier)
    owner.check(owner.code(earlier), now=NOW)


def clock_ahead(owner: Owner) -> None:
    owner.check(owner.code(NOW, steps=6), now=NOW)


def clock_behind(owner: Owner) -> None:
    owner.check(owner.code(NOW - HALF_MINUTE, steps=-6), now=NOW - HALF_MINUTE)
    owner.check(owner.code(NOW, steps=-6), now=NOW)


def too_many_tries(owner: Owner) -> None:
    for place in range(6):
        owner.check(owner.wrong(NOW, place=place), now=NOW)


def locked(owner: Owner) -> None:
    live = update(Enrollment).where(Enrollment.user_id == owner.user_id)
    owner.cast.do(lambda s: s.execute(live.values(failures_in_a_row=LOCK_AFTER, locked_at=NOW)))
    owner.check(owner.code(NOW), now=NOW)


DIAGNOSES: dict[Callable[[Owner], None], str] = {
    wrong: "That code is not right",
    expired: "That code is too old",
    already_used: "was used before",
    clock_ahead: "about 3 minutes ahead",
    clock_behind: "about 3 minutes behind",
    too_many_tries: "Too many tries",
    locked: "Codes are locked after 50 failed tries",
}


@pytest.mark.parametrize("trouble", DIAGNOSES, ids=lambda trouble: trouble.__name__)
def test_a_refused_code_is_named_in_the_chat_by_the_servers_record(
    cast: Cast, trouble: Callable[[Owner], None]
) -> None:
    trouble(set_up_factor(cast))
    said = " ".join(Chat(cast, "Priya").say("my code is refused", now=NOW + timedelta(minutes=1)))
    assert DIAGNOSES[trouble] in said
    assert "works only once" not in said


@pytest.mark.parametrize("trouble", [clock_behind, locked], ids=lambda trouble: trouble.__name__)
def test_at_the_token_prompt_it_is_named_too(cast: Cast, trouble: Callable[[Owner], None]) -> None:
    owner = set_up_factor(cast)
    trouble(owner)
    said = proven_says(cast, owner, "my code is refused")
    assert DIAGNOSES[trouble] in " ".join(each.body["text"] for each in said)
    links = [each.body["path"] for each in said if each.body["kind"] == "link"]
    assert links == (["/sign-in/recovery-token"] if trouble is locked else [])


def test_a_code_of_an_older_qr_code_is_named(cast: Cast) -> None:
    cast.activate("Lakeside")
    by = cast.actor("Priya")
    old = scan(cast, by, begin(cast, by, now=MONDAY))
    begin(cast, by, now=MONDAY)
    confirm(cast, by, old.code(NOW), now=NOW)
    said = Chat(cast, "Priya").say("it says my code is wrong", now=NOW)
    assert "from an older QR code" in " ".join(said)


def test_what_was_wrong_is_forgotten_once_a_code_was_accepted(cast: Cast) -> None:
    owner = set_up_factor(cast)
    wrong(owner)
    owner.check(owner.code(NOW + HALF_MINUTE), now=NOW + HALF_MINUTE)
    said = " ".join(Chat(cast, "Priya").say("my code is refused", now=NOW + timedelta(minutes=1)))
    assert "not right" not in said
    assert "works only once" in said


def test_a_strangers_reset_is_handed_over_with_what_was_told_and_they_never_see_the_note(cast: Cast) -> None:
    set_up_factor(cast)
    words = [
        "I lost my phone",
        "no",
        "Lakeside",
        "Dana Whitfield",
        "mornings, my password is Hunter2-hunter2",
    ]
    for each in words:
        cookie_says(cast, "visitor", None, each, by=BROWSER)
    row = cast.one(select(Conversation).where(Conversation.kind == "visitor"))
    assert (row.floor, row.waiting_step, row.waiting_problem) == (
        "waiting",
        "tell_reset",
        "lost_phone_no_tokens",
    )
    (note,) = [each for each in cast.rows(select(Message)) if each.author == "note"]
    for told in ("Lakeside", "Dana Whitfield", "mornings", "Not signed in"):
        assert told in note.body["text"]
    assert "Hunter2" not in note.body["text"]
    seen = cast.look(lambda s: places.messages_after(s, s.get_one(Conversation, row.id), 0))
    assert note.number not in [line["number"] for line in seen]
    assert cast.rows(select(ResetRequest)) == []


def test_a_reset_at_the_token_prompt_names_nobody_of_the_practice(cast: Cast) -> None:
    """A person who holds only the password must not learn who works there."""
    owner = set_up_factor(cast)
    talk = ["I lost my phone", "I have no token", "yes", "yes", "is my reset done?"]
    said = [each for words in talk for each in proven_says(cast, owner, words)]
    shown = " ".join(str(each.body) for each in said if each.author == "bot")
    for name in ("Dana", "Whitfield", "Family Medicine", "Priya"):
        assert name not in shown
    assert "it waits for the team" in shown


def test_who_disowns_a_reset_waits_for_a_person_at_once(cast: Cast) -> None:
    set_up_factor(cast)
    priya = Chat(cast, "Priya")
    said = " ".join(priya.say("I got a mail about a reset but that was not me", now=NOW))
    assert "as urgent" in said
    assert priya.row().waiting_problem == "reset_not_me"


def proven_says(cast: Cast, owner: Owner, text: str, *, now: datetime = NOW) -> list[Message]:
    """Someone in the middle of signing in says something; every line of this turn."""
    by = replace(cast.actor("Priya", channel="bubble"), session_id="a" * 24)
    return cookie_says(cast, "proven", owner.user_id, text, by=by, now=now)


def cookie_says(
    cast: Cast, kind: CookieKind, proven: str | None, text: str, *, by: Actor, now: datetime = NOW
) -> list[Message]:
    """The same in the chat of a cookie."""

    def place(session: Session) -> str:
        mine = select(Conversation).where(
            Conversation.kind == kind, Conversation.proven_user_id.is_not_distinct_from(proven)
        )
        found = session.scalar(mine)
        if found is None:
            found, _ = conversations.of_cookie(session, None, kind=kind, proven_user_id=proven, now=now)
        return found.id

    where = cast.do(place)
    taken = take_turn(cast.installation, where, Wrote(text), event_id=new_id(), actor=by, now=now)
    assert isinstance(taken, TurnTaken)
    lines = cast.rows(select(Message).where(Message.conversation_id == where).order_by(Message.number))
    return [line for line in lines if line.number in taken.numbers]

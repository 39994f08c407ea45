"""Resets in the chat: filed by those who may, by the server's word for who they are; stopped at every age of a message."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.turns.turn import AlreadySeen, NotOffered, Pressed, TurnTaken, take_turn
from core.chat import conversations, inbox
from core.chat.conversations import Conversation
from core.people.users import User
from core.practices.practices import Membership
from core.requests.reset_states import ResetRequest
from tests.bot.chats import Chat
from tests.bot.delivering import deliver_due
from tests.bot.turns.test_helping import cookie_says, proven_says
from tests.cast import BROWSER, MONDAY, Cast, after
from tests.core.requests.reset_people import Desk, open_desk
from tests.core.second_factor.enrolled_people import set_up_factor

NOW = after(minutes=10)
MONTHS_LATER = after(days=20)


class SignedIn(Chat):
    """The same chat with a session behind it, as the bubble has one."""

    def turn(self, incoming: object, *, event_id: str | None = None, now: datetime = MONDAY) -> object:
        by = replace(self.cast.actor(self.name, channel="bubble"), session_id="b" * 24)
        key = event_id or f"event-{next(self._events)}"
        return take_turn(self.cast.installation, self.id, incoming, event_id=key, actor=by, now=now)  # type: ignore[arg-type]  # as Chat passes it


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return open_desk(cast)


def resets(cast: Cast) -> list[ResetRequest]:
    return cast.rows(select(ResetRequest).order_by(ResetRequest.filed_at))


def deliver(cast: Cast, now: datetime = NOW) -> None:
    deliver_due(cast.installation, via="conversation", now=now)


def file_own(chat: Chat) -> str:
    chat.say("my phone was stolen and I have no recovery tokens", now=NOW)
    said = chat.press("Send request", now=NOW)
    assert "The reset is filed" in said[0]
    return resets(chat.cast)[-1].id


def test_a_signed_in_member_files_it_after_one_yes_and_nothing_is_lowered(cast: Cast) -> None:
    owner = set_up_factor(cast)
    priya = SignedIn(cast, "Priya")
    priya.say("I lost my phone", now=NOW)
    priya.press("I have neither", now=NOW)
    told = " ".join(priya.press("It is gone for good", now=NOW))
    for promise in ("Two people", "number on file", "waiting time", "goes on asking for the 6-digit token"):
        assert promise in told
    assert resets(cast) == []
    priya.press("Send request", now=NOW)
    (reset,) = resets(cast)
    assert (reset.user_id, reset.filed_by, reset.filed_as, reset.channel, reset.state) == (
        priya.user_id,
        priya.user_id,
        "member",
        "bubble",
        "filed",
    )
    assert (reset.session_id, reset.conversation_id) == ("b" * 24, priya.id)
    assert "Signed in to the account" in reset.note
    owner.check(owner.code(NOW), now=NOW)  # the factor works as before
    (entry,) = cast.audited("reset.filed")
    assert (entry.actor_id, entry.subject_id) == (priya.user_id, priya.user_id)


def test_a_right_password_is_enough_to_file_and_only_to_file(cast: Cast) -> None:
    owner = set_up_factor(cast)
    proven_says(cast, owner, "my phone was stolen and I have no recovery tokens")
    said = proven_says(cast, owner, "yes")
    assert "The reset is filed" in said[-1].body["text"]
    (reset,) = resets(cast)
    assert (reset.user_id, reset.filed_as, reset.session_id) == (owner.user_id, "member", "a" * 24)
    assert "no second factor" in reset.note


def test_the_chat_of_a_sign_in_that_has_ended_files_and_stops_nothing(cast: Cast, desk: Desk) -> None:
    owner = desk.priya
    proven_says(cast, owner, "my phone was stolen and I have no recovery tokens")
    said = cookie_says(cast, "proven", owner.user_id, "yes", by=BROWSER)
    assert "your sign-in has ended" in said[-1].body["text"]
    assert resets(cast) == []
    reset_id = desk.filed()
    said = cookie_says(cast, "proven", owner.user_id, "that was not me", by=BROWSER)
    assert desk.state(reset_id) == "filed"


def test_what_is_typed_is_no_proof(cast: Cast) -> None:
    """A stranger who knows everything is still a stranger."""
    set_up_factor(cast)
    for words in (
        "I am Priya Raman, priya@lakeside.example, session b0b0, reset my 2FA, my phone was stolen and I have no tokens",
        "yes",
        "reset.send:",
        "file the reset",
    ):
        cookie_says(cast, "visitor", None, words, by=BROWSER)
    assert resets(cast) == []


def test_an_admin_files_it_for_a_member_by_name(cast: Cast) -> None:
    set_up_factor(cast)
    dana = SignedIn(cast, "Dana")
    assert "Priya Raman" in dana.say("reset Priya's 2FA, she lost her phone", now=NOW)[-1]
    said = dana.press("Send request", now=NOW)
    assert "The reset for Priya Raman is filed" in said[0]
    (reset,) = resets(cast)
    practice = cast.practice("Lakeside").id
    assert (reset.filed_by, reset.filed_as, reset.practice_id) == (dana.user_id, "admin", practice)
    assert "it waits for the team" in dana.say("is Priya's reset done?", now=NOW)[0]


def test_the_admins_role_is_looked_at_when_it_is_filed(cast: Cast) -> None:
    set_up_factor(cast)
    dana = SignedIn(cast, "Dana")
    dana.say("reset Priya's 2FA, she lost her phone", now=NOW)
    mine = update(Membership).where(Membership.user_id == dana.user_id)
    cast.do(lambda s: s.execute(mine.values(role="member")))
    assert (
        "only for people of a practice where you are a site admin" in dana.press("Send request", now=NOW)[0]
    )
    assert resets(cast) == []


def test_a_stranger_to_the_practice_is_answered_like_nobody(cast: Cast) -> None:
    """Grace of another practice exists, Zoe does not: the same words for both."""
    set_up_factor(cast)
    answers = []
    for name in ("Grace Liu", "Zoe Lind"):
        dana = SignedIn(cast, "Dana")
        dana.say("start over", now=NOW, event_id=f"{name}-0")
        first = dana.say(f"reset {name}'s 2FA, she lost her phone", now=NOW, event_id=f"{name}-1")
        second = dana.say(name, now=NOW, event_id=f"{name}-2")
        answers.append((first, second))
    assert answers[0] == answers[1]
    assert resets(cast) == []


def test_of_two_with_one_name_the_right_one_is_asked_for(cast: Cast) -> None:
    set_up_factor(cast)
    other = cast.new_member("priya.patel@lakeside.example", cast.practice("Lakeside").id)
    cast.do(lambda s: setattr(s.get_one(User, other), "name", "Priya Patel"))
    dana = SignedIn(cast, "Dana")
    assert dana.say("Priya lost her phone, please reset her 2fa", now=NOW) == ["Which of them do you mean?"]
    assert "Priya Patel" in dana.press("Priya Patel", now=NOW)[-1]
    assert "Priya Patel has not set up" in dana.press("Send request", now=NOW)[0]
    assert resets(cast) == []


def test_each_other_answer_of_core_is_a_sentence(cast: Cast, desk: Desk) -> None:
    priya = SignedIn(cast, "Priya")
    priya.say("my phone was stolen and I have no recovery tokens", now=NOW)
    reset_id = desk.filed()
    assert "file no second one" in priya.press("Send request", now=NOW)[0]
    desk.withdraw(reset_id, desk.half_way())
    for _ in range(2):
        desk.withdraw(desk.filed(), desk.half_way())
    priya.say("my phone was stolen and I have no recovery tokens", now=NOW)
    assert "can be filed tomorrow" in priya.press("Send request", now=NOW)[0]


def test_the_progress_comes_into_the_chat_once_and_the_admins_are_witnesses(cast: Cast, desk: Desk) -> None:
    priya, dana = SignedIn(cast, "Priya"), Chat(cast, "Dana")
    file_own(priya)
    (reset,) = resets(cast)
    deliver(cast)
    assert sum("filed" in text for text in priya.texts()) == 1, "what was just done is not told again"
    assert "You are told as a site admin" in dana.texts()[-1]
    desk.propose(reset.id, cast.fresh("Alex"))
    desk.approve(reset.id, cast.fresh("Sam"))
    deliver(cast)
    assert "agreed to reset your two-factor authentication. It happens tomorrow" in priya.texts()[-1]
    assert "of Priya Raman. It happens tomorrow" in dana.texts()[-1]
    desk.round(after(days=2))
    deliver(cast, after(days=2))
    assert "was reset" in priya.texts()[-1]


def test_news_comes_to_a_member_who_never_opened_the_chat_with_an_unread_mark(cast: Cast, desk: Desk) -> None:
    desk.filed()
    deliver(cast)
    mine = cast.one(select(Conversation).where(Conversation.user_id == desk.priya.user_id))
    assert cast.look(lambda s: conversations.unread(s, s.get_one(Conversation, mine.id))) == 1


def test_who_filed_at_the_token_prompt_is_told_there(cast: Cast, desk: Desk) -> None:
    for words in ("my phone was stolen and I have no recovery tokens", "yes"):
        proven_says(cast, desk.priya, words)
    (reset,) = resets(cast)
    desk.propose(reset.id, cast.fresh("Alex"))
    desk.approve(reset.id, cast.fresh("Sam"))
    deliver(cast)
    said = proven_says(cast, desk.priya, "is my reset done?")
    assert said[0].number == 7, "the news is number 6"
    assert "It happens tomorrow" in said[-1].body["text"]


def test_that_was_not_me_stops_it_at_any_age_and_once(cast: Cast, desk: Desk) -> None:
    reset_id = desk.approved()
    deliver(cast)
    priya = SignedIn(cast, "Priya")
    number = next(m.number for m in priya.messages() if m.body.get("choices"))
    for words in ("hello", "thanks", "what is 2fa", "hello again", "ok", "which app", "bye", "I see"):
        priya.say(words, now=NOW)
    press = Pressed(f"reset.not_me:{reset_id}", number)
    assert "Stopped" in priya.answers(priya.turn(press, now=NOW))[0]
    assert desk.state(reset_id) == "frozen"
    assert "That reset is over" in priya.answers(priya.turn(press, now=MONTHS_LATER))[0]
    deliver(cast)
    assert sum("authentication was stopped" in text for text in priya.texts()) == 0, "told once"
    assert not desk.round(after(days=3))


def test_it_stops_also_while_a_person_has_the_chat(cast: Cast, desk: Desk) -> None:
    reset_id = desk.filed()
    deliver(cast)
    priya, by = SignedIn(cast, "Priya"), cast.fresh("Alex")
    priya.say("I want to talk to a person", now=NOW)
    cast.do(lambda s: inbox.take(s, priya.id, by=by, now=NOW))
    assert priya.row().floor == "person"
    assert "Stopped" in priya.press("That was not me", now=NOW)[0]
    assert desk.state(reset_id) == "frozen"


def test_an_admin_stops_it_while_being_one(cast: Cast, desk: Desk) -> None:
    reset_id = desk.filed()
    deliver(cast)
    dana = SignedIn(cast, "Dana")
    mine = update(Membership).where(Membership.user_id == dana.user_id)
    cast.do(lambda s: s.execute(mine.values(role="member")))
    assert "know of no open reset" in dana.press("This is wrong: stop it", now=NOW)[0]
    assert desk.state(reset_id) == "filed"
    cast.do(lambda s: s.execute(mine.values(role="admin")))
    assert "The reset for Priya Raman will not happen" in dana.press("This is wrong: stop it", now=NOW)[0]
    assert desk.state(reset_id) == "frozen"


def test_the_button_of_another_person_does_nothing(cast: Cast, desk: Desk) -> None:
    reset_id = desk.filed()
    tom = SignedIn(cast, "Tom")
    tom.say("hello", now=NOW)
    for number in (None, 1, 2):
        assert isinstance(tom.turn(Pressed(f"reset.not_me:{reset_id}", number), now=NOW), NotOffered)
    tom.say(f"reset.not_me:{reset_id}", now=NOW)
    assert desk.state(reset_id) == "filed"


def test_the_words_alone_stop_the_open_reset_and_bring_a_person(cast: Cast, desk: Desk) -> None:
    reset_id = desk.approved()
    priya = SignedIn(cast, "Priya")
    said = " ".join(priya.say("I did not ask for a reset", now=NOW))
    assert "Stopped" in said
    assert desk.state(reset_id) == "frozen"
    assert priya.row().waiting_problem == "reset_not_me"


def test_the_phone_is_found_and_the_reset_is_taken_back_after_a_yes(cast: Cast, desk: Desk) -> None:
    reset_id = desk.filed()
    priya = SignedIn(cast, "Priya")
    priya.say("I found my phone", now=NOW)
    assert desk.state(reset_id) == "filed"
    assert "taken back" in priya.say("yes", now=NOW)[0]
    assert desk.state(reset_id) == "withdrawn"


def test_the_same_press_twice_files_once(cast: Cast) -> None:
    set_up_factor(cast)
    priya = SignedIn(cast, "Priya")
    priya.say("my phone was stolen and I have no recovery tokens", now=NOW)
    number = priya.messages()[-1].number
    press = Pressed("reset.send:", number)
    assert isinstance(priya.turn(press, event_id="one", now=NOW), TurnTaken)
    assert isinstance(priya.turn(press, event_id="one", now=NOW), AlreadySeen)
    priya.turn(press, event_id="two", now=NOW + timedelta(seconds=5))
    assert len(resets(cast)) == 1

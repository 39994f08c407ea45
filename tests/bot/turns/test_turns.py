"""Turns on the real database: words in, deeds done, one consistent conversation out."""

import json
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine.types import states
from bot.engine.types.effects import FileRequest
from bot.engine.types.events import Happened, Rated
from bot.turns import turn
from bot.turns.perform import Turn, perform
from bot.turns.turn import AlreadySeen, NotOffered, Pressed, TurnTaken, Wrote
from core.chat import conversations
from core.chat.feedback import Feedback
from core.people.users import User
from core.practices import practices
from core.requests import activation_requests, request_decisions
from core.requests.activation_requests import Asked
from core.requests.request_states import ActivationRequest, Asker
from core.second_factor.recovery_tokens import RecoveryToken
from tests.bot.chats import Chat
from tests.cast import MONDAY, Cast, after
from tests.core.second_factor.enrolled_people import set_up_factor


@pytest.fixture
def dana(cast: Cast) -> Chat:
    return Chat(cast, "Dana")


@pytest.fixture
def priya(cast: Cast) -> Chat:
    return Chat(cast, "Priya")


def test_an_admin_asks_and_one_request_is_filed_from_this_conversation(dana: Chat) -> None:
    (question,) = dana.say("please turn on two factor authentication for our practice")
    assert "Lakeside Family Medicine" in question
    assert "4 people work there" in question
    assert "Priya Raman" in question
    assert dana.cast.rows(select(ActivationRequest)) == []
    (done,) = dana.press("Send request")
    assert "is with the ThoroughCare team" in done
    (asker,) = dana.cast.rows(select(Asker))
    assert (asker.user_id, asker.conversation_id, asker.channel) == (dana.user_id, dana.id, "bubble")
    assert [message.number for message in dana.messages()] == [1, 2, 3, 4]


def test_the_typed_words_of_a_button_are_that_button(dana: Chat) -> None:
    dana.say("turn on 2fa for our practice")
    dana.say("send request")
    assert len(dana.cast.rows(select(ActivationRequest))) == 1


def test_a_member_is_told_whom_to_ask(priya: Chat) -> None:
    said = " ".join(priya.say("I am an admin. Please turn on two factor authentication for our practice"))
    assert "Dana Whitfield" in said
    assert priya.cast.rows(select(ActivationRequest)) == []


def test_the_language_of_the_answer_is_the_askers(priya: Chat) -> None:
    said = " ".join(priya.say("¿qué aplicación necesito?"))
    assert "aplicación de autenticación" in said
    assert priya.row().language == "es"
    said = " ".join(priya.say("ok"))
    assert priya.row().language == "es"  # two letters are no change of language


def test_the_same_event_twice_has_one_effect(dana: Chat) -> None:
    dana.say("turn on 2fa for our practice", event_id="first")
    question = dana.messages()[-1]
    pressed = Pressed(question.body["choices"][0]["value"], question.number)
    assert isinstance(dana.turn(pressed, event_id="send"), TurnTaken)
    before = [message.body for message in dana.messages()]
    assert isinstance(dana.turn(pressed, event_id="send"), AlreadySeen)
    assert [message.body for message in dana.messages()] == before


def test_two_presses_at_once_file_one_request(dana: Chat) -> None:
    dana.say("turn on 2fa for our practice")
    question = dana.messages()[-1]
    pressed = Pressed(question.body["choices"][0]["value"], question.number)
    with ThreadPoolExecutor(8) as pool:
        events = [f"press-{number}" for number in range(8)]
        results = list(pool.map(lambda event: dana.turn(pressed, event_id=event), events))
    assert all(isinstance(result, TurnTaken) for result in results)
    assert len(dana.cast.rows(select(ActivationRequest))) == 1
    said = [message.body["text"] for message in dana.messages() if message.author == "bot"]
    assert sum("Done." in text for text in said) == 1
    assert sum("earlier question" in text for text in said) == 7
    assert [message.number for message in dana.messages()] == list(range(1, len(dana.messages()) + 1))


def test_a_yes_typed_many_times_at_once_files_one_request(dana: Chat) -> None:
    dana.say("turn on 2fa for our practice")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: dana.turn(Wrote("yes"), event_id=f"yes-{n}"), range(4)))
    assert len(dana.cast.rows(select(ActivationRequest))) == 1
    assert sum("is with the ThoroughCare team" in text for text in dana.texts()) == 1


def test_many_messages_at_once_are_one_conversation(priya: Chat) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: priya.turn(Wrote("which app do I need?"), event_id=f"m-{n}"), range(4)))
    lines = priya.messages()
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    for line, following in pairwise(lines):
        if line.author == "person":
            assert following.author == "bot"  # every question has its answer right behind it


@pytest.mark.parametrize("value", ["request.send:anything", "intent:start_setup", ""])
def test_a_button_that_its_message_never_had_is_refused(priya: Chat, value: str) -> None:
    priya.say("hello")
    assert isinstance(priya.turn(Pressed(value, 1)), NotOffered)  # a line of her own has no buttons
    assert isinstance(priya.turn(Pressed(value, 99)), NotOffered)
    assert len(priya.messages()) == 2


@pytest.mark.parametrize("value", ["request.send:anything", ""])
def test_a_button_without_a_message_is_refused_unless_the_home_screen_suggests_it(
    priya: Chat, value: str
) -> None:
    priya.say("hello")
    assert isinstance(priya.turn(Pressed(value)), NotOffered)
    assert len(priya.messages()) == 2


def test_a_suggestion_of_the_home_screen_needs_no_number(dana: Chat) -> None:
    assert isinstance(dana.turn(Pressed("intent:request_activation")), TurnTaken)
    assert dana.messages()[0].body["text"] == "Turn on 2FA for my practice"
    assert isinstance(dana.state(), states.ConfirmRequest)


def test_an_effect_that_fails_leaves_nothing_behind_and_can_be_tried_again(
    dana: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana.say("turn on 2fa for our practice")
    before = [message.number for message in dana.messages()]

    def broken(*_: object, **__: object) -> object:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(activation_requests, "ask", broken)
    with pytest.raises(RuntimeError, match="disk is full"):
        dana.press("Send request", event_id="send")
    assert [message.number for message in dana.messages()] == before
    assert isinstance(dana.state(), states.ConfirmRequest)
    monkeypatch.undo()
    assert "Done." in dana.press("Send request", event_id="send")[0]


def test_an_engine_that_never_stops_asking_is_stopped(dana: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """One question of the engine's is over the limit here: with the real limit no conversation reaches it."""
    dana.say("turn on 2fa for our practice")
    before = len(dana.messages())
    monkeypatch.setattr(turn, "MOST_EVENTS", 1)
    with pytest.raises(RuntimeError, match="goes on asking"):
        dana.press("Send request")
    assert len(dana.messages()) == before
    assert dana.cast.rows(select(ActivationRequest)) == []
    assert isinstance(dana.state(), states.ConfirmRequest)


def test_an_admin_whose_role_ended_after_the_question_files_nothing(dana: Chat) -> None:
    dana.say("turn on 2fa for our practice")
    practice = dana.cast.practice("Lakeside").id
    by = dana.cast.actor("Alex")
    dana.cast.do(lambda s: practices.end_membership(s, dana.user_id, practice, by=by, now=MONDAY))
    dana.press("Send request")
    assert dana.cast.rows(select(ActivationRequest)) == []


def test_the_decision_and_the_teams_question_come_into_the_conversation(dana: Chat) -> None:
    dana.say("turn on 2fa for our practice")
    dana.press("Send request")
    (request,) = dana.cast.rows(select(ActivationRequest))
    by = dana.cast.fresh("Alex")
    dana.cast.do(
        lambda s: request_decisions.ask_for_more(s, request.id, "How many use it?", by=by, now=MONDAY)
    )
    (notice,) = [row for row in dana.cast.told("request_more_information") if row.via == "conversation"]
    told = Happened(notice.kind, {name: str(value) for name, value in notice.data.items()})
    asked = dana.answers(dana.turn(told))
    assert "How many use it?" in asked[0]
    dana.say("About twelve of us")
    dana.press("Send answer")
    (request,) = dana.cast.rows(select(ActivationRequest))
    assert request.state == "pending"


def test_withdrawing_needs_a_yes(dana: Chat) -> None:
    dana.say("turn on 2fa for our practice")
    dana.press("Send request")
    dana.say("please cancel my request")
    assert dana.cast.rows(select(ActivationRequest))[0].state == "pending"
    dana.press("Withdraw request")
    assert dana.cast.rows(select(ActivationRequest))[0].state == "withdrawn"


def test_a_hand_over_marks_the_conversation_with_step_and_problem(priya: Chat) -> None:
    said = priya.say("let me talk to a real person please")
    row = priya.row()
    assert (row.floor, row.waiting_step, row.waiting_since) == ("waiting", "idle", MONDAY)
    assert "A person will answer right here" in said[0]


def test_while_a_person_has_the_floor_the_bot_is_silent_but_for_secrets(priya: Chat) -> None:
    priya.say("let me talk to a real person please")

    def take(session: Any) -> None:
        conversations.lock(session, priya.id).floor = "person"

    priya.cast.do(take)
    assert priya.say("which app do I need?") == []
    (warning,) = priya.say("my code is 482915")
    assert "6-digit code" in warning


def test_a_secret_is_gone_before_anything_is_stored(priya: Chat) -> None:
    said = priya.say("my code 482915 does not work, my password is Hunter2-hunter2")
    stored = json.dumps([message.body for message in priya.messages()])
    assert "482915" not in stored
    assert "Hunter2" not in stored
    assert priya.messages()[0].body["masked"] is True
    assert "before it was saved" in said[0]


def test_a_pasted_recovery_token_is_burned_once_and_a_new_set_is_offered(cast: Cast) -> None:
    token = set_up_factor(cast, "Priya").tokens[2]
    priya = Chat(cast, "Priya")
    text = f"can I use {token} now?"
    said = " ".join(priya.say(text, event_id="pasted"))
    assert "made it worthless" in said
    assert token not in json.dumps([message.body for message in priya.messages()])
    assert [message.body.get("card") for message in priya.messages() if message.body["kind"] == "card"] == [
        "new_tokens"
    ]
    assert isinstance(priya.turn(Wrote(text), event_id="pasted"), AlreadySeen)
    spent = cast.rows(select(RecoveryToken).where(RecoveryToken.used_at.is_not(None)))
    assert [token.number for token in spent] == [3]


def test_feedback_is_kept_and_an_unhelpful_answer_is_followed_up(priya: Chat) -> None:
    priya.say("what is two factor authentication?")
    answer = next(m for m in priya.messages() if m.body.get("ask_feedback"))
    assert isinstance(priya.turn(Rated(answer.number, helpful=False)), TurnTaken)
    (kept,) = priya.cast.rows(select(Feedback))
    assert (kept.number, kept.helpful) == (answer.number, False)
    assert "didn't help" in priya.messages()[-1].body["text"]
    priya.turn(Rated(1, helpful=True))  # her own words asked for no rating
    assert len(priya.cast.rows(select(Feedback))) == 1


def test_whoever_says_never_again_is_not_offered_the_guide(priya: Chat) -> None:
    priya.cast.activate("Lakeside")
    priya.turn(Happened("guide_offered", {"practice": "Lakeside Family Medicine"}))
    priya.press("Do not ask me again")
    assert priya.cast.one(select(User).where(User.id == priya.user_id)).guide_opted_out_at == MONDAY
    assert len(priya.cast.audited("user.guide_opted_out")) == 1


def test_nobody_signed_in_touches_an_account_even_if_the_engine_asked(cast: Cast) -> None:
    """Belt and braces: the engine has no such path, and the performing of effects would refuse it."""
    dana, practice, by = cast.person("Dana"), cast.practice("Lakeside"), cast.actor("Dana")

    def work(session: Any) -> object:
        conversation, _ = conversations.of_cookie(
            session, None, kind="proven", proven_user_id=dana.id, now=MONDAY
        )
        return perform(Turn(session, conversation, by, MONDAY), FileRequest(practice.id))

    assert getattr(cast.do(work), "kind", "") == "request.not_allowed"
    assert cast.rows(select(ActivationRequest)) == []


def test_a_second_admin_joins_the_open_request(cast: Cast) -> None:
    practice = cast.practice("Lakeside").id
    owen = cast.person("Owen").id
    by = cast.actor("Alex")
    cast.do(lambda s: practices.add_membership(s, owen, practice, "admin", by=by, now=MONDAY))
    dana = cast.actor("Dana")
    asked = cast.do(lambda s: activation_requests.ask(s, practice, by=dana, now=MONDAY))
    assert isinstance(asked, Asked)
    chat = Chat(cast, "Owen")
    (question,) = chat.say("turn on 2fa for Lakeside", now=after(minutes=1))
    assert "Dana Whitfield already asked" in question
    (done,) = chat.press("Send request", now=after(minutes=1))
    assert "Your name is now on the request" in done
    assert len(cast.rows(select(Asker))) == 2

"""Carry out each effect the engine asks for with one call into core, and report the result."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy.orm import Session

from bot.engine.types import effects
from bot.engine.types.events import Outcome
from bot.turns.facts import who_in
from bot.turns.resetting import perform_reset
from core.chat import conversations
from core.chat.conversations import Conversation, Message
from core.chat.feedback import record_feedback
from core.enrolling import reminders
from core.enrolling.reminders import CannotRemind, NobodyToRemind, Reminded, RemindedToday
from core.ground.actors import Actor
from core.people import users
from core.practices.practices import Practice
from core.requests import activation_requests
from core.requests.activation_requests import (
    AlreadyActivated,
    AlreadyAsked,
    Answered,
    Asked,
    Joined,
    NotAdmin,
    NotOpen,
    NotYours,
    Withdrawn,
)
from core.requests.request_states import LONGEST_TEXT, ActivationRequest, BadText
from core.second_factor import set_up_progress


@dataclass(frozen=True)
class Turn:
    """Where and by whom something is done. The actor comes from the channel, never from text."""

    session: Session
    conversation: Conversation
    actor: Actor
    now: datetime


def perform(turn: Turn, effect: effects.Effect) -> Outcome:
    """One effect. Core decides whether this actor may; an exception undoes the whole turn."""
    match effect:
        case effects.HandOver():
            return _hand_over(turn, effect)
        case effects.RecordFeedback(number=number, helpful=helpful):
            return _record_feedback(turn, number, helpful=helpful)
        case effects.FileReset() | effects.WithdrawReset() | effects.FreezeReset():
            return perform_reset(turn.session, turn.conversation, effect, by=turn.actor, now=turn.now)
        case _ if who_in(turn.conversation) != "member":
            return Outcome("request.not_allowed")  # no one is signed in here: no account is changed
        case effects.FileRequest() | effects.WithdrawRequest() | effects.SendAnswer():
            return _about_request(turn, effect)
        case _:
            return _about_people(turn, effect)


def _about_request(
    turn: Turn, effect: effects.FileRequest | effects.WithdrawRequest | effects.SendAnswer
) -> Outcome:
    match effect:
        case effects.FileRequest(practice_id=practice_id):
            return _file(turn, practice_id)
        case effects.WithdrawRequest(request_id=request_id):
            return _withdraw(turn, request_id)
        case effects.SendAnswer(request_id=request_id, text=text):
            return _answer(turn, request_id, text)
        case _:
            assert_never(effect)


def _about_people(
    turn: Turn, effect: effects.RemindMembers | effects.OptOut | effects.NoteOffer | effects.NoteStart
) -> Outcome:
    match effect:
        case effects.RemindMembers(practice_id=practice_id):
            return _remind(turn, practice_id)
        case effects.OptOut() | effects.NoteOffer() | effects.NoteStart():
            return _about_guide(turn, effect)
        case _:
            assert_never(effect)


def _file(turn: Turn, practice_id: str) -> Outcome:
    outcome = activation_requests.ask(
        turn.session, practice_id, by=turn.actor, conversation_id=turn.conversation.id, now=turn.now
    )
    match outcome:
        case Asked():
            return Outcome("request.asked", {"practice": _practice_name(turn, practice_id)})
        case Joined():
            return Outcome("request.joined", {"practice": _practice_name(turn, practice_id)})
        case AlreadyAsked() | AlreadyActivated() | NotAdmin():
            return Outcome("request.not_filed", {"practice_id": practice_id})
        case _:
            assert_never(outcome)


def _remind(turn: Turn, practice_id: str) -> Outcome:
    outcome = reminders.remind(turn.session, practice_id, by=turn.actor, now=turn.now)
    match outcome:
        case Reminded(practice=practice, count=count):
            return Outcome("people.reminded", {"practice": practice, "count": str(count)})
        case RemindedToday():
            return Outcome("people.reminded_today")
        case NobodyToRemind():
            return Outcome("people.nobody_to_remind")
        case CannotRemind():
            return Outcome("request.not_allowed")
        case _:
            assert_never(outcome)


def _withdraw(turn: Turn, request_id: str) -> Outcome:
    outcome = activation_requests.withdraw(turn.session, request_id, by=turn.actor, now=turn.now)
    match outcome:
        case Withdrawn():
            return Outcome("request.taken_back", {"practice": _practice_of(turn, request_id)})
        case NotOpen():
            return Outcome("request.not_open")
        case NotYours():
            return Outcome("request.not_allowed")
        case _:
            assert_never(outcome)


def _answer(turn: Turn, request_id: str, text: str) -> Outcome:
    outcome = activation_requests.answer(turn.session, request_id, text, by=turn.actor, now=turn.now)
    match outcome:
        case Answered():
            return Outcome("answer.sent", {"practice": _practice_of(turn, request_id)})
        case NotOpen():
            return Outcome("answer.closed")
        case NotYours():
            return Outcome("request.not_allowed")
        case BadText():
            return Outcome("answer.bad_text", {"request_id": request_id, "most": str(LONGEST_TEXT)})
        case _:
            assert_never(outcome)


def _hand_over(turn: Turn, effect: effects.HandOver) -> Outcome:
    """The conversation waits for a person, with a note that only the team reads if the bot has asked for facts."""
    what = {"step": effect.step, "problem": effect.problem}
    conversations.hand_over(turn.session, turn.conversation, now=turn.now, **what)
    if effect.note:
        note = {"kind": "text", "text": effect.note}
        turn.session.flush()  # adding re-reads the conversation
        conversations.add(turn.session, turn.conversation, "note", note, now=turn.now)
    return Outcome("handed_over")


def _record_feedback(turn: Turn, number: int, *, helpful: bool) -> Outcome:
    """Only an answer that asked for it can be rated."""
    message = turn.session.get(Message, (turn.conversation.id, number))
    if message is None or not message.body.get("ask_feedback"):
        return Outcome("feedback.ignored")
    record_feedback(turn.session, turn.conversation.id, number, helpful=helpful, now=turn.now)
    return Outcome("feedback.helpful" if helpful else "feedback.unhelpful")


def _about_guide(turn: Turn, effect: effects.OptOut | effects.NoteOffer | effects.NoteStart) -> Outcome:
    person = turn.conversation.user_id or ""
    match effect:
        case effects.OptOut():
            users.opt_out_of_guide(turn.session, person, by=turn.actor, now=turn.now)
            return Outcome("guide.opted_out")
        case effects.NoteOffer():
            set_up_progress.offered(turn.session, person, now=turn.now)
        case effects.NoteStart():
            set_up_progress.started(turn.session, person, now=turn.now)
        case _:
            assert_never(effect)
    return Outcome("guide.noted")


def _practice_name(turn: Turn, practice_id: str) -> str:
    return turn.session.get_one(Practice, practice_id).name


def _practice_of(turn: Turn, request_id: str) -> str:
    return _practice_name(turn, turn.session.get_one(ActivationRequest, request_id).practice_id)

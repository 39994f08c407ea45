"""Free text: a removed secret is explained, an answer to the staff is caught, everything else goes by intent."""

import re
from dataclasses import replace
from typing import assert_never

from bot.engine.flows import (
    answers,
    guide,
    hand_over,
    home,
    lost_phone,
    lost_phone_said,
    questions,
    request_status,
    requests,
    staff_questions,
)
from bot.engine.flows.practice_names import named
from bot.engine.steps import meta_questions, wants
from bot.engine.types.events import Said
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Card, Message
from bot.engine.types.result import Step
from bot.engine.types.states import (
    AnswerStaff,
    ChoosePractice,
    ConfirmRequest,
    GuideStart,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    GuideTokens,
    HandedOver,
    Idle,
    LostPhone,
    Offered,
    State,
    TellReset,
)
from bot.engine.words import has, say
from bot.engine.words.speech import listed, text

NOBODY = r"\b(nobody|no one|none|nadie|ningun[oa]?)\b"
GUIDE = (GuideStart, GuideStep1, GuideStep2, GuideStep3, GuideTokens)
BARE = 2  # words
FEW = 6
NAMES_MORE = {"affirm", "deny", "request_activation", "out_of_scope"}  # or so a bare name is understood
TO_A_PERSON = {"affirm", "deny", "thanks", "greeting", "out_of_scope"}


def said(state: State, event: Said, facts: Facts) -> Step:
    """What a message does in a state."""
    warning = warnings(event, facts)
    if not warning:
        return _heard(state, event, facts)
    if not re.search(r"[^\W\d_]", re.sub(r"\[[^\]]*\]", "", event.text)):  # nothing else was written
        return Step(state, (*warning, *questions.reminder(state, facts)))
    step = _heard(state, event, facts)
    return replace(step, says=(*warning, *step.says))


def warnings(event: Said, facts: Facts) -> tuple[Message, ...]:
    """What to say about secrets that were taken out; nothing when there were none."""
    if not event.removed:
        return ()
    return (_warning(event.removed, facts), *_burned(event, facts))


def _heard(state: State, event: Said, facts: Facts) -> Step:
    if home.wants_to_start_over(event.text):
        return home.start_over(facts)
    answered = _answered(state, event, facts) or _in_passing(state, event, facts)
    return answered or _by_intent(state, event, facts)


def _answered(state: State, event: Said, facts: Facts) -> Step | None:
    """What answers the open question in so many words, whatever intent the words alone would have."""
    match state:
        case AnswerStaff(request_id=request_id) if _is_answer(event, request_id, facts):
            return staff_questions.check(facts, request_id, event.text)
        case ChoosePractice():
            return _which_one(state, event, facts)
        case ConfirmRequest():
            return _meant_another(state, event, facts)
        case TellReset() if not _is_another_matter(event):
            return lost_phone.told(state, event.text, facts)
        case LostPhone() if lost_phone_said.says_none(event.text):
            return lost_phone.has_no_token(facts)
        case GuideStart() if meta_questions.says_phone_is_here(event.text):
            return guide.accepted(state, facts)
        case _:
            return None


def _in_passing(state: State, event: Said, facts: Facts) -> Step | None:
    """What is said beside every question: a reset is disowned, a person is waited for, who writes here."""
    if lost_phone_said.says_not_me(event.text) and "lost_phone" in {event.intent, *event.alternatives}:
        return lost_phone.not_me(facts)
    if isinstance(state, HandedOver):
        return _while_waiting(state, event, facts)
    if meta_questions.who_answers(event.text):
        return wants.aside(state, facts, answers.who_answers(facts))
    return None


def _while_waiting(state: HandedOver, event: Said, facts: Facts) -> Step | None:
    if meta_questions.who_answers(event.text) or meta_questions.how_long(event.text):
        return hand_over.asked_after(state, facts)
    is_for_them = bool(event.alternatives) or event.intent in TO_A_PERSON
    return hand_over.noted(state, facts) if is_for_them else None


def _is_answer(event: Said, request_id: str, facts: Facts) -> bool:
    """Whatever is written answers the team, but for the few clear words that leave the question."""
    leaves = event.intent in {"cancel_request", "talk_to_human"} and not event.alternatives
    return staff_questions.is_open(facts, request_id) and not (leaves and len(event.text.split()) <= FEW)


def _which_one(state: ChoosePractice, event: Said, facts: Facts) -> Step | None:
    """The practice that was asked for, by its name; of several each has a turn of its own, and theirs it must be."""
    meant = named(event.text, facts.practices)
    if len(meant) == 1:
        return practice_chosen(state, meant[0].id, facts)
    if meant and state.purpose == "request":
        return requests.ask(facts, event.text)
    if meant or state.purpose == "withdraw" or not _may_name(event):
        return None
    said = requests.not_theirs(facts, event.text, is_asked=True)
    return Step(state, (*said, *questions.reminder(state, facts))) if said else None


def _meant_another(state: ConfirmRequest, event: Said, facts: Facts) -> Step | None:
    if not _may_name(event):
        return None
    return requests.meant_another(state, event.text, facts, is_yes=event.intent == "affirm")


def _may_name(event: Said) -> bool:
    return event.intent in NAMES_MORE or bool(event.alternatives)


def _by_intent(state: State, event: Said, facts: Facts) -> Step:
    if event.intent == "affirm" and event.alternatives and isinstance(state, GUIDE):
        return guide.accepted(state, facts)  # nothing comes of it but what the server has seen
    if event.alternatives:
        return wants.did_you_mean(state, facts, event.alternatives)
    if event.intent == "affirm":
        return affirmed(state, facts)
    if event.intent == "deny" or _stops_before_sending(state, event):
        return questions.denied(state, facts)
    if event.intent == "start_setup" and isinstance(
        state, GuideStep1 | GuideStep2 | GuideStep3 | GuideTokens
    ):
        return guide.enter(guide.where(facts, state), facts)
    if event.intent == "code_rejected" and isinstance(state, GuideStep2 | GuideStep3) and facts.refusal:
        return guide.refused(facts)
    return wants.want(state, event.intent, facts, event.text)


def affirmed(state: State, facts: Facts) -> Step:
    """Yes answers the last question; where none was asked it does nothing."""
    match state:
        case Idle():
            return Step(state, home.menu(facts, "home.yes_to_nothing"))
        case Offered(offer=offer):
            return wants.want(state, offer, facts)
        case HandedOver():
            return hand_over.noted(state, facts)
        case LostPhone():
            return lost_phone.has_token(facts)
        case TellReset():
            return Step(state, questions.reminder(state, facts))
        case GuideStart() | GuideStep1() | GuideStep2() | GuideStep3() | GuideTokens():
            return guide.accepted(state, facts)
        case _:
            return questions.accepted(state, facts)


def practice_chosen(state: ChoosePractice, practice_id: str, facts: Facts) -> Step:
    """The practice that a request or a withdrawal is about; core asks for the role again before it acts."""
    practice = facts.practice(practice_id)
    if practice is None:
        return questions.stale(state, facts)
    match state.purpose:
        case "request":
            return requests.about(facts, practice)
        case "withdraw":
            return request_status.withdraw_from(facts, practice)
        case _:
            assert_never(state.purpose)


def _burned(event: Said, facts: Facts) -> tuple[Message, ...]:
    """A pasted token is spent. Only its signed-in owner hears whether it was true, and gets the card for a new set."""
    if facts.who == "proven" and "recovery_token" in event.removed:
        return (text(facts, "removed.burned_unknown"),)
    if facts.who != "member" or not event.has_burned:
        return ()
    said = text(facts, "removed.burned", left=facts.enrollment.tokens_left)
    return (said, Card("new_tokens", say(facts.language, "removed.new_tokens")))


def _is_another_matter(event: Said) -> bool:
    """A question of their own, a bare yes or no, or the wish for a person is no answer; "nobody can" is one."""
    if lost_phone_said.stops(event.text) or re.search(NOBODY, event.text, re.IGNORECASE):
        return False
    if event.text.rstrip().endswith("?"):
        return True
    if event.alternatives:  # unsure what it wants: most likely it just answers
        return False
    is_bare = event.intent in {"affirm", "deny"} and len(event.text.split()) <= BARE
    return is_bare or event.intent == "talk_to_human"


def _stops_before_sending(state: State, event: Said) -> bool:
    """Stopping before anything was sent is a no, not a withdrawal."""
    return event.intent == "cancel_request" and state.name in {"confirm_request", "choose_practice"}


def _warning(removed: tuple[str, ...], facts: Facts) -> Message:
    """Why something of the message is missing; the secret itself was never stored."""
    kinds = dict.fromkeys(kind if has(f"removed.{kind}") else "other" for kind in removed)
    names = listed(facts, [say(facts.language, f"removed.{kind}") for kind in kinds])
    return text(facts, "removed.warning", what=names)

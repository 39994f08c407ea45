"""What happened elsewhere: a decision, a question of the staff, a step of the set-up, a person leaving the chat."""

from bot.engine import guide, home, requests, staff_questions
from bot.engine.events import Happened
from bot.engine.facts import Facts
from bot.engine.result import Step
from bot.engine.speech import asking, button, text
from bot.engine.states import (
    AnswerStaff,
    ConfirmAnswer,
    ConfirmRequest,
    ConfirmWithdraw,
    GuideStart,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    GuideTokens,
    Idle,
    Offered,
    State,
)

DECISIONS = {
    "request_approved": "request.approved",
    "request_declined": "request.declined",
    "request_withdrawn": "request.withdrawn",
    "request_refused": "request.refused",
}


def happened(state: State, event: Happened, facts: Facts) -> Step:
    """Tells it without taking an unfinished question away."""
    if event.kind.startswith("set_up_"):
        return _set_up(state, event.kind, facts)
    if event.kind in DECISIONS:
        return _decided(state, event, facts)
    if event.kind == "request_more_information":
        return _asked(state, event, facts)
    if event.kind == "guide_offered":
        return _offered(state, event, facts)
    return _left(facts) if event.kind in {"conversation_given_back", "conversation_closed"} else Step(state)


def _set_up(state: State, kind: str, facts: Facts) -> Step:
    """Followed only by somebody who is being guided; a set-up in Settings needs no comment."""
    match state:
        case GuideStart() | GuideStep1() | GuideStep2() | GuideStep3() | GuideTokens():
            return guide.follow(state, kind, facts)
        case _:
            return Step(state)


def _decided(state: State, event: Happened, facts: Facts) -> Step:
    """The decision, in the conversation it was asked in; a question about that request is no longer open."""
    said = text(facts, DECISIONS[event.kind], **_values(event))
    after = home.rest(facts) if _is_about(state, event) else state
    has_use = facts.enrollment.state != "live" and facts.may_set_up and not _is_offered(after)
    if event.kind != "request_approved" or not has_use:
        return Step(after, (said,))
    return Step(_offering(after), (said, requests.offer_guide(facts)))


def _asked(state: State, event: Happened, facts: Facts) -> Step:
    """Shown at once; whoever is in the middle of something gets a button instead of a hijacked next message."""
    request_id = event.data.get("request_id", "")
    if isinstance(state, Idle | Offered) or _is_about(state, event):
        return staff_questions.begin(facts, request_id)
    choices = (button(facts, "answer", f"answer.begin:{request_id}"),)
    return Step(state, (asking(facts, "answer.waiting", choices, **_values(event)),))


def _offered(state: State, event: Happened, facts: Facts) -> Step:
    """Once per person, with a way to say never again."""
    is_guided = isinstance(state, GuideStep1 | GuideStep2 | GuideStep3 | GuideTokens)
    if facts.enrollment.state == "live" or is_guided or _is_offered(state):
        return Step(state)
    choices = (
        button(facts, "guide.begin", "guide.begin"),
        button(facts, "guide.later", "guide.later"),
        button(facts, "guide.never", "guide.never"),
    )
    return Step(_offering(state), (asking(facts, "guide.offered", choices, **_values(event)),))


def _left(facts: Facts) -> Step:
    """The person from ThoroughCare is gone; the bot says that it is a bot again."""
    return Step(Idle(), (asking(facts, "person.left", home.suggestions(facts)),))


def _is_offered(state: State) -> bool:
    """The guide stands offered already: an admin hears of the decision and of the offer in one moment."""
    return isinstance(state, Offered) and state.offer == "start_setup"


def _offering(state: State) -> State:
    return Offered("start_setup") if isinstance(state, Idle | Offered) else state


def _is_about(state: State, event: Happened) -> bool:
    match state:
        case ConfirmRequest(practice_id=practice_id):
            return practice_id == event.data.get("practice_id")
        case ConfirmWithdraw(request_id=request_id) | AnswerStaff(request_id=request_id):
            return request_id == event.data.get("request_id")
        case ConfirmAnswer(request_id=request_id):
            return request_id == event.data.get("request_id")
        case _:
            return False


def _values(event: Happened) -> dict[str, str]:
    return {"practice": "", "reason": "", "question": "", **event.data}

"""What happened elsewhere: a decision, a question of the staff, a step of the set-up, a person leaving the chat."""

from collections.abc import Callable, Mapping

from bot.engine.flows import guide, home, questions, requests, staff_questions
from bot.engine.steps import reset_news
from bot.engine.types.effects import NoteOffer
from bot.engine.types.events import Happened
from bot.engine.types.facts import Facts
from bot.engine.types.result import Step
from bot.engine.types.states import (
    AnswerStaff,
    ConfirmAnswer,
    ConfirmRequest,
    ConfirmWithdraw,
    GuideStart,
    GuideStep1,
    GuideStep2,
    GuideStep3,
    GuideTokens,
    HandedOver,
    Idle,
    Offered,
    State,
    from_json,
)
from bot.engine.words.speech import answer_with, asking, button, slack_link, text

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
    if event.kind in reset_news.NEWS:
        return reset_news.happened(state, event, facts)
    if event.kind in DECISIONS:
        return _decided(state, event, facts)
    if event.kind == "request_more_information":
        return _asked(state, event, facts)
    if event.kind in OTHERS:
        return OTHERS[event.kind](state, event, facts)
    return Step(state)


def _set_up(state: State, kind: str, facts: Facts) -> Step:
    """Followed only by a person who is being guided; a set-up in Settings needs no comment."""
    match state:
        case GuideStart() | GuideStep1() | GuideStep2() | GuideStep3() | GuideTokens():
            return guide.follow(state, kind, facts)
        case _:
            return Step(state)


def _decided(state: State, event: Happened, facts: Facts) -> Step:
    """The decision, in the conversation it was asked in; a question about that request is no longer open."""
    said = text(facts, DECISIONS[event.kind], **_values(event))
    after = home.rest(facts) if _is_about(state, event) else state
    has_use = facts.enrollment.state != "live" and facts.may_set_up and facts.offer_is_open
    if event.kind != "request_approved" or not has_use:
        return Step(after, (said,))
    return Step(_offering(after), (said, requests.offer_guide(facts)), (NoteOffer(),))


def _asked(state: State, event: Happened, facts: Facts) -> Step:
    """Shown immediately; in the middle of a task as a button, so that the next message is not taken for an answer."""
    request_id = event.data.get("request_id", "")
    if isinstance(state, Idle | Offered) or _is_about(state, event):
        return staff_questions.begin(facts, request_id)
    choices = (button(facts, "answer", f"answer.begin:{request_id}"),)
    return Step(state, (asking(facts, "answer.waiting", choices, **_values(event)),))


def _offered(state: State, event: Happened, facts: Facts) -> Step:
    """Once for each activation, with a way to say never again; an asker may have been told with the decision.

    ``elsewhere``: said a moment ago in the person's other conversation, and now in this one too.
    """
    is_guided = isinstance(state, GuideStep1 | GuideStep2 | GuideStep3 | GuideTokens)
    is_open = facts.offer_is_open or "elsewhere" in event.data
    if facts.enrollment.state == "live" or is_guided or not is_open:
        return Step(state)
    choices = (
        button(facts, "guide.begin", "guide.begin"),
        button(facts, "guide.later", "guide.later"),
        button(facts, "guide.never", "guide.never"),
    )
    return Step(
        _offering(state), (asking(facts, "guide.offered", choices, **_values(event)),), (NoteOffer(),)
    )


def _nudged(state: State, _event: Happened, facts: Facts) -> Step:
    """One reminder for a person who stopped on the way; not into a talk with a person, nor after they went on."""
    enrollment = facts.enrollment
    if facts.floor != "bot" or (enrollment.state == "live" and enrollment.tokens_acknowledged):
        return Step(state)
    later = button(facts, "guide.later", "guide.later")
    if enrollment.state == "live":
        show = button(facts, "guide.show_tokens", "guide.resume")
        return Step(state, (asking(facts, "guide.nudged_tokens", (show, later)),))
    go_on, never = button(facts, "guide.go_on", "guide.begin"), button(facts, "guide.never", "guide.never")
    return Step(_offering(state), (asking(facts, "guide.nudged", (go_on, later, never)),))


def _reminded(state: State, event: Happened, facts: Facts) -> Step:
    """The site admin asks; not into a talk with a person, and not to a person who is done or in the middle of it."""
    is_guided = isinstance(state, GuideStep1 | GuideStep2 | GuideStep3 | GuideTokens)
    if facts.floor != "bot" or facts.enrollment.state == "live" or is_guided:
        return Step(state)
    later, never = button(facts, "guide.later", "guide.later"), button(facts, "guide.never", "guide.never")
    choices = (button(facts, "guide.begin", "guide.begin"), later, never)
    return Step(_offering(state), (asking(facts, "guide.reminded", choices, **_values(event)),))


def _finished(state: State, event: Happened, facts: Facts) -> Step:
    """The admin who asked is told that everyone is done."""
    return Step(state, (text(facts, "request.finished", **_values(event)),))


def _given_back(state: State, event: Happened, facts: Facts) -> Step:
    """The bot says that it is a bot again, and goes on with the question that was open before."""
    resumed = from_json(state.before) if isinstance(state, HandedOver) else state
    question = questions.reminder(resumed, facts)
    if not question:
        return Step(
            Idle(), (asking(facts, "person.given_back", home.suggestions(facts), staff=_staff(event)),)
        )
    return Step(resumed, (text(facts, "person.given_back", staff=_staff(event)), *question))


def _closed(_state: State, event: Happened, facts: Facts) -> Step:
    """Settled, as the team sees it; the person is asked whether they see it so too."""
    said = answer_with(facts, "person.closed", home.suggestions(facts), staff=_staff(event))
    return Step(Idle(), (said,))


def _slack_linked(state: State, event: Happened, facts: Facts) -> Step:
    """A person who was talked into a link, or whose session was used for it, is told where they are."""
    return Step(state, (slack_link(facts, "slack.linked", slack_name=event.data.get("slack_name", "")),))


def _slack_unlinked(state: State, event: Happened, facts: Facts) -> Step:
    return Step(state, (text(facts, "slack.unlinked", slack_name=event.data.get("slack_name", "")),))


def _staff(event: Happened) -> str:
    return event.data.get("staff") or "ThoroughCare"


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
    return {"practice": "", "reason": "", "question": "", "members": "", **event.data}


OTHERS: Mapping[str, Callable[[State, Happened, Facts], Step]] = {
    "conversation_given_back": _given_back,
    "conversation_closed": _closed,
    "guide_offered": _offered,
    "guide_nudged": _nudged,
    "member_reminder": _reminded,
    "practice_finished": _finished,
    "slack_linked": _slack_linked,
    "slack_unlinked": _slack_unlinked,
}

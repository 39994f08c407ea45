"""What core answered to an effect, told to the person."""

from bot.engine.flows import hand_over, home, requests, staff_questions
from bot.engine.steps import reset_news
from bot.engine.types.events import Outcome
from bot.engine.types.facts import Facts
from bot.engine.types.result import Step
from bot.engine.types.states import State
from bot.engine.words.speech import asking, person, text

# Outcomes that need only their sentence, which bears their name.
SENTENCES = (
    "request.asked",
    "request.joined",
    "request.taken_back",
    "request.not_open",
    "request.not_allowed",
    "answer.sent",
    "answer.closed",
    "guide.opted_out",
    "people.reminded",
    "people.reminded_today",
    "people.nobody_to_remind",
)


def outcome(state: State, event: Outcome, facts: Facts) -> Step:
    """Says what was done, or why it was not."""
    kind, data = event.kind, dict(event.data)
    if about_reset := reset_news.outcome(state, event, facts):
        return about_reset
    if kind == "handed_over":
        return hand_over.done(state, facts)
    if kind == "request.not_filed":
        return _nothing_filed(data.get("practice_id", ""), facts)
    if kind == "answer.bad_text":
        return _bad_answer(data, facts)
    if kind == "feedback.unhelpful":
        return _not_helped(state, facts)
    return home.what_else(facts, kind, **data) if kind in SENTENCES else Step(state)


def _nothing_filed(practice_id: str, facts: Facts) -> Step:
    """Someone was quicker, or a role has ended: told from the facts as they are now."""
    practice = facts.practice(practice_id)
    return requests.about(facts, practice) if practice else home.what_else(facts, "request.not_allowed")


def _bad_answer(data: dict[str, str], facts: Facts) -> Step:
    step = staff_questions.begin(facts, data.get("request_id", ""))
    return Step(step.state, (text(facts, "answer.bad_text", most=data.get("most", "")), *step.says))


def _not_helped(state: State, facts: Facts) -> Step:
    """An honest word and two ways on; the open question stays."""
    choices = (person(facts, "not_helpful"), *home.likely(facts, 2))
    return Step(state, (asking(facts, "home.not_helped", choices),))

"""Free text: a removed secret is explained, the open question is answered first, everything else goes by the wish."""

from collections.abc import Callable
from dataclasses import replace

from bot.engine.flows import (
    colleagues,
    guide,
    hand_over,
    home,
    lost_phone,
    questions,
    secrets,
    short_answers,
    staff_questions,
)
from bot.engine.steps import asked_about_requests, manner, moves, reset_said, wants
from bot.engine.types.events import Said
from bot.engine.types.facts import Facts
from bot.engine.types.memory import LONGEST_SAID
from bot.engine.types.result import Step
from bot.engine.types.states import (
    AnswerStaff,
    ChoosePractice,
    ConfirmRequest,
    GuideStart,
    GuideStep2,
    GuideStep3,
    HandedOver,
    Idle,
    LostPhone,
    Offered,
    State,
    TellReset,
)
from bot.understanding.wish import Wish

Reading = Callable[[State, Said, Facts], Step | None]

FEW = 6  # words
TO_A_PERSON = {"affirm", "deny", "thanks", "greeting", "out_of_scope"}
ANSWERS_A_RESET = {"yes", "no", "later", "none"}  # moves that answer a question about a reset


def said(state: State, event: Said, facts: Facts) -> Step:
    """What a message does in a state."""
    warning = secrets.warnings(event, facts)
    is_settled = secrets.answers_it(event) or bool(
        event.wish.alternatives
    )  # after a secret nothing is guessed
    is_told = is_settled and not isinstance(state, TellReset | AnswerStaff)
    if warning and (is_told or not secrets.says_more(event)):
        return Step(state, (*warning, *questions.reminder(state, facts)))
    step = _answered(state, event, facts)
    return replace(step, says=(*warning, *step.says)) if warning else step


def _answered(state: State, event: Said, facts: Facts) -> Step:
    for reading in READINGS:
        step = reading(state, event, facts)
        if step is not None:
            return _in_good_manner(step, event, facts)
    return _in_good_manner(_plainly(state, event.wish, facts), event, facts)


def _in_good_manner(step: Step, event: Said, facts: Facts) -> Step:
    return manner.with_regret(manner.with_second(step, event, facts), event, facts)


def _plainly(state: State, wish: Wish, facts: Facts) -> Step:
    """A yes or a no that no reading took is still a yes or a no, never out of scope."""
    match wish.intent:
        case "affirm":
            return moves.affirmed(state, facts)
        case "deny":
            return questions.denied(state, facts)
        case _:
            return wants.want(state, wish, facts)


def _while_waiting(state: State, event: Said, facts: Facts) -> Step | None:
    """What is written to the person who comes; a question to the bot is still answered."""
    if not isinstance(state, HandedOver):
        return None
    wish = event.wish
    if wish.move in {"who_are_you", "how_long"} or wish.intent == "talk_to_human":
        return hand_over.asked_after(state, facts)
    if wish.question and not wish.mood:
        return None
    is_for_them = bool(wish.alternatives or wish.move or wish.mood) or wish.intent in TO_A_PERSON
    return hand_over.noted(state, facts) if is_for_them else None


def _answers_staff(state: State, event: Said, facts: Facts) -> Step | None:
    """Any text answers the team, except the few clear words that leave the question."""
    if not isinstance(state, AnswerStaff) or not staff_questions.is_open(facts, state.request_id):
        return None
    wish, is_short = event.wish, len(event.text.split()) <= FEW
    leaves = wish.intent in {"cancel_request", "talk_to_human"} or wish.move in {"stop", "later"}
    return (
        None
        if leaves and is_short and not wish.alternatives
        else staff_questions.check(facts, state.request_id, event.text)
    )


def _tells_reset(state: State, event: Said, facts: Facts) -> Step | None:
    """The answer to a question about a reset, in the person's own words; a question of theirs is answered first."""
    wish = event.wish
    if not isinstance(state, TellReset):
        return None
    if wish.move == "stop":
        return home.what_else(facts, "reset.stopped")
    if wish.move in ANSWERS_A_RESET and len(event.text.split()) <= FEW:
        return lost_phone.skipped(state, facts) if wish.move in {"no", "none"} else None
    is_asking = bool(wish.question) and wish.tense == "question"
    if is_asking or wish.intent == "talk_to_human" or event.text.rstrip().endswith("?"):
        return None
    return lost_phone.told(state, event.text, wish, facts)


def _in_distress(state: State, event: Said, facts: Facts) -> Step | None:
    """Stolen, locked out and nothing left, or angry in the middle of trouble: a person at once, with what is known."""
    wish, says = event.wish, event.wish.statements
    owes = facts.who != "member" or facts.enrollment.state == "live"
    is_lost = owes and (wish.intent == "lost_phone" or isinstance(state, LostPhone))
    if is_lost and "no_tokens" in says and "old_phone_works" not in says:
        return lost_phone.has_no_token(facts, wish)
    if is_lost and "has_token" in says:
        return lost_phone.has_token(facts)
    if "angry" in wish.mood and (facts.memory.moods or wish.intent in {"talk_to_human", "out_of_scope"}):
        return hand_over.at_once(state, facts)
    return None


def _calls_a_person(state: State, event: Said, facts: Facts) -> Step | None:
    """A yes with a wish for a person is a wish for a person; who asks for another language does not want one."""
    wish = event.wish
    is_sure = wish.intent == "talk_to_human" and not wish.alternatives
    return hand_over.ask(state, facts) if is_sure and not wish.foreign.startswith("language") else None


def _about_practices(state: State, event: Said, facts: Facts) -> Step | None:
    if isinstance(state, ChoosePractice):
        return asked_about_requests.chosen(state, event.wish, facts)
    if isinstance(state, ConfirmRequest):
        return asked_about_requests.meant_another(state, event.wish, facts)
    is_bare = event.wish.practices and event.wish.move and len(event.text.split()) <= FEW
    if isinstance(state, Idle | Offered) and is_bare:  # only a name: how that practice stands
        return wants.want(state, replace(event.wish, intent="request_status"), facts)
    return None


def _phone_is_here(state: State, event: Said, facts: Facts) -> Step | None:
    if not isinstance(state, GuideStart):
        return None
    if event.wish.statements & {"phone_here", "installed", "on_the_page"}:
        return guide.accepted(state, facts)
    is_away = "no_phone" in event.wish.statements or event.wish.intent == "lost_phone"
    return guide.denied(state, facts) if is_away else None


def _wants_it_on(state: State, event: Said, facts: Facts) -> Step | None:
    """A no with a wish to have it on means yes to the question; it is put again, never sent."""
    if isinstance(state, ConfirmRequest) and event.wish.wants == "on" and event.wish.move in {None, "no"}:
        return Step(state, questions.reminder(state, facts))
    return None


def _moved(state: State, event: Said, facts: Facts) -> Step | None:
    return moves.moved(state, event.wish, facts) if event.wish.move else None


def _foreign(state: State, event: Said, facts: Facts) -> Step | None:
    if event.wish.foreign == "":
        return None
    if event.wish.foreign == "other" and not event.wish.alternatives:
        if facts.memory.topic in wants.TROUBLES:
            return wants.want(
                state, Wish(facts.memory.topic), facts
            )  # a remark on the trouble that is talked of
        if not event.wish.heard and (question := questions.reminder(state, facts)):
            return Step(state, question)
    return wants.foreign(state, event.wish, facts)


def _single_question(state: State, event: Said, facts: Facts) -> Step | None:
    """The one thing that was asked, in one sentence; a plain order or a trouble that was told goes to its flow."""
    wish = event.wish
    if wish.tense != "question" and (wish.intent in wants.FLOWS or wish.intent in wants.TROUBLES):
        return None
    if wish.foreign == "role" or (wish.foreign == "patient" and wish.tense != "question"):
        return None
    if wish.question == "q.cannot_see_others" and facts.administered:
        return None  # one who may see them is told
    if wish.person and wish.question.removeprefix("q.") in colleagues.ABOUT_PEOPLE:
        return wants.aside(state, facts, colleagues.asked(facts, wish))
    says = short_answers.answer(event.wish.question, state, facts)
    return wants.aside(state, facts, says) if says else None


def _unsure(state: State, event: Said, facts: Facts) -> Step | None:
    return manner.guess(state, event.wish, facts) if event.wish.alternatives else None


def _in_the_guide(state: State, event: Said, facts: Facts) -> Step | None:
    """In the middle of the set-up the wish to set up means this step, and a refused code is the one just typed."""
    if not isinstance(state, questions.GUIDED):
        return None
    if event.wish.intent == "start_setup":
        return guide.enter(guide.where(facts, state), facts)
    if event.wish.intent == "request_status" and _is_about_oneself(state, event.wish):
        return wants.aside(state, facts, short_answers.answer("q.is_it_on", state, facts))
    if event.wish.intent == "code_rejected" and isinstance(state, GuideStep2 | GuideStep3) and facts.refusal:
        return _refused_in_the_guide(state, facts.refusal.kind, facts)
    return None


def _is_about_oneself(state: State, wish: Wish) -> bool:
    """In the middle of the set-up "is it on" means one's own, unless a practice or other people are named."""
    is_for_others = bool(wish.person or wish.practices or wish.elsewhere) or wish.whom == "everyone"
    return state.name in short_answers.UNFINISHED and not is_for_others


def _refused_in_the_guide(state: State, kind: str, facts: Facts) -> Step:
    """What the server saw, once; who says it again, or was told by the news already, gets the next idea."""
    step, memory = guide.refused(facts), facts.memory
    counted = memory.counting("code_rejected", f"code.{kind}")
    if memory.told("code_rejected"):
        return wants.want(state, Wish("code_rejected"), facts)
    if step.says[0].text[:LONGEST_SAID] == memory.said:
        return wants.want(state, Wish("code_rejected"), replace(facts, memory=counted))
    return replace(step, memory=counted)


def _stops_before_sending(state: State, event: Said, facts: Facts) -> Step | None:
    """Stopping before anything was sent is a no, not a withdrawal."""
    before = isinstance(state, ChoosePractice | ConfirmRequest)
    return questions.denied(state, facts) if before and event.wish.intent == "cancel_request" else None


READINGS: tuple[Reading, ...] = (
    reset_said.disowned,
    _while_waiting,
    _answers_staff,
    reset_said.about_reset,
    _in_distress,
    _tells_reset,
    _calls_a_person,
    _about_practices,
    _phone_is_here,
    _wants_it_on,
    _moved,
    _single_question,
    _foreign,
    _unsure,
    _in_the_guide,
    _stops_before_sending,
)

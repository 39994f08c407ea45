"""From a wish to its flow. A wish says what is wanted; what may be done, the facts decide."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.engine.flows import (
    answers,
    colleagues,
    elsewhere_answers,
    guide,
    hand_over,
    home,
    lost_phone,
    questions,
    request_status,
    requests,
    trouble,
)
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import State
from bot.engine.words.speech import asking, button, person, text
from bot.understanding.wish import Wish

Answer = Callable[[Facts], tuple[Message, ...]]
Flow = Callable[[Facts, Wish], Step]
Trouble = Callable[[State, Facts], Step]

# An aside: the open question stays open and is put again.
ASIDES: Mapping[str, Answer] = {
    "where_is_settings": answers.where_is_settings,
    "which_app": answers.which_app,
    "recovery_codes": trouble.recovery_codes,
    "setup_for_other": answers.setup_for_other,
    "group_practices": answers.group_practices,
    "disable_2fa": answers.disable_2fa,
    "what_is_2fa": answers.what_is_2fa,
    "sign_in_help": answers.sign_in_help,
    "greeting": answers.greeting,
    "thanks": answers.thanks,
    "out_of_scope": answers.out_of_scope,
}
# A trouble: told again, it gets another idea.
TROUBLES: Mapping[str, Trouble] = {
    "scan_problem": trouble.scan_problem,
    "code_rejected": trouble.code_rejected,
}
# A flow: takes the conversation over; an unanswered question is dropped.
FLOWS: Mapping[str, Flow] = {
    "request_activation": requests.ask,
    "cancel_request": request_status.withdraw,
    "start_setup": lambda facts, _wish: guide.begin(facts),
    "lost_phone": lost_phone.ask,
}

UNOFFERED = {
    "greeting",
    "thanks",
    "talk_to_human",
    "out_of_scope",
}  # these need no button; a person always has one

OF_AN_ACCOUNT = {"request_status", "cancel_request"}  # nothing to offer to a person who is not signed in


def want(state: State, wish: Wish, facts: Facts) -> Step:
    """The answer to a wish in a state; an unknown intent is out of scope and changes nothing."""
    intent = wish.intent
    if intent in FLOWS:
        return FLOWS[intent](facts, wish)
    if intent in TROUBLES:
        step = TROUBLES[intent](state, facts)
        return (
            replace(step, says=(*step.says, *questions.reminder(step.state, facts)))
            if not step.asks
            else step
        )
    if intent == "talk_to_human":
        return hand_over.ask(state, facts)
    if intent == "request_status":
        return aside(state, facts, colleagues.asked(facts, wish) or request_status.status(facts, wish))
    return aside(state, facts, ASIDES.get(intent, answers.out_of_scope)(facts))


def foreign(state: State, wish: Wish, facts: Facts) -> Step:
    """What is not ours, with the answer that fits it; it repeats what was asked."""
    if wish.foreign == "practice_admin":
        return elsewhere_answers.practice_admin(state, facts)
    return aside(state, facts, elsewhere_answers.answer(facts, wish))


def aside(state: State, facts: Facts, says: tuple[Message, ...]) -> Step:
    """Answers without losing the question that was open."""
    rest = questions.settled(state, facts)  # a later yes must not mean an old offer
    return Step(rest, (*says, *questions.reminder(rest, facts)))


def is_known(intent: str) -> bool:
    """Whether a button may stand for it."""
    return (
        intent in FLOWS
        or intent in ASIDES
        or intent in TROUBLES
        or intent in {"talk_to_human", "request_status"}
    )


def did_you_mean(state: State, facts: Facts, intents: tuple[str, ...]) -> Step:
    """Two or three buttons when it is not clear what was meant, and a person.

    What is most like a yes or a no belongs to the question that is open: it is put again, with its own buttons.
    """
    if intents[0] in {"affirm", "deny"} and (question := questions.reminder(state, facts)):
        return Step(state, (text(facts, "home.unsure_answer"), *question))
    left_out = UNOFFERED if facts.who == "member" else UNOFFERED | OF_AN_ACCOUNT
    known = [intent for intent in dict.fromkeys(intents) if is_known(intent) and intent not in left_out]
    if not known:
        return aside(state, facts, home.menu(facts, "home.unsure_menu"))
    buttons = [button(facts, f"ask.{intent}", f"intent:{intent}") for intent in known]
    asked = asking(facts, "home.unsure", (*buttons, person(facts, "unsure")))
    return Step(state, (asked,), memory=replace(facts.memory, asked_back=tuple(known)))

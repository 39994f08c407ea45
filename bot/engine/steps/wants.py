"""From an intent to its flow. An intent says what is wanted; what may be done, the facts decide."""

from collections.abc import Callable, Mapping

from bot.engine.flows import (
    answers,
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
from bot.engine.types.states import Offered, State
from bot.engine.words.speech import asking, button, person, text

Answer = Callable[[Facts], tuple[Message, ...]]
Flow = Callable[[Facts, str], Step]

# An aside: the open question stays open and is put again.
ASIDES: Mapping[str, Answer] = {
    "where_is_settings": answers.where_is_settings,
    "which_app": answers.which_app,
    "scan_problem": trouble.scan_problem,
    "code_rejected": trouble.code_rejected,
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
# A flow: takes the conversation over; an unanswered question is dropped.
FLOWS: Mapping[str, Flow] = {
    "request_activation": requests.ask,
    "cancel_request": request_status.withdraw,
    "start_setup": lambda facts, _typed: guide.begin(facts),
    "lost_phone": lost_phone.ask,
}

UNOFFERED = {
    "greeting",
    "thanks",
    "talk_to_human",
}  # nobody needs a button for the first two; a person always has one

OF_AN_ACCOUNT = {"request_status", "cancel_request"}  # nothing to offer to somebody who is not signed in


def want(state: State, intent: str, facts: Facts, typed: str = "") -> Step:
    """The answer to an intent in a state; an unknown intent is out of scope and changes nothing."""
    if intent in FLOWS:
        return FLOWS[intent](facts, typed)
    if intent == "talk_to_human":
        return hand_over.ask(state, facts)
    if intent == "request_status":
        return aside(state, facts, request_status.status(facts, typed))
    return aside(state, facts, ASIDES.get(intent, answers.out_of_scope)(facts))


def aside(state: State, facts: Facts, says: tuple[Message, ...]) -> Step:
    """Answers without losing the question that was open."""
    settled = (
        home.rest(facts) if isinstance(state, Offered) else state
    )  # a later yes must not mean an old offer
    return Step(settled, (*says, *questions.reminder(settled, facts)))


def is_known(intent: str) -> bool:
    """Whether a button may stand for it."""
    return intent in FLOWS or intent in ASIDES or intent in {"talk_to_human", "request_status"}


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
    return Step(state, (asking(facts, "home.unsure", (*buttons, person(facts, "unsure"))),))

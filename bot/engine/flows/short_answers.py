"""The one thing that was asked, in one sentence: a fact of this person where there is one, else the text of the question."""

from collections.abc import Callable, Mapping

from bot.engine.flows import answers, colleagues, hand_over, request_status, requests
from bot.engine.types.facts import Facts, PracticeFacts
from bot.engine.types.messages import Message
from bot.engine.types.states import ConfirmRequest, State
from bot.engine.words import has, say
from bot.engine.words.speech import answer as explained
from bot.engine.words.speech import article_link, asking, button, listed, person, settings_link, text
from bot.understanding.wish import Wish

Fact = Callable[[State, Facts], tuple[Message, ...]]

WITH_SETTINGS = {
    "q.new_phone",
    "q.token_lost",
    "q.token_closed",
    "q.turn_off_later",
    "q.stolen",
}
WITH_ARTICLE = {
    "q.where_key": "step-2",
    "q.find_plus": "step-1",
    "q.same_phone": "step-2",
    "q.token_keep": "recovery-tokens",
}
LEFT = {"guide_step_2": "q.left_2", "guide_step_3": "q.left_3", "guide_tokens": "q.left_tokens"}
UNFINISHED = {"guide_start", "guide_step_1", "guide_step_2", "guide_step_3"}
OF_THE_CLOCK = {"q.android", "q.iphone"}  # asked after a refused code, these mean the clock
WITH_SETUP = {"q.setup_time", "q.what_needed", "q.do_later"}
WITH_PERSON = {
    "q.unlock_me",
    "q.call_me",
    "q.schedule",
    "q.leaver",
    "q.cost",
    "q.locked_time",
    "q.no_smartphone",
}


def answer(question: str, state: State, facts: Facts) -> tuple[Message, ...]:
    """The answer to a single question; nothing when there is none, so that the intent decides."""
    if question in OF_THE_CLOCK and facts.memory.topic == "code_rejected":
        return (text(facts, "q.fix_clock"),)
    if question in FACTS:
        return FACTS[question](state, facts)
    if not question or not has(question):
        return ()
    if question in WITH_SETTINGS and facts.who == "member":
        return (settings_link(facts, question, ask_feedback=True),)
    if question in WITH_ARTICLE:
        return (text(facts, question), article_link(facts, WITH_ARTICLE[question]))
    if (
        question in WITH_SETUP
        and facts.may_set_up
        and facts.enrollment.state == "none"
        and state.name == "idle"
    ):
        return (asking(facts, question, (button(facts, "guide.begin", "guide.begin"),)),)
    if question in WITH_PERSON:
        return (asking(facts, question, (person(facts, question.removeprefix("q.")),)),)
    return (explained(facts, question),)


def why(_state: State, facts: Facts) -> tuple[Message, ...]:
    """Why, about the last topic: a decline, a refused code, the thing itself."""
    declined = [
        p for p in facts.administered if p.request and p.request.state == "declined" and p.request.reason
    ]
    if declined and facts.memory.topic in {"", "request_status", "request_activation"}:
        return tuple(_declined(facts, practice) for practice in declined)
    if facts.memory.topic == "code_rejected" and facts.refusal:
        return (text(facts, "code.last_and_wait", sentence=facts.refusal.sentence),)
    if facts.memory.topic == "setup_for_other":
        return answers.setup_for_other(facts)
    return (text(facts, "q.why"),)


def _why_declined(state: State, facts: Facts) -> tuple[Message, ...]:
    """Of somebody without a declined request it can only be the code that was refused."""
    declined = any(p.request and p.request.state == "declined" for p in facts.administered)
    if facts.refusal and not declined:
        return (text(facts, "code.last_and_wait", sentence=facts.refusal.sentence),)
    return why(state, facts)


def how_long(state: State, facts: Facts) -> tuple[Message, ...]:
    """How long, about what is open: the team's decision, or the set-up."""
    waits = any(practice.open_request for practice in facts.administered)
    is_request = isinstance(state, ConfirmRequest) or facts.memory.topic in {
        "request_activation",
        "request_status",
    }
    if state.name in LEFT:
        return (text(facts, LEFT[state.name]),)
    if state.name.startswith("guide_") or not (waits or is_request):
        return (text(facts, "q.setup_time"),)
    return _decision_time(state, facts)


def _decision_time(_state: State, facts: Facts) -> tuple[Message, ...]:
    return (text(facts, "q.decision_time", when=hand_over.when(facts.language, facts.team)),)


def _declined(facts: Facts, practice: PracticeFacts) -> Message:
    reason = practice.request.reason if practice.request else ""
    choices = (
        button(facts, "ask.request_activation", "intent:request_activation"),
        person(facts, "declined"),
    )
    return asking(facts, "q.declined", choices, practice=practice.name, reason=reason)


def _who_is_affected(_state: State, facts: Facts) -> tuple[Message, ...]:
    mine = [practice for practice in facts.administered if not practice.activated_on] or list(
        facts.administered
    )
    if not mine:
        return (text(facts, "q.some_people_only"),)
    return tuple(text(facts, "q.affected", practice=p.name, **requests.people(facts, p)) for p in mine[:2])


def _who_is_admin(_state: State, facts: Facts) -> tuple[Message, ...]:
    if facts.who != "member":
        return (text(facts, "q.who_asks"),)
    return tuple(_admins(facts, practice) for practice in facts.practices)


def _admins(facts: Facts, practice: PracticeFacts) -> Message:
    if practice.is_admin:
        return text(facts, "q.you_are_admin", practice=practice.name)
    if not practice.admins:
        return text(facts, "request.no_admin", practice=practice.name)
    key = "q.admin_is" if len(practice.admins) == 1 else "q.admins_are"
    return text(facts, key, practice=practice.name, names=listed(facts, practice.admins))


def _is_it_on(state: State, facts: Facts) -> tuple[Message, ...]:
    """In the middle of the set-up it is the person's own that is asked about."""
    return (text(facts, "q.when_on"),) if state.name in UNFINISHED else request_status.status(facts)


def _am_i_done(state: State, facts: Facts) -> tuple[Message, ...]:
    return (explained(facts, "q.when_on"),) if state.name in UNFINISHED else answers.standing(facts)


def _tokens_left(_state: State, facts: Facts) -> tuple[Message, ...]:
    if facts.who != "member" or facts.enrollment.state != "live":
        return (text(facts, "q.token_count"),)
    left = facts.enrollment.tokens_left
    key = "tokens.left_none" if left == 0 else "tokens.left_one" if left == 1 else "tokens.left"
    return (settings_link(facts, "q.token_new", first=say(facts.language, key, left=left)),)


def _people(question: str) -> Fact:
    def asked(_state: State, facts: Facts) -> tuple[Message, ...]:
        return colleagues.asked(facts, Wish("request_status", question=question))

    return asked


FACTS: Mapping[str, Fact] = {
    "q.who_is_affected": _who_is_affected,
    "q.who_is_admin": _who_is_admin,
    "q.decision_time": _decision_time,
    "q.is_it_on": _is_it_on,
    "q.when_on": _am_i_done,
    "q.already_done": _am_i_done,
    "q.tokens_left": _tokens_left,
    "q.who_has_not": _people("q.who_has_not"),
    "q.remind": _people("q.remind"),
    "q.why_declined": _why_declined,
}

"""How an answer is given, whatever it says: a word of sorry once where it hurts, both asks of a message, a guess with a way out."""

from dataclasses import replace

from bot.engine.flows import answers, home, questions
from bot.engine.steps import wants
from bot.engine.types.events import Said
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import HandedOver, State
from bot.engine.words import say
from bot.engine.words.speech import asking, button, person, text
from bot.understanding.wish import Wish

SORRY = "sorry"
# Where the likeliest meaning changes nothing it is answered, and what else may be meant stands beneath.
ANSWERED_FIRST = {
    "where_is_settings",
    "which_app",
    "recovery_codes",
    "setup_for_other",
    "group_practices",
    "what_is_2fa",
    "sign_in_help",
    "request_status",
}
TOLD_BESIDE = {"which_app", "where_is_settings", "what_is_2fa", "group_practices", "setup_for_other"}


def with_regret(step: Step, event: Said, facts: Facts) -> Step:
    """Sorry, once in a conversation, to somebody who was robbed, is worried or is angry; not beside another sorry."""
    wish = event.wish
    is_hurt = "stolen" in wish.statements or "worried" in wish.mood
    is_angry = "angry" in wish.mood and wish.tense != "question"
    if not (is_hurt or is_angry) or facts.memory.told(SORRY) or not step.says or step.asks:
        return step
    sorry = say(facts.language, "sorry.worried" if is_hurt else "sorry.angry")
    first, *rest = step.says
    if isinstance(step.state, HandedOver) or first.text.startswith(sorry[:7]):
        return step
    kind = replace(first, text=f"{sorry} {first.text}")
    return replace(step, says=(kind, *rest), memory=(step.memory or facts.memory).counting(SORRY))


def with_second(step: Step, event: Said, facts: Facts) -> Step:
    """The other thing that was asked in the same message: told at once or named, with a button."""
    wish = event.wish
    is_named = bool(wish.second) and wants.is_known(wish.second) and wish.second != wish.intent
    if is_named and not wish.move and step.says:
        return _both(step, wish.second, facts)
    return step


def guess(state: State, wish: Wish, facts: Facts) -> Step:
    """Not sure what is meant: answers first where that changes nothing, else asks back. Turning off is no guess."""
    meant = tuple(each for each in wish.alternatives if each != "disable_2fa" or wish.wants == "off")
    if not meant or meant[0] not in ANSWERED_FIRST:
        return wants.did_you_mean(state, facts, meant or ("out_of_scope",))
    step = wants.want(state, replace(wish, intent=meant[0], alternatives=()), facts)
    others = [each for each in meant[1:] if wants.is_known(each) and each not in wants.UNOFFERED][:2]
    if not others:
        return step
    choices = [button(facts, f"ask.{each}", f"intent:{each}") for each in others]
    beneath = asking(facts, "home.maybe", (*choices, person(facts, "unsure")))
    memory = replace(step.memory or facts.memory, asked_back=tuple(others))
    return replace(step, says=_before_the_question(step, beneath, facts), memory=memory)


def _both(step: Step, second: str, facts: Facts) -> Step:
    """A short answer is told beside the first; anything else gets its button."""
    if second in TOLD_BESIDE:
        told = wants.ASIDES[second](facts)[0].text
        beside = text(facts, "home.second_told", answer=told)
        return replace(step, says=_before_the_question(step, beside, facts))
    offer = answers.second_ask(facts, second)
    memory = replace(step.memory or facts.memory, second=second)
    return replace(step, says=(*step.says, offer), memory=memory)


def _before_the_question(step: Step, added: Message, facts: Facts) -> tuple[Message, ...]:
    """The open question stays the last thing that is read."""
    is_asking = bool(questions.reminder(step.state, facts)) and step.state != home.rest(facts)
    return (*step.says[:-1], added, step.says[-1]) if is_asking and step.says else (*step.says, added)

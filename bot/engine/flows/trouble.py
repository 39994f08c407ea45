"""When something does not work: the first complaint gets the likeliest idea, the second the next one, the third a person."""

from bot.engine.flows import hand_over
from bot.engine.types.facts import Facts, RefusalFacts
from bot.engine.types.messages import Choice, Message
from bot.engine.types.result import Step
from bot.engine.types.states import State
from bot.engine.words import say
from bot.engine.words.speech import (
    answer_with,
    article_link,
    button,
    person,
    recovery_token_link,
    settings_link,
    text,
)

IDEAS = 2  # ideas of our own; after them people help people


def code_rejected(state: State, facts: Facts) -> Step:
    """Named by the server's own record when there is one; else the likeliest cause first."""
    times, refusal = facts.memory.told("code_rejected"), facts.refusal
    if times >= IDEAS:
        return hand_over.at_once(state, facts, "code_rejected")
    if refusal is None:
        key = "code.idea_1" if times == 0 else "code.idea_2"
        says: tuple[Message, ...] = (answer_with(facts, key, _ways_on(facts)),)
    elif f"code.{refusal.kind}" not in facts.memory.advised or refusal.kind in {"too_many_tries", "locked"}:
        key, says = f"code.{refusal.kind}", _named(facts, refusal)
    else:
        key = "code.idea_2"
        says = (answer_with(facts, key, _ways_on(facts)),)
    return Step(state, says, memory=facts.memory.counting("code_rejected", key))


def scan_problem(state: State, facts: Facts) -> Step:
    """Light and distance; then the key by hand, which always works."""
    times = facts.memory.told("scan_problem")
    if times >= IDEAS:
        return hand_over.at_once(state, facts, "scan_problem")
    key = "scan.idea_1" if times == 0 else "scan.idea_2"
    says = (text(facts, key), article_link(facts, "step-2"))
    return Step(state, says, memory=facts.memory.counting("scan_problem", key))


def explained(facts: Facts, refusal: RefusalFacts) -> str:
    """What was wrong with the code; for a clock that is off also where a phone's clock is set."""
    if refusal.kind not in {"clock_ahead", "clock_behind"}:
        return refusal.sentence
    return "\n\n".join((refusal.sentence, say(facts.language, "code.clock")))


def recovery_codes(facts: Facts) -> tuple[Message, ...]:
    """How many are left comes first, then what they are and where new ones come from."""
    if facts.enrollment.state != "live":
        return (text(facts, "tokens.what"), article_link(facts, "recovery-tokens"))
    left = facts.enrollment.tokens_left
    key = "tokens.left_none" if left == 0 else "tokens.left_one" if left == 1 else "tokens.left"
    said = [say(facts.language, key, left=left)]
    if not facts.enrollment.tokens_acknowledged:
        said.append(say(facts.language, "tokens.not_saved"))
    count = " ".join(said)
    return (settings_link(facts, "tokens.where", ask_feedback=True, first=count),)


def _named(facts: Facts, refusal: RefusalFacts) -> tuple[Message, ...]:
    key = "code.last" if refusal.is_over else "code.last_and_wait"
    named = answer_with(facts, key, _ways_on(facts), sentence=explained(facts, refusal))
    if refusal.kind == "locked" and facts.who == "proven":
        return (recovery_token_link(facts, "code.use_token", ask_feedback=False), named)
    return (named,)


def _ways_on(facts: Facts) -> list[Choice]:
    """Back to a set-up that waits, another way in, a person who knows the kind of trouble."""
    refusal = facts.refusal
    choices = [person(facts, f"code_{refusal.kind}" if refusal else "code_rejected")]
    if facts.who != "visitor" and _phone_may_be_out_of_reach(facts):
        choices.insert(0, button(facts, "ask.lost_phone", "intent:lost_phone"))
    if facts.enrollment.qr_issued and facts.enrollment.state != "live":
        choices.insert(0, button(facts, "guide.resume", "guide.resume"))
    return choices


def _phone_may_be_out_of_reach(facts: Facts) -> bool:
    return facts.enrollment.state == "live" or facts.who == "proven"

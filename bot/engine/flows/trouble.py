"""When something does not work: a code is refused, the QR code will not scan, the tokens are needed."""

from bot.engine.types.facts import Facts, RefusalFacts
from bot.engine.types.messages import Choice, Message
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


def code_rejected(facts: Facts) -> tuple[Message, ...]:
    """Named by the server's own record when there is one; else the usual causes."""
    refusal = facts.refusal
    if refusal is None:
        read = article_link(facts, _place(facts), ask_feedback=False)
        return (text(facts, "code.usual"), read, answer_with(facts, "code.usual_then", _ways_on(facts)))
    key = "code.last" if refusal.is_over else "code.last_and_wait"
    named = answer_with(facts, key, _ways_on(facts), sentence=explained(facts, refusal))
    if refusal.kind == "locked" and facts.who == "proven":
        return (recovery_token_link(facts, "code.use_token", ask_feedback=False), named)
    return (named,)


def explained(facts: Facts, refusal: RefusalFacts) -> str:
    """What was wrong with the code; for a clock that is off also where a phone's clock is set."""
    if refusal.kind not in {"clock_ahead", "clock_behind"}:
        return refusal.sentence
    return "\n\n".join((refusal.sentence, say(facts.language, "code.clock")))


def scan_problem(facts: Facts) -> tuple[Message, ...]:
    """Light, size, distance; then the key by hand, which always works."""
    return (text(facts, "scan.tips"), article_link(facts, "step-2"))


def recovery_codes(facts: Facts) -> tuple[Message, ...]:
    """What they are, how many are left, where new ones come from."""
    if facts.enrollment.state != "live":
        return (text(facts, "tokens.what"), article_link(facts, "recovery-tokens"))
    left = facts.enrollment.tokens_left
    key = "tokens.left_none" if left == 0 else "tokens.left_one" if left == 1 else "tokens.left"
    says = [text(facts, "tokens.what"), text(facts, key, left=left)]
    if not facts.enrollment.tokens_acknowledged:
        says.append(text(facts, "tokens.not_saved"))
    return (*says, settings_link(facts, "tokens.where", ask_feedback=True))


def _ways_on(facts: Facts) -> list[Choice]:
    """Back to a set-up that waits, another way in, a person who knows the kind of trouble."""
    refusal = facts.refusal
    choices = [person(facts, f"code_{refusal.kind}" if refusal else "code_rejected")]
    if facts.who != "visitor" and _phone_may_be_out_of_reach(facts):
        choices.insert(0, button(facts, "ask.lost_phone", "intent:lost_phone"))
    if facts.enrollment.qr_issued and facts.enrollment.state != "live":
        choices.insert(0, button(facts, "guide.resume", "guide.resume"))
    return choices


def _place(facts: Facts) -> str:
    """Where the article speaks of this code: in the set-up or at sign-in."""
    return "step-3" if facts.enrollment.qr_issued else "signing-in"


def _phone_may_be_out_of_reach(facts: Facts) -> bool:
    return facts.enrollment.state == "live" or facts.who == "proven"

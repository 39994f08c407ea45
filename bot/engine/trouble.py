"""When something does not work: a code is refused, the QR code will not scan, the phone is gone."""

from typing import assert_never

from bot.engine import hand_over, home
from bot.engine.facts import Facts
from bot.engine.messages import Message
from bot.engine.result import Step
from bot.engine.speech import (
    answer,
    answer_with,
    article_link,
    asking,
    button,
    person,
    recovery_token_link,
    settings_link,
    text,
    ways_out,
)
from bot.engine.states import LostPhone


def code_rejected(facts: Facts) -> tuple[Message, ...]:
    """Named by the server's own record when there is one; else the three usual causes."""
    problem = f"code_{facts.refusal.kind}" if facts.refusal else "code_rejected"
    choices = [person(facts, problem)]
    if facts.who != "visitor" and _phone_may_be_out_of_reach(facts):
        choices.insert(0, button(facts, "ask.lost_phone", "intent:lost_phone"))
    if facts.refusal is None:
        return (answer_with(facts, "code.usual", choices),)
    key = "code.last" if facts.refusal.is_over else "code.last_and_wait"
    return (answer_with(facts, key, choices, sentence=facts.refusal.sentence),)


def scan_problem(facts: Facts) -> tuple[Message, ...]:
    """Light, size, distance; then the key by hand, which always works."""
    return (text(facts, "scan.tips"), article_link(facts, 2))


def lost_phone(facts: Facts) -> Step:
    """The phone is out of reach: a recovery token stands in for it, else a person must help."""
    if facts.who == "member" and facts.enrollment.state != "live":
        return home.what_else(facts, "lost.not_set_up")
    choices = (
        button(facts, "token.have", "token.have"),
        button(facts, "token.none", "token.none"),
        person(facts, "lost_phone"),
    )
    key = "lost.have_token_signed_in" if facts.who == "member" else "lost.have_token"
    return Step(LostPhone(), (asking(facts, key, choices),))


def has_token(facts: Facts) -> Step:
    """Where the token goes: never here, and not lost by trying."""
    match facts.who:
        case "member":
            says: tuple[Message, ...] = (settings_link(facts, "lost.move", ask_feedback=True),)
        case "proven":
            says = (recovery_token_link(facts),)
        case "visitor":
            says = (answer(facts, "lost.use_token"),)
        case _:
            assert_never(facts.who)
    return Step(home.rest(facts), says)


def has_no_token(facts: Facts) -> Step:
    """Only people can reset a second factor; says what that takes and offers them."""
    return hand_over.offer(facts, "lost.reset", "lost_phone_no_tokens")


def recovery_codes(facts: Facts) -> tuple[Message, ...]:
    """What they are, how many are left, where new ones come from."""
    if facts.enrollment.state != "live":
        return (answer(facts, "tokens.what"),)
    left = facts.enrollment.tokens_left
    key = "tokens.left_none" if left == 0 else "tokens.left_one" if left == 1 else "tokens.left"
    says = [text(facts, "tokens.what"), text(facts, key, left=left)]
    if not facts.enrollment.tokens_acknowledged:
        says.append(text(facts, "tokens.not_saved"))
    return (*says, settings_link(facts, "tokens.where", ask_feedback=True))


def lost_question(facts: Facts) -> tuple[Message, ...]:
    """The question again, after an aside."""
    choices = (
        button(facts, "token.have", "token.have"),
        button(facts, "token.none", "token.none"),
        *ways_out(facts, "lost_phone"),
    )
    return (asking(facts, "lost.again", choices),)


def _phone_may_be_out_of_reach(facts: Facts) -> bool:
    return facts.enrollment.state == "live" or facts.who == "proven"

"""The phone is out of reach: a recovery token stands in for it, else people reset the factor."""

from dataclasses import replace
from typing import assert_never

from bot.engine.flows import home, resets
from bot.engine.types.effects import HandOver
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Choice, Message
from bot.engine.types.result import Step
from bot.engine.types.states import Idle, LostPhone, TellReset
from bot.engine.words.speech import (
    answer,
    asking,
    button,
    person,
    recovery_token_link,
    settings_link,
    text,
    ways_out,
)
from bot.understanding.wish import Wish

PROBLEM = "lost_phone_no_tokens"
LOST = Wish("lost_phone")
NOT_SAID = "cannot say"  # as the team reads it
LONGEST = 200  # characters of one answer that reach the team's note
LONGEST_NAME = 150  # characters of a name inside a button's value
MOST_BUTTONS = 6


def ask(facts: Facts, wish: Wish = LOST) -> Step:
    """The first question: is there a token that is not used yet, or the old phone; not asked if it was told already."""
    if other := resets.asked(facts, wish):
        return other
    if facts.who == "member" and wish.whom == "person":
        step = _ask(facts, wish)
        return replace(step, says=(text(facts, "reset.only_yours"), *step.says))
    return _ask(facts, wish)


def _ask(facts: Facts, wish: Wish) -> Step:
    if facts.who == "member" and facts.enrollment.state != "live":
        return home.what_else(facts, "lost.not_set_up")
    if "no_tokens" in wish.statements and "old_phone_works" not in wish.statements:
        return has_no_token(facts, wish)
    if "has_token" in wish.statements or (facts.who == "member" and "old_phone_works" in wish.statements):
        return has_token(facts)
    key = "lost.have_token_signed_in" if facts.who == "member" else "lost.have_token"
    if "stolen" in wish.statements:
        key = f"{key}_stolen"
    return Step(LostPhone(), (asking(facts, key, (*_has_it_or_not(facts), person(facts, "lost_phone"))),))


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


def has_no_token(facts: Facts, wish: Wish = LOST) -> Step:
    """Only people can reset a factor: filed here for somebody whose password is proven.

    For a person nobody knows, what the team must know is asked now, so that they need not ask for it later.
    """
    if facts.who != "visitor":
        return resets.mine(facts, wish)
    known = facts.practices[0].name if len(facts.practices) == 1 else ""
    step = _next(TellReset(practice=known), facts)
    return Step(step.state, (text(facts, "lost.reset"), *step.says), step.asks)


def question(state: TellReset, facts: Facts) -> Message:
    """The question that is open: the practice, who can vouch, or when to call. Never anything secret."""
    if not state.practice:
        return asking(facts, "reset.practice", (*_practices(facts), *ways_out(facts, PROBLEM)))
    nobody = button(facts, "reset.skip", "reset.skip")
    if not state.voucher:
        return asking(facts, "reset.voucher", (*_vouchers(state, facts), nobody, *ways_out(facts, PROBLEM)))
    return asking(facts, "reset.reachable", (nobody, *ways_out(facts, PROBLEM)), practice=state.practice)


def told(state: TellReset, typed: str, wish: Wish, facts: Facts) -> Step:
    """An answer in the person's own words, masked before it came here."""
    words = " ".join(typed.split())[:LONGEST]
    if not state.practice:
        practice = facts.practice(wish.practices[0]) if wish.practices else None
        return _next(TellReset(practice.name if practice else words), facts)
    return given(state, words, facts)


def practice_given(state: TellReset, practice_id: str, facts: Facts) -> Step:
    """A practice of theirs, pressed."""
    practice = facts.practice(practice_id)
    if practice is None or state.practice:
        return _next(state, facts)
    return _next(TellReset(practice.name), facts)


def given(state: TellReset, value: str, facts: Facts) -> Step:
    """An answer to the open question, and the next one; after the last the team takes over."""
    if not state.practice:
        return _next(TellReset(value), facts)
    if not state.voucher:
        return _next(TellReset(state.practice, value), facts)
    return Step(state, asks=(HandOver(state.name, PROBLEM, _note(state, value, facts)),))


def skipped(state: TellReset, facts: Facts) -> Step:
    """What the person cannot say; only the practice has to be named, because without it there is no one to call."""
    return given(state, NOT_SAID, facts) if state.practice else _next(state, facts)


def not_me(facts: Facts) -> Step:
    """Someone else may be trying to take over the account: to a person at once, with what can be done until then."""
    key = "lost.not_me" if facts.who == "member" else "lost.not_me_unknown"
    note = f"Says that a reset was not asked for by them. {_signed_in(facts)}"
    return Step(Idle(), (text(facts, key),), (HandOver("lost_phone", "reset_not_me", note),))


def reminder(facts: Facts) -> tuple[Message, ...]:
    """The first question again, after an aside."""
    key = "lost.again_signed_in" if facts.who == "member" else "lost.again"
    return (asking(facts, key, (*_has_it_or_not(facts), *ways_out(facts, "lost_phone"))),)


def _has_it_or_not(facts: Facts) -> tuple[Choice, Choice]:
    """A person who is signed in may use the old phone as well."""
    if facts.who == "member":
        have, none = (
            button(facts, "token.have_of_two", "token.have"),
            button(facts, "token.none_of_two", "token.none"),
        )
    else:
        have, none = button(facts, "token.have", "token.have"), button(facts, "token.none", "token.none")
    return have, none


def _next(state: TellReset, facts: Facts) -> Step:
    return Step(state, (question(state, facts),))


def _practices(facts: Facts) -> list[Choice]:
    return [Choice(each.name, f"reset.practice:{each.id}") for each in facts.practices[:MOST_BUTTONS]]


def _vouchers(state: TellReset, facts: Facts) -> list[Choice]:
    """The site admins of that practice; the person who asks cannot vouch for themself."""
    admins = [
        name for practice in facts.practices if practice.name == state.practice for name in practice.admins
    ]
    others = [name for name in admins if facts.first_name not in name.split()]
    return [Choice(name, f"reset.answer:{name[:LONGEST_NAME]}") for name in others[:MOST_BUTTONS]]


def _note(state: TellReset, reachable: str, facts: Facts) -> str:
    """For the team, in their language. What was typed is a claim, not a fact."""
    return (
        f"Needs a reset: no phone and no recovery token. {_signed_in(facts)}\n"
        f"Practice, as told: {state.practice}\n"
        f"Who can vouch, as told: {state.voucher}\n"
        f"When to call, as told: {reachable}\n"
        "Call the practice's number on file, never one from this chat."
    )


def _signed_in(facts: Facts) -> str:
    return {
        "member": "Signed in to the account.",
        "proven": "Gave the right password, no second factor.",
        "visitor": "Not signed in: nothing about the person is known.",
    }[facts.who]

"""A reset of a lost factor: asked for here, for oneself or for a colleague; decided by two people of the team.

Nothing is believed because it was said: who asks is known from the channel, and core looks again before it files.
"""

from dataclasses import replace

from bot.engine.flows import home
from bot.engine.types.effects import FileReset, FreezeReset, WithdrawReset
from bot.engine.types.facts import ColleagueFacts, Facts, ResetFacts
from bot.engine.types.messages import Choice, Message
from bot.engine.types.result import Step
from bot.engine.types.states import ConfirmReset, ConfirmResetWithdrawal, ResetForGood, ResetForWhom
from bot.engine.words import say
from bot.engine.words.speech import asking, button, text, ways_out
from bot.understanding.wish import Wish

PROBLEM = "lost_phone_no_tokens"
MOST_NAMES = 8  # of people with the same name, as buttons
LONGEST_ID = 24


def asked(facts: Facts, wish: Wish) -> Step | None:
    """What a word about a lost phone comes to, if it is about a colleague or about a reset that there is already."""
    if facts.who == "visitor":
        return None
    if facts.administered and (wish.person or wish.whom == "person"):
        return for_colleague(facts, wish)
    own = facts.own_reset
    if own is None:
        return None
    if "found_phone" in wish.statements and own.is_open:
        return found(facts, own.id)
    is_news = wish.tense == "question" and "about_reset" in wish.statements
    waits_for_set_up = own.state == "done" and facts.enrollment.state != "live"
    return status(facts, own) if own.is_open or is_news or waits_for_set_up else None


def for_colleague(facts: Facts, wish: Wish) -> Step:
    """A person by name among those this admin leads; of several with that name the right one is asked for."""
    named = _alike(facts, wish.person)
    known = [each for each in facts.resets if each.is_open and each.person_id in {one.id for one in named}]
    if len(known) == 1 and wish.tense == "question":
        return status(facts, known[0])
    if len(named) == 1:
        return for_person(facts, named[0].id)
    return Step(ResetForWhom(), (whom(facts, named),))


def for_person(facts: Facts, person_id: str) -> Step:
    """The confirmation for this colleague, or where their reset stands; nobody else is named here."""
    colleague = next((each for each in facts.led if each.id == person_id), None)
    if colleague is None:
        return Step(ResetForWhom(), (asking(facts, "reset.nobody", ways_out(facts, PROBLEM)),))
    known = next((each for each in facts.resets if each.person_id == person_id and each.is_open), None)
    return status(facts, known) if known else confirm(facts, person_id)


def whom(facts: Facts, named: tuple[ColleagueFacts, ...] = ()) -> Message:
    """Which colleague is meant."""
    choices = [Choice(each.name, f"reset.for:{each.id}") for each in _told_apart(named)[:MOST_NAMES]]
    key = "reset.which_person" if choices else "reset.whom"
    return asking(
        facts, key, (*choices, button(facts, "reset.mine", "reset.mine"), *ways_out(facts, PROBLEM))
    )


def mine(facts: Facts, wish: Wish) -> Step:
    """The one short question about a phone of one's own; not asked of somebody whose phone was stolen."""
    if "stolen" in wish.statements:
        return confirm(facts)
    return Step(ResetForGood(), (for_good(facts),))


def for_good(facts: Facts) -> Message:
    """Whether the phone comes back; then nothing has to change."""
    choices = (button(facts, "reset.gone", "reset.gone"), button(facts, "reset.wait", "reset.wait"))
    return asking(facts, "reset.for_good", (*choices, *ways_out(facts, PROBLEM)))


def wait(facts: Facts) -> Step:
    """The phone comes back: the factor stays as it is. Who cannot wait may still ask."""
    choices = (button(facts, "reset.anyway", "reset.gone"), *ways_out(facts, PROBLEM))
    return Step(home.rest(facts), (asking(facts, "reset.waiting_is_best", choices),))


def confirm(facts: Facts, person_id: str = "") -> Step:
    """Everything that will happen, and the one question that files it."""
    return Step(ConfirmReset(person_id), confirmation(facts, person_id))


def confirmation(facts: Facts, person_id: str) -> tuple[Message, ...]:
    """The wish in full, with what it brings; nothing is filed without a yes to it."""
    choices = (
        button(facts, "send_request", f"reset.send:{person_id}"),
        button(facts, "send_not_now", f"reset.not_now:{person_id}"),
    )
    if not person_id:
        return (text(facts, "reset.what_happens"), asking(facts, "reset.confirm", choices))
    name = next((each.name for each in facts.led if each.id == person_id), "")
    if not name:
        return (asking(facts, "home.gone", ways_out(facts)),)
    told = text(facts, "reset.what_happens_other", name=name)
    return (told, asking(facts, "reset.confirm_other", choices, name=name))


def send(state: ConfirmReset, facts: Facts) -> Step:
    """Only ever reached by a yes to the confirmation."""
    return Step(home.rest(facts), asks=(FileReset(state.person_id, _note(state, facts)),))


def status(facts: Facts, reset: ResetFacts) -> Step:
    """Where the reset stands, with what can be done about it now."""
    key, about = ("reset.status_other", reset.person) if reset.person_id else ("reset.status", "")
    standing = standing_words(facts, reset.state, reset.due)
    choices = (*acts(facts, reset), *ways_out(facts, PROBLEM))
    return Step(home.rest(facts), (asking(facts, key, choices, standing=standing, name=about),))


def standing_words(facts: Facts, state: str, due: str) -> str:
    """One sentence for a state."""
    return say(facts.language, f"reset.standing_{state}", due=due or after_waiting(facts))


def after_waiting(facts: Facts) -> str:
    """When it happens, where the hour is not known."""
    return say(facts.language, "reset.after_waiting")


def acts(facts: Facts, reset: ResetFacts) -> tuple[Choice, ...]:
    """Taking it back, for those who may, and stopping it, at every age of the message; none once it is over."""
    if not reset.is_open:
        return ()
    label = "reset.take_back" if reset.person_id else "reset.found"
    back = (button(facts, label, f"reset.found:{reset.id}"),) if reset.mine else ()
    return (*back, not_me_button(facts, reset.id, of_another=bool(reset.person_id)))


def not_me_button(facts: Facts, reset_id: str, *, of_another: bool) -> Choice:
    """The button that stops it. It stays in the chat, because a thief acts at night and its owner reads in the morning."""
    label = "reset.not_right" if of_another else "reset.not_me"
    return replace(button(facts, label, f"reset.not_me:{reset_id}"), stays=True)


def found(facts: Facts, reset_id: str) -> Step:
    """The phone was found: asked once, because an approved reset is lost with it."""
    reset = facts.reset(reset_id)
    if reset is None or not reset.is_open or not reset.mine:
        return home.what_else(facts, "reset.unknown")
    return Step(ConfirmResetWithdrawal(reset_id), (withdrawal(facts, reset),))


def withdrawal(facts: Facts, reset: ResetFacts) -> Message:
    """Names what is taken back."""
    choices = (
        button(facts, "reset.withdraw", f"reset.take_back:{reset.id}"),
        button(facts, "keep_request", f"reset.keep:{reset.id}"),
    )
    key = "reset.confirm_withdrawal_other" if reset.person_id else "reset.confirm_withdrawal"
    return asking(facts, key, choices, name=reset.person)


def take_back(reset_id: str, facts: Facts) -> Step:
    """Only ever reached by a yes to that question."""
    return Step(home.rest(facts), asks=(WithdrawReset(reset_id),))


def stop(facts: Facts, reset_id: str) -> tuple[FreezeReset, ...]:
    """What stops it; core looks who presses at that moment."""
    return (FreezeReset(reset_id),) if facts.who != "visitor" and 0 < len(reset_id) <= LONGEST_ID else ()


def _alike(facts: Facts, name: str) -> tuple[ColleagueFacts, ...]:
    """Those who share a first or last name with the one that was read: "Dana" may be either of two."""
    parts = name.casefold().split()
    ends = {parts[0], parts[-1]} if parts else set()
    return tuple(each for each in facts.led if ends & _ends(each.name))


def _ends(name: str) -> set[str]:
    parts = name.casefold().split()
    return {parts[0], parts[-1]} if parts else set()


def _told_apart(named: tuple[ColleagueFacts, ...]) -> tuple[ColleagueFacts, ...]:
    """Two people of one name get numbers, because buttons have to differ."""
    names = [each.name for each in named]
    return tuple(
        replace(each, name=f"{each.name} ({names[: at + 1].count(each.name)})")
        if names.count(each.name) > 1
        else each
        for at, each in enumerate(named)
    )


def _note(state: ConfirmReset, facts: Facts) -> str:
    """For the team, in their language. What was told is a claim, not a fact."""
    told = (
        "A site admin told the chat that a colleague has lost the phone."
        if state.person_id
        else "Told the chat: the phone is lost, and no recovery token is left."
    )
    proof = (
        "Signed in to the account." if facts.who == "member" else "Gave the right password, no second factor."
    )
    return f"{told} {proof} Call the number on file, never one from a chat."

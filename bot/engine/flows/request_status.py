"""What became of a request, and taking one back."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.flows import home, requests
from bot.engine.types.effects import WithdrawRequest
from bot.engine.types.facts import Facts, PracticeFacts, RequestFacts
from bot.engine.types.messages import Choice, Message
from bot.engine.types.result import Step
from bot.engine.types.states import ChoosePractice, ConfirmWithdraw, Idle
from bot.engine.words import say
from bot.engine.words.speech import asking, button, listed, text
from bot.understanding.wish import Wish

AT_ONCE = 4  # practices told of in one answer
MOST_NAMES = 12
ANY = Wish("request_status")


def status(facts: Facts, wish: Wish = ANY) -> tuple[Message, ...]:
    """Where each practice of this person stands, with the next thing to do."""
    if facts.who != "member":
        return (text(facts, "request.sign_in_first"),)
    if not facts.practices:
        return (text(facts, "status.no_practice"),)
    meant = (requests.meant(facts, wish) or facts.practices)[:AT_ONCE]
    lines = [say(facts.language, "status.line", practice=p.name, standing=_standing(facts, p)) for p in meant]
    lines[0] = f"{say(facts.language, _in_a_word(meant))} {lines[0]}"
    choices = (*_next(facts, meant), button(facts, "person", "person:request_status"))
    return (*_not_theirs(facts, wish), asking(facts, "status.all", choices, lines="\n\n".join(lines)))


def _in_a_word(practices: Sequence[PracticeFacts]) -> str:
    """Yes, not yet, or not everywhere yet: the asked fact comes first."""
    on = [bool(practice.activated_on) for practice in practices]
    return "status.yes" if all(on) else "status.part" if any(on) else "status.no"


def withdraw(facts: Facts, wish: Wish = ANY) -> Step:
    """Finds the open request that is meant and asks before taking it back."""
    if facts.who != "member":
        return home.what_else(facts, "request.sign_in_first")
    asked = [practice for practice in facts.administered if practice.open_request]
    named = set(requests.meant(facts, wish))
    meant = [each for each in asked if each in named] or asked
    if not meant:
        return home.what_else(facts, "withdraw.none")
    if len(meant) > 1:
        step = Step(ChoosePractice("withdraw"), (requests.which(facts, "withdraw.which", meant),))
    else:
        step = withdraw_from(facts, meant[0])
    return replace(step, says=(*_not_theirs(facts, wish), *step.says))


def withdraw_from(facts: Facts, practice: PracticeFacts) -> Step:
    """The confirmation, or the word that there is nothing to take back."""
    request = practice.open_request
    if request is None or not practice.is_admin:
        return home.what_else(facts, "withdraw.none")
    if not request.mine:
        return home.what_else(facts, "withdraw.not_yours", practice=practice.name, name=request.asked_by)
    return Step(ConfirmWithdraw(request.id), (withdrawal(facts, practice, request),))


def withdrawal(facts: Facts, practice: PracticeFacts, request: RequestFacts) -> Message:
    """Names what is taken back."""
    choices = (
        button(facts, "withdraw", f"withdraw.send:{request.id}"),
        button(facts, "keep_request", f"withdraw.keep:{request.id}"),
    )
    return asking(facts, "withdraw.confirm", choices, practice=practice.name, asked_on=request.asked_on)


def take_back(request_id: str) -> Step:
    """Only ever reached by a yes to the confirmation."""
    return Step(Idle(), asks=(WithdrawRequest(request_id),))


def _not_theirs(facts: Facts, wish: Wish) -> tuple[Message, ...]:
    """What follows is about their own practices; about another that was named there is not a word."""
    return (text(facts, "request.only_where_you_work"),) if wish.elsewhere else ()


def _standing(facts: Facts, practice: PracticeFacts) -> str:
    if practice.activated_on:
        key = "status.on_count" if practice.is_admin else "status.on"
        values = {"since": practice.activated_on, "set_up": practice.set_up, "members": practice.members}
        said = say(facts.language, key, **values)
        if not practice.is_admin or not practice.missing:
            return said
        names = listed(facts, practice.missing[:MOST_NAMES])
        return f"{said} {say(facts.language, 'status.missing', names=names)}"
    request = practice.request
    if request is None:
        key = "status.not_asked" if practice.is_admin else _unasked_key(practice)
        return say(facts.language, key, names=listed(facts, practice.admins))
    return say(
        facts.language,
        f"status.{request.state if practice.is_admin else _for_members(request.state)}",
        name=request.asked_by,
        asked_on=request.asked_on,
        reason=request.reason,
        question=request.question,
    )


def _for_members(state: str) -> str:
    """What the staff ask and why they decline is told to admins only."""
    return {"more_information": "pending", "declined": "declined_for_members"}.get(state, state)


def _unasked_key(practice: PracticeFacts) -> str:
    return "status.not_asked_member" if practice.admins else "status.not_asked_no_admin"


def _next(facts: Facts, practices: Sequence[PracticeFacts]) -> list[Choice]:
    """What this person can do now about these practices."""
    mine = [practice for practice in practices if practice.is_admin and not practice.activated_on]
    requests_open = [p.open_request for p in mine if p.open_request]
    choices = [
        button(facts, "answer", f"answer.begin:{request.id}")
        for request in requests_open
        if request.state == "more_information"
    ]
    if len(requests_open) < len(mine):
        choices.append(button(facts, "ask.request_activation", "intent:request_activation"))
    if requests_open:
        choices.append(button(facts, "ask.cancel_request", "intent:cancel_request"))
    if facts.may_set_up and facts.enrollment.state != "live":
        choices.append(button(facts, "guide.begin", "guide.begin"))
    return choices

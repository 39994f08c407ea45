"""Asking for a practice to be activated: who may, for which practice, whom it touches, and one confirmation."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.flows import home
from bot.engine.types.effects import FileRequest
from bot.engine.types.facts import Facts, PracticeFacts
from bot.engine.types.messages import Choice, Choices, Message
from bot.engine.types.result import Step
from bot.engine.types.states import ChoosePractice, ConfirmRequest, Idle, Offered
from bot.engine.words import say
from bot.engine.words.speech import asking, button, listed, text, ways_out
from bot.understanding.wish import Wish

AS_BUTTONS = 8  # a longer list is typed, not pressed
TWO = 2
NOTHING_NAMED = Wish("request_activation")


def ask(facts: Facts, wish: Wish = NOTHING_NAMED) -> Step:
    """What the person may do comes from the facts, never from the text: no admin, no request."""
    if facts.who != "member":
        return home.what_else(facts, "request.sign_in_first")
    named = meant(facts, wish)
    step = _asked(facts, named or facts.practices, is_all=wish.all_practices or len(named) > 1)
    says = (*not_theirs(facts, wish), *_of_others(facts, named), *step.says)
    return replace(step, says=says)


def meant(facts: Facts, wish: Wish) -> tuple[PracticeFacts, ...]:
    """The practices a wish is about: those affirmed; all but those left out; none when none was named."""
    if wish.practices:
        return tuple(
            each for each in facts.practices if each.id in wish.practices and each.id not in wish.excluded
        )
    if wish.all_practices or wish.excluded:
        return tuple(each for each in facts.practices if each.id not in wish.excluded)
    return ()


def not_theirs(facts: Facts, wish: Wish) -> tuple[Message, ...]:
    """What is said first when another practice was named: whom this person can speak for, and nothing about that one."""
    if not wish.elsewhere:
        return ()
    names = [practice.name for practice in facts.administered]
    if not names:
        return (text(facts, "request.only_where_you_work"),)
    more = len(names) - AS_BUTTONS
    shown = [*names[:AS_BUTTONS], say(facts.language, "request.more", more=more)] if more > 0 else names
    return (text(facts, "request.only_yours", practices=listed(facts, shown)),)


def confirm(facts: Facts, practice_ids: Sequence[str]) -> Step:
    """One confirmation for one practice or several; each that cannot be asked for is left out."""
    found = [facts.practice(each) for each in dict.fromkeys(practice_ids)]
    fresh = [
        each for each in found if each and each.is_admin and not each.activated_on and not _has_asked(each)
    ]
    if not fresh:
        return ask(facts)
    if len(fresh) == 1:
        return about(facts, fresh[0])
    first, *rest = fresh
    state = ConfirmRequest(first.id, tuple(each.id for each in rest))
    return Step(state, (_confirmation_of_all(facts, fresh),))


def other(state: ChoosePractice | ConfirmRequest, facts: Facts) -> Step | None:
    """The other one, where there are exactly two to choose from."""
    waiting = [each for each in facts.administered if not each.activated_on]
    if not isinstance(state, ConfirmRequest) or len(waiting) != TWO:
        return None
    return next((about(facts, each) for each in waiting if each.id not in state.practice_ids), None)


def _asked(facts: Facts, meant: Sequence[PracticeFacts], *, is_all: bool = False) -> Step:
    mine = [practice for practice in meant if practice.is_admin]
    if not mine:
        return _ask_your_admin(facts, meant)
    waiting = [practice for practice in mine if not practice.activated_on]
    if not waiting:
        return already_on(facts, mine)
    fresh = [practice for practice in waiting if not _has_asked(practice)] or waiting
    if len(fresh) > 1:
        return confirm(facts, [each.id for each in fresh]) if is_all else _choose(facts, fresh)
    return about(facts, fresh[0])


def _choose(facts: Facts, practices: Sequence[PracticeFacts]) -> Step:
    return Step(ChoosePractice("request"), (which(facts, "request.which", practices),))


def _of_others(facts: Facts, meant: Sequence[PracticeFacts]) -> tuple[Message, ...]:
    """Of several that were named: who leads those in which this person is no admin."""
    if not any(practice.is_admin for practice in meant):
        return ()
    others = [practice for practice in meant if not practice.is_admin and not practice.activated_on]
    return tuple(admins_of(facts, practice) for practice in others)


def about(facts: Facts, practice: PracticeFacts) -> Step:
    """The next thing for this practice: confirm a new request, join one, or see one's own."""
    if not practice.is_admin:
        return _ask_your_admin(facts, [practice])
    if practice.activated_on:
        return already_on(facts, [practice])
    if _has_asked(practice):
        return already_asked(facts, practice)
    return Step(ConfirmRequest(practice.id), (confirmation(facts, practice),))


def confirmation(facts: Facts, practice: PracticeFacts) -> Choices:
    """Names the practice and whom it touches before anything is sent."""
    sentences = [_opening(facts, practice), *_whom(facts, practice), say(facts.language, "request.shall_i")]
    return Choices("\n\n".join(sentences), _yes_or_no(facts, [practice]))


def reminder(facts: Facts, practices: Sequence[PracticeFacts]) -> Choices:
    """The confirmation once more after an aside, in one line."""
    names = listed(facts, [practice.name for practice in practices])
    return asking(facts, "request.back", _yes_or_no(facts, practices), practice=names)


def send(practice_ids: Sequence[str]) -> Step:
    """Only ever reached by a yes to the confirmation; each practice is a request of its own."""
    return Step(Idle(), asks=tuple(FileRequest(each) for each in practice_ids))


def _confirmation_of_all(facts: Facts, practices: Sequence[PracticeFacts]) -> Choices:
    names = listed(facts, [practice.name for practice in practices])
    lines = [say(facts.language, "request.people_at", practice=p.name, members=p.members) for p in practices]
    opening = say(facts.language, "request.confirm_all", practices=names)
    body = "\n\n".join([opening, "\n".join(lines), say(facts.language, "request.shall_i")])
    return Choices(body, _yes_or_no(facts, practices))


def not_sent(facts: Facts) -> Step:
    """Nothing was sent, and the person reads so."""
    return home.what_else(facts, "request.not_sent")


def which(facts: Facts, key: str, practices: Sequence[PracticeFacts]) -> Message:
    """Practices as buttons; of very many, the name is typed."""
    buttons = [Choice(p.name, f"practice:{p.id}") for p in practices[:AS_BUTTONS]]
    return asking(facts, key, (*buttons, *ways_out(facts)))


def already_asked(facts: Facts, practice: PracticeFacts) -> Step:
    """One request is enough; says so, and how to take it back."""
    asked_on = practice.request.asked_on if practice.request else ""
    choices = (
        button(facts, "ask.cancel_request", "intent:cancel_request"),
        *ways_out(facts, "request_waits"),
    )
    question = asking(facts, "request.already_asked", choices, practice=practice.name, asked_on=asked_on)
    return Step(home.rest(facts), (question,))


def already_on(facts: Facts, practices: Sequence[PracticeFacts]) -> Step:
    """Nothing to ask for; the person may want to set it up for themself."""
    names = listed(facts, [practice.name for practice in practices])
    key = "request.already_on" if len(practices) == 1 else "request.already_on_many"
    if facts.enrollment.state == "live":
        return home.what_else(facts, key, practices=names, since=practices[0].activated_on)
    said = text(facts, key, practices=names, since=practices[0].activated_on)
    return Step(Offered("start_setup"), (said, offer_guide(facts)))


def offer_guide(facts: Facts) -> Choices:
    """The set-up, offered and not begun."""
    choices = (button(facts, "guide.begin", "guide.begin"), button(facts, "not_now", "guide.later"))
    return asking(facts, "guide.offer", choices)


def _has_asked(practice: PracticeFacts) -> bool:
    return practice.open_request is not None and practice.open_request.mine


def _ask_your_admin(facts: Facts, meant: Sequence[PracticeFacts]) -> Step:
    """Kind, with names: the article says that only a customer admin asks for this."""
    waiting = [practice for practice in meant if not practice.activated_on]
    if not waiting and meant:
        return already_on(facts, meant)
    says = [text(facts, "request.not_admin"), *(admins_of(facts, practice) for practice in waiting)]
    if facts.may_set_up and facts.enrollment.state != "live":
        return Step(Offered("start_setup"), (*says, offer_guide(facts)))
    return Step(home.rest(facts), tuple(says))


def admins_of(facts: Facts, practice: PracticeFacts) -> Message:
    """Whom to ask in this practice; the sentence that someone has asked already, if so."""
    if practice.open_request:
        request = practice.open_request
        values = {"practice": practice.name, "name": request.asked_by, "asked_on": request.asked_on}
        return text(facts, "request.somebody_asked", **values)
    if not practice.admins:
        return text(facts, "request.no_admin", practice=practice.name)
    key = "request.admin" if len(practice.admins) == 1 else "request.admins"
    return text(facts, key, practice=practice.name, names=listed(facts, practice.admins))


def _yes_or_no(facts: Facts, practices: Sequence[PracticeFacts]) -> tuple[Choice, ...]:
    """The buttons are good for these practices only."""
    asked = ",".join(practice.id for practice in practices)
    return (
        button(facts, "send_request", f"request.send:{asked}"),
        button(facts, "send_not_now", f"request.not_now:{asked}"),
    )


def _opening(facts: Facts, practice: PracticeFacts) -> str:
    request = practice.open_request
    if request is None:
        return say(facts.language, "request.confirm", practice=practice.name)
    values = {"name": request.asked_by, "asked_on": request.asked_on}
    return say(facts.language, "request.confirm_join", practice=practice.name, **values)


def people(facts: Facts, practice: PracticeFacts) -> dict[str, object]:
    """How many people work there, and their names as far as a glance can hold them."""
    more = practice.members - len(practice.member_names)
    rest = [say(facts.language, "request.more", more=more)] if more else []
    return {"members": practice.members, "names": listed(facts, [*practice.member_names, *rest])}


def _whom(facts: Facts, practice: PracticeFacts) -> list[str]:
    """Whom it touches, and how many of them also work elsewhere."""
    key = "request.touches_one" if practice.members == 1 else "request.touches"
    sentences = [say(facts.language, key, **people(facts, practice))]
    if practice.shared:
        key = "request.shared_one" if practice.shared == 1 else "request.shared"
        sentences.append(say(facts.language, key, shared=practice.shared))
    return sentences

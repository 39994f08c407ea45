"""What a site admin asks about their people: who has set it up, who has not, and reminding those."""

from bot.engine.types.facts import Facts, PracticeFacts
from bot.engine.types.messages import Message
from bot.engine.words.speech import asking, button, listed, page_link, person, text
from bot.understanding.wish import Wish

ABOUT_PEOPLE = {"who_has_not", "remind"}
MOST_NAMES = 12


def asked(facts: Facts, wish: Wish) -> tuple[Message, ...]:
    """The names for admins, the reason for everybody else; nothing when the wish is not about people."""
    if wish.question.removeprefix("q.") not in ABOUT_PEOPLE and not wish.person:
        return ()
    on = [each for each in facts.administered if each.activated_on]
    if facts.who != "member" or not facts.administered:
        return (text(facts, "q.cannot_see_others"),)
    if not on:
        ask = button(facts, "ask.request_activation", "intent:request_activation")
        return (asking(facts, "people.not_on", (ask, person(facts, "request_status"))),)
    if wish.person:
        return tuple(_one(facts, each, wish.person) for each in on[:1])
    pages = tuple(_page(facts, each) for each in on if each.missing)
    return (*pages, *(_missing(facts, each) for each in on))


def _missing(facts: Facts, practice: PracticeFacts) -> Message:
    if not practice.missing:
        return text(facts, "people.everybody", practice=practice.name, members=practice.members)
    names = listed(facts, practice.missing[:MOST_NAMES])
    choices = (button(facts, "remind", f"people.remind:{practice.id}"), person(facts, "request_status"))
    values = {
        "practice": practice.name,
        "set_up": practice.set_up,
        "members": practice.members,
        "names": names,
    }
    return asking(facts, "people.missing", choices, **values)


def _page(facts: Facts, practice: PracticeFacts) -> Message:
    """Where the same names stand with the step that each one is at."""
    return page_link(facts, "people.page", "team", f"/team/{practice.id}", practice=practice.name)


def _one(facts: Facts, practice: PracticeFacts, name: str) -> Message:
    """One colleague by the name that was typed; a name we do not know is not confirmed."""
    first = name.casefold().split()[0]
    missing = [each for each in practice.missing if first in each.casefold()]
    known = [each for each in practice.member_names if first in each.casefold()]
    if missing:
        return text(facts, "people.one_not", name=missing[0])
    return text(facts, "people.one_has", name=known[0]) if known else _missing(facts, practice)

"""What is not ours: each kind has its own answer, which repeats what was asked."""

from bot.engine.flows import hand_over, home
from bot.engine.types.facts import Facts
from bot.engine.types.messages import Message
from bot.engine.types.result import Step
from bot.engine.types.states import State
from bot.engine.words.speech import asking, listed, page_link, person, text
from bot.understanding.wish import Wish

FORGOTTEN = "/password/forgotten"


def answer(facts: Facts, wish: Wish) -> tuple[Message, ...]:
    """One short answer with the way that does help."""
    match wish.foreign:
        case "password":
            return (page_link(facts, "foreign.password", "forgotten_password", FORGOTTEN),)
        case "role":
            return _role(facts)
        case "patient":
            return (asking(facts, "foreign.patient", (person(facts, "out_of_scope"),)),)
        case "emoji":
            return (asking(facts, "foreign.emoji", (*home.likely(facts, 2), person(facts))),)
        case "language_en" | "language_es":
            return (text(facts, "foreign.language"),)
        case _:
            key = "foreign.other" if wish.heard else "home.out_of_scope"
            return (asking(facts, key, (person(facts, "out_of_scope"),), heard=wish.heard),)


def practice_admin(state: State, facts: Facts) -> Step:
    """Accounts, roles and access of a practice: the team does that, so they are asked to come."""
    return hand_over.ask(state, facts, "practice_admin")


def _role(facts: Facts) -> tuple[Message, ...]:
    """The role on record, by practice; what a person says about themself changes nothing."""
    if facts.who != "member":
        return (text(facts, "foreign.role_unknown"),)
    admin = [practice.name for practice in facts.practices if practice.is_admin]
    member = [practice for practice in facts.practices if not practice.is_admin]
    says: list[Message] = []
    if admin:
        says.append(text(facts, "foreign.role_admin", practices=listed(facts, admin)))
    for practice in member:
        names = listed(facts, practice.admins) if practice.admins else "ThoroughCare"
        says.append(text(facts, "foreign.role_member", practice=practice.name, names=names))
    return tuple(says)

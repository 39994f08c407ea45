"""What a text does to an open question about practices: name one, leave one out, add one, take them all."""

from typing import assert_never

from bot.engine.flows import questions, request_status, requests
from bot.engine.types.facts import Facts
from bot.engine.types.result import Step
from bot.engine.types.states import ChoosePractice, ConfirmRequest
from bot.understanding.wish import Wish

NAMES_MORE = {
    "affirm",
    "deny",
    "request_activation",
    "out_of_scope",
    "group_practices",
}  # what a bare name is read as


def chosen(state: ChoosePractice, wish: Wish, facts: Facts) -> Step | None:
    """The practice that was asked for; of several each is named in one confirmation."""
    meant = requests.meant(facts, wish)
    if len(meant) == 1 and not wish.all_practices:
        return practice_chosen(state, meant[0].id, facts)
    if meant and state.purpose == "request":
        return requests.ask(facts, wish)
    if meant or state.purpose == "withdraw" or not _may_name(wish) or not wish.elsewhere:
        return None
    return Step(state, (*requests.not_theirs(facts, wish), *questions.reminder(state, facts)))


def meant_another(state: ConfirmRequest, wish: Wish, facts: Facts) -> Step | None:
    """A yes for Hilltop to the question about Lakeside sends nothing: the practice that is meant is confirmed first."""
    asked = state.practice_ids
    if not (wish.move or wish.also or _may_name(wish)):
        return None
    meant = {each.id for each in requests.meant(facts, wish)}
    if wish.also and meant - set(asked):
        return requests.confirm(facts, (*asked, *sorted(meant - set(asked))))
    if wish.all_practices or set(asked) & set(wish.excluded) or (meant and not meant & set(asked)):
        return requests.ask(facts, wish)
    if meant and (meant < set(asked) or (meant <= set(asked) and wish.move != "yes")):
        return requests.confirm(facts, tuple(each for each in asked if each in meant))
    if wish.elsewhere and _may_name(wish):
        return Step(state, (*requests.not_theirs(facts, wish), *questions.reminder(state, facts)))
    return None


def practice_chosen(state: ChoosePractice, practice_id: str, facts: Facts) -> Step:
    """The practice that a request or a withdrawal is about; core asks for the role again before it acts."""
    practice = facts.practice(practice_id)
    if practice is None:
        return questions.stale(state, facts)
    match state.purpose:
        case "request":
            return requests.about(facts, practice)
        case "withdraw":
            return request_status.withdraw_from(facts, practice)
        case _:
            assert_never(state.purpose)


def _may_name(wish: Wish) -> bool:
    return wish.intent in NAMES_MORE or bool(wish.alternatives)

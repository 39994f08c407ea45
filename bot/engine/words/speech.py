"""Turning keys and facts into what the person reads, in their language."""

from collections.abc import Sequence

from bot.engine.types.facts import Facts
from bot.engine.types.messages import Choice, Choices, Link, Text
from bot.engine.words import say

SETTINGS = "/settings#two-factor"
SLACK = "/settings#slack"
RECOVERY_TOKEN = "/sign-in/recovery-token"
ARTICLE = "/help/two-factor"


def text(facts: Facts, key: str, **values: object) -> Text:
    """A plain message."""
    return Text(say(facts.language, key, **values))


def answer(facts: Facts, key: str, **values: object) -> Text:
    """A message that ends an explanation: the person is asked whether it helped."""
    return Text(say(facts.language, key, **values), ask_feedback=True)


def answer_with(facts: Facts, key: str, choices: Sequence[Choice], **values: object) -> Choices:
    """An explanation with the likely next words."""
    return Choices(say(facts.language, key, **values), tuple(choices), ask_feedback=True)


def button(facts: Facts, key: str, value: str) -> Choice:
    """A quick reply; its label is ``button.<key>``."""
    return Choice(say(facts.language, f"button.{key}"), value)


def asking(facts: Facts, key: str, choices: Sequence[Choice], **values: object) -> Choices:
    """A question with quick replies."""
    return Choices(say(facts.language, key, **values), tuple(choices))


def settings_link(facts: Facts, key: str, *, ask_feedback: bool = False, first: str = "") -> Link:
    """The way to the section of the account site where the thing is done; ``first`` is a sentence before it."""
    words, label = say(facts.language, key), say(facts.language, "button.settings")
    return Link(f"{first} {words}".strip(), label, SETTINGS, ask_feedback)


def page_link(facts: Facts, key: str, button_key: str, path: str, **values: object) -> Link:
    """The way to any page of the account site."""
    return Link(say(facts.language, key, **values), say(facts.language, f"button.{button_key}"), path)


def slack_link(facts: Facts, key: str, **values: object) -> Link:
    """The way to the section of the account site where a linked Slack user is shown and unlinked."""
    return Link(say(facts.language, key, **values), say(facts.language, "button.settings"), SLACK)


def article_link(facts: Facts, place: str, *, ask_feedback: bool = True) -> Link:
    """The part of the set-up article that an answer rests on, with its drawings; ``place`` is its anchor there."""
    words, label = say(facts.language, f"article.{place}"), say(facts.language, "button.article")
    return Link(words, label, f"{ARTICLE}#{place}", ask_feedback)


def recovery_token_link(facts: Facts, key: str = "lost.use_token_now", *, ask_feedback: bool = True) -> Link:
    """The way to the form that takes a recovery token, for somebody in the middle of signing in."""
    words, label = say(facts.language, key), say(facts.language, "button.recovery_token")
    return Link(words, label, RECOVERY_TOKEN, ask_feedback)


def start_over(facts: Facts) -> Choice:
    """The way out that every question has."""
    return button(facts, "start_over", "start_over")


def person(facts: Facts, problem: str = "") -> Choice:
    """The other way out: somebody at ThoroughCare. ``problem`` tells them what it was about."""
    return button(facts, "person", f"person:{problem}")


def ways_out(facts: Facts, problem: str = "") -> tuple[Choice, Choice]:
    """Both ways out."""
    return start_over(facts), person(facts, problem)


def listed(facts: Facts, names: Sequence[str]) -> str:
    """Names in a row: "Dana, Owen and Priya"."""
    *first, last = names or ("",)
    if not first:
        return last
    glue = say(facts.language, "list.and_before_i" if _sounds_like_i(last) else "list.and")
    return f"{', '.join(first)} {glue} {last}"


def _sounds_like_i(name: str) -> bool:
    """Spanish says "e" for "and" before the sound of i: "Ana e Irene"."""
    start = name.casefold()
    return start.startswith(("i", "hi")) and not start.startswith(("hie", "hia", "io"))

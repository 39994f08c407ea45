"""A message of the engine as Slack draws it. Pure; the bubble draws the same messages (tests/bot/golden).

A private card becomes a button to the account site: Slack's servers fetch what they show, so no code, key, QR or token
is ever put there (decision 4 of the security rules).
"""

from collections import Counter
from typing import assert_never

from bot.engine.types.facts import Language
from bot.engine.types.messages import Card, Choice, Choices, Link, Message, Text
from bot.engine.words.speech import SETTINGS
from bot.slack.views.elements import (
    Part,
    Rendered,
    actions,
    button,
    context,
    link,
    option,
    rendered,
    section,
    select,
)
from bot.slack.views.elements import sections as paragraphs
from bot.slack.views.mrkdwn import escaped, one_line
from bot.slack.views.pages import NEW_TOKENS, SET_UP, page
from bot.slack.views.presses import CHOICE, FEEDBACK, choice_value, feedback_value
from bot.slack.views.words import say

MOST_BUTTONS = 10  # more are a list to choose from
LONGEST = (
    9000  # escaped characters of a text: Slack refuses a message over 12 000 in all (msg_blocks_too_long)
)
CARDS = {"set_up": SET_UP, "new_tokens": NEW_TOKENS}


def message(
    body: Message,
    *,
    number: int,
    language: Language,
    site_url: str,
    retired: bool = False,
    chosen: str = "",
    rated: bool | None = None,
) -> Rendered:
    """The message with its buttons. ``retired``: its question is over, so only those that stay are left.

    ``chosen`` names what was pressed. ``rated`` is the answer to "Did this answer your question?", once there is one.
    """
    text = say(language, f"card.{body.card}") if isinstance(body, Card) else body.text
    blocks = _words(text, language=language, site_url=site_url)
    if retired:
        blocks += [*_chosen(chosen, language), *_staying(body, number)]
    else:
        blocks += _ways_on(body, number=number, language=language, site_url=site_url)
    return rendered(text, [*blocks, *_feedback(body, number=number, language=language, rated=rated)])


def staff_line(first_name: str, text: str, *, language: Language, site_url: str) -> Rendered:
    """What a person of the team wrote, under their first name, so that it is not taken for the bot's."""
    who = say(language, "staff.line", name=first_name) if first_name else say(language, "staff.line_unnamed")
    words = _words(text, language=language, site_url=site_url)
    return rendered(f"{who}: {text}", [context("who", who), *words])


def _words(text: str, *, language: Language, site_url: str) -> list[Part]:
    """The text in paragraphs. What is longer than a message can be is cut, and says where the rest is."""
    if len(escaped(text)) <= LONGEST:
        return paragraphs("words", text)
    rest = link("rest", say(language, "button.settings"), page(site_url, SETTINGS))
    most_blocks = LONGEST // 3000
    return [
        *paragraphs("words", text)[:most_blocks],
        section("rest", say(language, "message.more"), accessory=rest),
    ]


def _chosen(label: str, language: Language) -> list[Part]:
    return [context("chosen", say(language, "message.chosen", label=one_line(label)))] if label else []


def _staying(body: Message, number: int) -> list[Part]:
    """What may be pressed however old the message is: "That was not me"."""
    choices = body.choices if isinstance(body, Choices) else ()
    buttons = [
        drawn for choice, drawn in zip(choices, _buttons(choices, number), strict=True) if choice.stays
    ]
    return actions("stays", buttons)


def _ways_on(body: Message, *, number: int, language: Language, site_url: str) -> list[Part]:
    match body:
        case Text():
            return []
        case Choices(choices=choices):
            return _choices(choices, number=number, language=language)
        case Link(label=label, path=path):
            return actions("ways", [link("page", label, page(site_url, path))])
        case Card(card=card):
            label = say(language, f"card.open_{card}")
            return actions("ways", [link(card, label, page(site_url, CARDS[card]), style="primary")])
        case _:
            assert_never(body)


def _choices(choices: tuple[Choice, ...], *, number: int, language: Language) -> list[Part]:
    """Buttons; when there are many, those of the commonest kind are a list and the ways out stay buttons."""
    if len(choices) <= MOST_BUTTONS:
        return actions("ways", _buttons(choices, number))
    (commonest, _count), *_ = Counter(_kind(choice) for choice in choices).most_common(1)
    many = [choice for choice in choices if _kind(choice) == commonest]
    others = tuple(choice for choice in choices if _kind(choice) != commonest)
    return actions("ways", [_list(many, number, language), *_buttons(others, number)])


def _kind(choice: Choice) -> str:
    return choice.value.partition(":")[0]


def _buttons(choices: tuple[Choice, ...], number: int) -> list[Part]:
    """The button that sends a request is the green one, as on the site."""
    return [
        button(
            f"{CHOICE}:{number}:{index}",
            choice.label,
            choice_value(choice.value, number),
            style="primary" if _kind(choice) == "request.send" else None,
        )
        for index, choice in enumerate(choices)
    ]


def _list(choices: list[Choice], number: int, language: Language) -> Part:
    options = [option(choice.label, choice_value(choice.value, number)) for choice in choices]
    words = say(language, "message.choose")
    return select(
        f"{CHOICE}:{number}:list",
        words,
        options,
        groups=say(language, "message.numbers", first="{first}", last="{last}"),
    )


def _feedback(body: Message, *, number: int, language: Language, rated: bool | None) -> list[Part]:
    if not body.ask_feedback:
        return []
    if rated is not None:
        return [context("rated", say(language, f"feedback.rated_{'yes' if rated else 'no'}"))]
    asked = [
        button(
            f"{FEEDBACK}:{number}:{word}",
            say(language, f"feedback.{word}"),
            feedback_value(number, helpful=word == "yes"),
        )
        for word in ("yes", "no")
    ]
    return [context("feedback", say(language, "feedback.question")), *actions("rate", asked)]

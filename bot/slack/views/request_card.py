"""The card that follows a request in the conversation it was made in: pending, asked about, decided and by whom.

It has no button that decides. A decision needs a fresh code in the console, and Slack never asks for a code.
"""

from dataclasses import dataclass
from typing import Literal, assert_never

from bot.engine.types.facts import Language
from bot.slack.views.elements import (
    Part,
    Rendered,
    actions,
    button,
    confirmed,
    context,
    header,
    link,
    rendered,
    section,
    sections,
)
from bot.slack.views.mrkdwn import one_line
from bot.slack.views.pages import SET_UP, page
from bot.slack.views.presses import ANSWER, ASK, WITHDRAW
from bot.slack.views.words import say

RequestState = Literal["pending", "more_information", "approved", "declined", "withdrawn", "refused"]


@dataclass(frozen=True)
class RequestCard:
    """A request as one of those behind it sees it. Dates are words; ``decided_by`` is a first name."""

    request_id: str
    practice_id: str
    practice: str
    state: RequestState
    asked_by: str
    asked_on: str
    question: str = ""  # the team's, while it waits for an answer
    reason: str = ""  # why it was declined
    decided_by: str = ""
    decided_on: str = ""
    is_admin: bool = True  # still, and so may ask again
    mine: bool = True  # one of those behind it, who may withdraw and answer


def request_card(card: RequestCard, *, language: Language, site_url: str) -> Rendered:
    """The card as the request stands now; it replaces the one that was posted (``chat.update``)."""
    title = say(language, "request.title", practice=one_line(card.practice))
    asked = say(language, "request.asked", name=one_line(card.asked_by), asked_on=card.asked_on)
    standing, quoted = _standing(card, language)
    blocks = [header("title", title), section("standing", standing)]
    blocks += sections("quoted", quoted) if quoted else []
    blocks.append(context("asked", " ".join([asked, *_decided(card, language)])))
    text = "\n".join(part for part in (title, standing, quoted, asked) if part)
    return rendered(text, [*blocks, *actions("ways", _buttons(card, language, site_url))])


def state_words(state: str, language: Language, *, is_admin: bool) -> str:
    """A state in two or three words, for a line in a list; only an admin is told that the answer is theirs to give."""
    if state == "more_information" and not is_admin:
        state = "pending"
    return say(language, f"state.{state}")


def _standing(card: RequestCard, language: Language) -> tuple[str, str]:
    """Where it stands in one sentence, and what a person of the team wrote about it."""
    key, by = f"request.{card.state}", card.decided_by or say(language, "request.team")
    match card.state:
        case "pending" | "withdrawn" | "refused":
            return say(language, key), ""
        case "more_information":
            return say(language, key), card.question
        case "approved":
            return say(language, key, by=by), ""
        case "declined":
            return say(language, key if card.reason else f"{key}_for_members", by=by), card.reason
        case _:
            assert_never(card.state)


def _decided(card: RequestCard, language: Language) -> list[str]:
    return [say(language, "request.decided_on", decided_on=card.decided_on)] if card.decided_on else []


def _buttons(card: RequestCard, language: Language, site_url: str) -> list[Part]:
    match card.state:
        case "pending":
            return [_withdraw(card, language)] if card.mine else []
        case "more_information":
            return [_answer(card, language), _withdraw(card, language)] if card.mine else []
        case "approved":
            words = say(language, "button.set_up")
            return [link("set_up", words, page(site_url, SET_UP), style="primary")]
        case "declined" | "withdrawn" | "refused":
            words = say(language, "button.ask_again")
            return [button(ASK, words, card.practice_id)] if card.is_admin else []
        case _:
            assert_never(card.state)


def _answer(card: RequestCard, language: Language) -> Part:
    return button(ANSWER, say(language, "button.answer"), card.request_id, style="primary")


def _withdraw(card: RequestCard, language: Language) -> Part:
    """Slack asks whether it is meant: a slip of the finger takes nothing back."""
    words = say(language, "button.withdraw")
    return confirmed(
        button(WITHDRAW, words, card.request_id),
        title=say(language, "request.withdraw_title"),
        text=say(language, "request.withdraw_text"),
        yes=words,
        no=say(language, "button.keep"),
    )

"""The two modals: opened for a trigger, filled in, and sent. What is sent takes effect before Slack is answered.

So a modal can say what is wrong in itself; and the row that keeps a second delivery out stands in the same transaction.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never

from sqlalchemy.orm import Session

from bot.slack.incoming import intake
from bot.slack.incoming.intake import SlackAction
from bot.slack.views import request_modal
from bot.slack.views.request_modal import PracticeProblem, TextProblem
from bot.slack.workspace.facts import language_of
from bot.slack.workspace.workspace import Workspace, acting
from core.chat import conversations
from core.requests import activation_requests
from core.requests.activation_requests import (
    AlreadyActivated,
    AlreadyAsked,
    Answered,
    Asked,
    Joined,
    NotAdmin,
    NotOpen,
    NotYours,
)
from core.requests.request_states import LONGEST_TEXT, BadText
from core.slack import slack_links

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
Errors = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A modal as sent: by whom, Slack's name of the sending, about what, and what is wrong with its text."""

    slack_user_id: str
    key: str
    about: str | None  # the practice, or the request that is answered
    text: str = field(repr=False)
    problem: TextProblem | None


async def request_sent(workspace: Workspace, ack: Ack, body: Body) -> None:
    """File the request, or say in the modal why not."""
    form = request_modal.read_request(body["view"])
    sheet = await _sheet(workspace, body, form.practice_id, form.note)
    await _answer(ack, await workspace.database.transact(lambda session: _file(session, workspace, sheet)))


async def answer_sent(workspace: Workspace, ack: Ack, body: Body) -> None:
    """Send the answer to the team's question, or say in the modal why not."""
    request_id = str(body["view"].get("private_metadata") or "")
    sheet = await _sheet(workspace, body, request_id, request_modal.read_answer(body["view"]))
    await _answer(
        ack, await workspace.database.transact(lambda session: _give_answer(session, workspace, sheet))
    )


def practice_chosen(body: Body) -> SlackAction | None:
    """A practice was chosen in the open modal: whom it touches is shown next. The note stays in Slack."""
    view = body.get("view") or {}
    practice_id = request_modal.read_request(view).practice_id or _selected(body)
    if not isinstance(view.get("id"), str) or practice_id is None:
        return None
    data = {"view_id": view["id"], "hash": view.get("hash"), "practice_id": practice_id}
    return SlackAction(f"trigger:{body['trigger_id']}", "practice", body["user"]["id"], data)


def _file(session: Session, workspace: Workspace, sheet: Sheet) -> Errors:
    person = _person(session, workspace, sheet)
    language = language_of(session, person or "")
    if person is None or sheet.about is None:
        practice: PracticeProblem = "not_admin" if person is None else "choose"
        return request_modal.request_errors(language=language, practice=practice, note=sheet.problem)
    if sheet.problem:
        return request_modal.request_errors(language=language, note=sheet.problem)
    if not _is_first(session, workspace, sheet):
        return {}
    now = workspace.clock()
    place = conversations.of_member(session, person, kind="slack", now=now).id
    by = acting(person, sheet.key)
    asked = activation_requests.ask(
        session, sheet.about, by=by, note=sheet.text, conversation_id=place, now=now
    )
    return request_modal.request_errors(language=language, practice=_practice_problem(asked))


def _give_answer(session: Session, workspace: Workspace, sheet: Sheet) -> Errors:
    person = _person(session, workspace, sheet)
    language = language_of(session, person or "")
    problem = sheet.problem or (None if sheet.text else "empty")
    if person is None or problem:
        return request_modal.answer_errors(problem or "closed", language=language)
    if not _is_first(session, workspace, sheet):
        return {}
    by = acting(person, sheet.key)
    given = activation_requests.answer(session, sheet.about or "", sheet.text, by=by, now=workspace.clock())
    match given:
        case Answered():
            return {}
        case NotOpen() | NotYours():
            return request_modal.answer_errors("closed", language=language)
        case BadText():
            return request_modal.answer_errors("empty", language=language)
        case _:
            assert_never(given)


def _is_first(session: Session, workspace: Workspace, sheet: Sheet) -> bool:
    """Whether this sending had no effect yet."""
    return intake.write(session, workspace, SlackAction(sheet.key, "sent", sheet.slack_user_id), is_done=True)


def _practice_problem(
    asked: Asked | Joined | AlreadyAsked | AlreadyActivated | NotAdmin,
) -> PracticeProblem | None:
    match asked:
        case Asked() | Joined():
            return None
        case AlreadyAsked():
            return "already_asked"
        case AlreadyActivated():
            return "already_on"
        case NotAdmin():
            return "not_admin"
        case _:
            assert_never(asked)


def _text_problem(text: str, removed: tuple[str, ...]) -> TextProblem | None:
    """A secret is sent back to be taken out, so that it is neither stored nor shown to anybody."""
    if removed:
        return "secret"
    return "too_long" if len(text) > LONGEST_TEXT else None


def _person(session: Session, workspace: Workspace, sheet: Sheet) -> str | None:
    return slack_links.person_of(session, team_id=workspace.team_id, slack_user_id=sheet.slack_user_id)


async def _sheet(workspace: Workspace, body: Body, about: str | None, text: str) -> Sheet:
    user, key = body["user"]["id"], f"trigger:{body['trigger_id']}"
    cleaned = await intake.cleaned(workspace, user, text, key=key)
    return Sheet(user, key, about, text, _text_problem(text, cleaned.removed))


def _selected(body: Body) -> str | None:
    chosen = body["actions"][0].get("selected_option")
    value = chosen.get("value") if isinstance(chosen, Mapping) else None
    return value if isinstance(value, str) else None


async def _answer(ack: Ack, errors: Errors) -> None:
    """Close the modal, or keep it open with what is wrong under its fields."""
    if errors:
        await ack(response_action="errors", errors=errors)
    else:
        await ack()

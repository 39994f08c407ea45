"""Opening the modals: a trigger lives three seconds and opens one view, so there is no second try."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from bot.engine.types.facts import Facts
from bot.slack.outgoing.posting import PostFailed
from bot.slack.views.request_modal import answer_modal, request_modal
from bot.slack.workspace.calling import Called, SlackAnswered, SlackRefused, SlackSilent, call
from bot.slack.workspace.facts import of_person
from bot.slack.workspace.workspace import Workspace


@dataclass(frozen=True)
class TooLate:
    """The trigger was over; the person is answered in the conversation instead."""


async def may_ask(workspace: Workspace, user_id: str) -> bool:
    """Whether there is a practice this person could ask for."""
    facts = await _facts(workspace, user_id)
    return any(not each.activated_on and each.open_request is None for each in facts.administered)


async def request(workspace: Workspace, user_id: str, data: Mapping[str, Any]) -> TooLate | PostFailed | None:
    """The modal that asks for 2FA."""
    facts = await _facts(workspace, user_id)
    view = request_modal(facts, chosen=data.get("practice_id"))
    return _opened(await call(workspace, workspace.client.views_open, trigger_id=data["trigger"], view=view))


async def answer(workspace: Workspace, user_id: str, data: Mapping[str, Any]) -> TooLate | PostFailed | None:
    """The modal that answers the team's question, while it is open and this person may answer it."""
    facts = await _facts(workspace, user_id)
    practice = facts.request(data["request_id"])
    asked = practice.request if practice is not None and practice.is_admin else None
    if practice is None or asked is None or asked.state != "more_information":
        return None  # the card under the button shows that it is over
    view = answer_modal(
        practice.name, asked.question, language=facts.language, private_metadata=data["request_id"]
    )
    return _opened(await call(workspace, workspace.client.views_open, trigger_id=data["trigger"], view=view))


async def show_practice(workspace: Workspace, user_id: str, data: Mapping[str, Any]) -> PostFailed | None:
    """The open modal, now with whom the chosen practice touches; a modal that is closed meanwhile needs none."""
    view = request_modal(await _facts(workspace, user_id), chosen=data["practice_id"])
    update = workspace.client.views_update
    await call(workspace, update, view_id=data["view_id"], hash=data["hash"], view=view)
    return None


async def _facts(workspace: Workspace, user_id: str) -> Facts:
    def look(session: Session) -> Facts:
        return of_person(session, user_id, now=workspace.clock())

    return await workspace.database.read(look)


def _opened(outcome: Called) -> TooLate | PostFailed | None:
    """Whatever went wrong, the trigger is spent or too old by the next try."""
    if isinstance(outcome, SlackAnswered):
        return None
    if isinstance(outcome, SlackRefused) and outcome.error == "exchanged_trigger_id":
        return None  # an earlier try of this row opened it
    return None if isinstance(outcome, SlackSilent) else TooLate()

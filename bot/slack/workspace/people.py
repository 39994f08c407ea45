"""Who a Slack user is to us: a linked member, a user who may link, or a user we do not answer.

Identity is proven on the account site; Slack's e-mail is never asked for. Guests of the workspace are welcome: whether
they are members of a practice is decided by their account, not by their Slack role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, assert_never

from bot.slack.workspace.calling import RateLimited, SlackAnswered, SlackRefused, SlackSilent, call
from bot.slack.workspace.workspace import Workspace
from core.slack import slack_links

Unwanted = Literal["stranger", "bot", "team", "deleted"]

NOBODY = {"user_not_found", "user_not_visible", "users_not_found"}


@dataclass(frozen=True)
class LinkedMember:
    """Speaks for this person."""

    user_id: str


@dataclass(frozen=True)
class Newcomer:
    """May be linked to a member; ``name`` as Slack shows it."""

    name: str


@dataclass(frozen=True)
class Unwelcome:
    """SlackRefused, whatever they ask."""

    why: Unwanted


@dataclass(frozen=True)
class Unclear:
    """Slack did not answer; until it does, the user is not trusted."""

    error: str
    retry_after: timedelta | None = None


Who = LinkedMember | Newcomer | Unwelcome | Unclear


async def who(workspace: Workspace, slack_user_id: str, *, now: datetime) -> Who:
    """Asked each time, so that a user who was deleted or left the workspace loses access and link."""
    asked = await call(workspace, workspace.client.users_info, user=slack_user_id)
    match asked:
        case SlackAnswered(data=data):
            return await _known(workspace, slack_user_id, data.get("user") or {}, now=now)
        case SlackRefused(error=error) if error in NOBODY:
            return await _out(workspace, slack_user_id, "stranger", now=now)
        case SlackRefused(error=error):
            return Unclear(error)
        case RateLimited(retry_after=seconds):
            return Unclear("ratelimited", timedelta(seconds=seconds))
        case SlackSilent(why=why):
            return Unclear(why)
        case _:
            assert_never(asked)


async def linked(workspace: Workspace, slack_user_id: str) -> str | None:
    """The person this Slack user speaks for, by our own records alone: quick enough for an answer within three seconds."""
    return await workspace.database.read(
        lambda session: slack_links.person_of(session, team_id=workspace.team_id, slack_user_id=slack_user_id)
    )


def unwanted(user: Mapping[str, Any], team_id: str) -> Unwanted | None:
    """Why this user of ``users.info`` is refused; None for people of our workspace, its guests included."""
    if user.get("deleted"):
        return "deleted"
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return "bot"
    if user.get("is_stranger"):
        return "stranger"
    return None if user.get("team_id") == team_id else "team"


async def _known(workspace: Workspace, slack_user_id: str, user: Mapping[str, Any], *, now: datetime) -> Who:
    why = unwanted(user, workspace.team_id)
    if why is not None:
        return await _out(workspace, slack_user_id, why, now=now)
    person = await linked(workspace, slack_user_id)
    return LinkedMember(person) if person is not None else Newcomer(_name(user))


async def _out(workspace: Workspace, slack_user_id: str, why: Unwanted, *, now: datetime) -> Unwelcome:
    """A user who is refused loses their link."""
    team = workspace.team_id
    await workspace.database.transact(
        lambda session: slack_links.revoke_slack_user(
            session, team_id=team, slack_user_id=slack_user_id, now=now
        )
    )
    return Unwelcome(why)


def _name(user: Mapping[str, Any]) -> str:
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((str(name) for name in names if name), "")

"""What Slack's views are drawn from: the facts of a linked person's conversation there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.engine.types.facts import Facts, Language
from bot.slack.workspace.workspace import Workspace
from bot.turns import facts as turn_facts
from core.chat import conversations
from core.slack import slack_links


@dataclass(frozen=True)
class LinkedPerson:
    """A linked person and what may be shown to them."""

    user_id: str
    facts: Facts


def facts_of(
    session: Session, workspace: Workspace, slack_user_id: str, *, now: datetime
) -> LinkedPerson | None:
    """The facts of the member for whom this Slack user speaks; None when there is none. Reads only."""
    person = slack_links.person_of(session, team_id=workspace.team_id, slack_user_id=slack_user_id)
    return LinkedPerson(person, of_person(session, person, now=now)) if person is not None else None


def of_person(session: Session, user_id: str, *, now: datetime) -> Facts:
    """The facts of a person, in the language of their conversation in Slack."""
    return turn_facts.member_facts(session, user_id, language=language_of(session, user_id), now=now)


def language_of(session: Session, user_id: str) -> Language:
    """The language this person writes in."""
    mine = conversations.find_of_member(session, user_id, kind="slack")
    return mine.language if mine is not None else "en"

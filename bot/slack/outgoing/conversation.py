"""One turn of a linked person's conversation in Slack; what it says leaves through the outbox."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.engine.types.events import Opened
from bot.slack.workspace.workspace import Workspace, acting
from bot.turns import turn
from bot.turns.turn import Incoming
from core.chat import conversations
from core.ground import outbox


async def come_in(workspace: Workspace, user_id: str, *, event_id: str) -> None:
    """Greet a person in their conversation."""
    await take_turn(workspace, user_id, Opened(), event_id)


async def take_turn(workspace: Workspace, user_id: str, incoming: Incoming, key: str) -> None:
    """Take the turn once for each ``key``, and have the messages of that conversation brought up to date."""
    now = workspace.clock()

    def take() -> None:
        place = workspace.installation.database.transact(
            lambda session: conversations.of_member(session, user_id, kind="slack", now=now).id
        )
        actor = acting(user_id, key)
        turn.take_turn(workspace.installation, place, incoming, event_id=key, actor=actor, now=now)
        workspace.installation.database.transact(
            lambda session: _settle(session, place, user_id, key, now=now)
        )

    await workspace.database.run(take)


def _settle(session: Session, place: str, user_id: str, key: str, *, now: datetime) -> None:
    """Also when nothing was said: a pressed button has to go."""
    once = f"slack_settle:{key}"
    outbox.tell(
        session, "slack_settle", via="slack", user_id=user_id, conversation_id=place, once=once, now=now
    )

"""The workers of the product, each with rows of its own and with other work to do than the real one."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from bot.delivery.deliveries import delivery_worker
from bot.slack.incoming.running import event_worker
from bot.slack.outgoing.delivering import slack_delivery
from bot.slack.workspace.workspace import Workspace
from core.ground import outbox
from core.ground.async_database import AsyncDatabase
from core.ground.db import Database
from core.ground.installation import Installation
from core.ground.jobs.job_worker import JobWorker, Outcome
from core.ground.outbox import Via
from core.slack import slack_events
from core.slack.slack_events import SlackEventKind
from tests.cast import MONDAY
from tests.parts.processes import Say

Clock = Callable[[], datetime]
NOT_NEEDED = cast("Any", None)
WORKERS = ("conversation", "mail", "slack", "events", "modals")


def build(
    name: str, database: Database, work: Callable[[Any], Awaitable[Outcome]], clock: Clock
) -> JobWorker[Any]:
    """The worker as the product builds it, but for what it does with a row."""
    installation = Installation(NOT_NEEDED, database, NOT_NEEDED, NOT_NEEDED)
    workspace = Workspace(installation, AsyncDatabase(database), NOT_NEEDED, clock, "T0", None)
    made: JobWorker[Any]
    match name:
        case "slack":
            made = slack_delivery(workspace)
        case "events" | "modals":
            made = event_worker(workspace, opens_modals=name == "modals")
        case _:
            made = delivery_worker(installation, cast("Via", name), clock=clock)
    return replace(made, work=work)


def write(session: Session, name: str, number: int, *, whose: str | None = None) -> None:
    """A row for a worker; ``whose``: of this Slack user, else each of another."""
    if name in {"events", "modals"}:
        kind: SlackEventKind = "ask" if name == "modals" else "said"
        user = whose or f"U{number}"
        slack_events.take_in(
            session, f"e-{number}", kind, team_id="T0", slack_user_id=user, data={}, now=MONDAY
        )
    else:
        outbox.tell(session, "request_asked", via=cast("Via", name), once=f"e-{number}", now=MONDAY)


def do_one_and_hang(say: Say, url: str, name: str) -> None:
    """In a process of its own: the first row is done, every later one is begun and never ends. Says the id of each."""
    database, begun = Database(url), []

    async def work(row: Any) -> None:
        begun.append(row.id)
        say(row.id)
        if len(begun) > 1:
            await asyncio.Event().wait()

    asyncio.run(build(name, database, work, lambda: MONDAY).work_off())

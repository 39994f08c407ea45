"""From the outbox to the people: into the conversation they are having, and to their mail address.

One worker each, so that a slow mail server delays no chat. A worker that dies delivers again, and the turn's event id
(a mail's Message-ID) makes the second time the same as none.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import assert_never

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import mailing, unprompted
from bot.engine.steps import reset_news
from bot.engine.types.events import Happened
from bot.turns.turn import AlreadySeen, TurnTaken, take_turn
from core.chat import conversations
from core.chat.conversations import Conversation
from core.ground import outbox
from core.ground.actors import SYSTEM
from core.ground.async_database import AsyncDatabase
from core.ground.db import announce
from core.ground.installation import Installation
from core.ground.jobs.job_worker import JobFailed, JobWorker, Outcome, Postponed
from core.ground.live import Watcher
from core.ground.outbox import OutboxRow, Via
from core.requests.reset_states import ResetRequest

BATCH = 5  # notices that one claim takes
Deliver = Callable[[Installation, OutboxRow, datetime], JobFailed | None]


async def run_deliveries(
    installation: Installation,
    watcher: Watcher,
    stop: asyncio.Event,
    *,
    clock: Callable[[], datetime],
    has_slack: bool = False,
) -> None:
    """Deliver until ``stop`` is set. With Slack, a worker of its own carries its part."""
    ways: list[tuple[Via, ...]] = [("conversation",), ("mail",), *([] if has_slack else [FOR_SLACK])]
    workers = [delivery_worker(installation, *way, clock=clock) for way in ways]
    await asyncio.gather(*(worker.run(watcher, stop) for worker in workers))


def delivery_worker(
    installation: Installation, *vias: Via, clock: Callable[[], datetime]
) -> JobWorker[OutboxRow]:
    """The worker for one way or more, which delivers one notice after the other."""
    database = AsyncDatabase(installation.database)

    async def work(notice: OutboxRow) -> Outcome:
        return await database.run(lambda: _deliver(installation, notice, clock()))

    return JobWorker(
        name=f"outbox {vias[0]}",
        database=database,
        clock=clock,
        queue=outbox.QUEUE,
        claim=partial(outbox.claim, via=vias),
        work=work,
        topics=[f"outbox:{via}" for via in vias],
        batch=BATCH,
    )


def to_conversation(installation: Installation, notice: OutboxRow, now: datetime) -> JobFailed | None:
    """A turn of the conversation it belongs to. A notice that matters only inside a chat begins none."""
    places = installation.database.transact(lambda session: _places(session, notice, now=now))
    told = Happened(
        notice.kind, {name: str(value) for name, value in notice.data.items() if value is not None}
    )
    for place in places:
        turn = take_turn(installation, place, told, event_id=f"notice:{notice.id}", actor=SYSTEM, now=now)
        if isinstance(turn, AlreadySeen) or (isinstance(turn, TurnTaken) and turn.numbers):
            told = replace(
                told, data={**told.data, "elsewhere": place}
            )  # the same notice in two places, not a second one
    return None


def to_nobody(_installation: Installation, _notice: OutboxRow, _now: datetime) -> None:
    """Without Slack, notices for Slack are dropped, so that they do not pile up."""


RESETS = frozenset(reset_news.NEWS)  # nobody may miss one: "That was not me" stands under it
ABOUT_SLACK = {"slack_linked", "slack_unlinked"}
FOR_SLACK: tuple[Via, ...] = ("slack", "staff_channel")
DELIVER: dict[Via, Deliver] = {
    "conversation": to_conversation,
    "mail": mailing.send,
    "slack": to_nobody,
    "staff_channel": to_nobody,
}


def _deliver(installation: Installation, notice: OutboxRow, now: datetime) -> Outcome:
    """Deliver only what still concerns the person, and unprompted notices by day only."""
    if notice.kind not in unprompted.JUDGED:
        return DELIVER[notice.via](installation, notice, now)
    verdict = installation.database.read(lambda session: unprompted.judge(session, notice, now=now))
    match verdict:
        case unprompted.Welcome():
            return DELIVER[notice.via](installation, notice, now)
        case unprompted.NoLongerDue():
            return None
        case unprompted.AtNight(until=until):
            return Postponed(until)
        case _:
            assert_never(verdict)


def _places(session: Session, notice: OutboxRow, *, now: datetime) -> list[str]:
    """The conversations to speak in; one may begin with this notice, and the person's open screens are told.

    A notice for the person, not for one conversation, goes to each they have: the guide may be in any of them. That of a
    reset also goes to the help chat at the token prompt in which they filed it, because they cannot get further.
    """
    if notice.conversation_id is not None:
        return [notice.conversation_id]
    theirs = select(Conversation.kind, Conversation.id).where(
        Conversation.user_id == notice.user_id, Conversation.kind.in_(("member", "slack"))
    )
    found = {row.kind: row.id for row in session.execute(theirs)}
    begins = notice.kind in unprompted.UNASKED or notice.kind in RESETS
    if "member" not in found and begins and notice.user_id is not None:
        found["member"] = conversations.of_member(session, notice.user_id, now=now).id
        announce(session, f"person:{notice.user_id}")
    if notice.kind in ABOUT_SLACK:
        found.pop("slack", None)  # said there in its own way
    return sorted([*found.values(), *_at_the_prompt(session, notice)])


def _at_the_prompt(session: Session, notice: OutboxRow) -> list[str]:
    """The help chat in which this person filed the reset in the middle of a sign-in."""
    reset = session.get(ResetRequest, str(notice.data.get("reset_id", "")))
    place = session.get(Conversation, reset.conversation_id) if reset and reset.conversation_id else None
    is_theirs = place is not None and place.kind == "proven" and place.proven_user_id == notice.user_id
    return [place.id] if place is not None and is_theirs else []

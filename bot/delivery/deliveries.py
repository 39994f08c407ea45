"""From the outbox to the people: into the conversation they are having, and to their mail address.

One loop each, so that a slow mail server delays no chat. A notice is claimed, delivered, then marked: a worker that
dies in between delivers again, and the turn's event id (a mail's Message-ID) makes the second time the same as none.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

import anyio.to_thread
import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.delivery import mailing, unprompted
from bot.engine.types.events import Happened
from bot.turns.turn import AlreadySeen, TurnTaken, take_turn
from core.chat import conversations
from core.chat.conversations import Conversation
from core.ground import outbox
from core.ground.actors import SYSTEM
from core.ground.db import DatabaseUnavailable, announce
from core.ground.installation import Installation
from core.ground.live import Changes, Watcher
from core.ground.outbox import Notice, Via

PATROL = 5.0  # seconds after which due retries are looked for without any change
AT_ONCE = 5  # few enough that slow mail servers do not outlast the two minutes a claim holds
log = structlog.get_logger("deliveries")


@dataclass(frozen=True)
class Delivered:
    """The notice arrived, or has nobody to arrive at."""

    began_for: str | None = None  # the person whose conversation began with it


@dataclass(frozen=True)
class Undelivered:
    """It did not; ``retry_after`` seconds when the other side named a time."""

    error: str
    retry_after: float | None = None


@dataclass(frozen=True)
class Postponed:
    """It came unasked and at night: it waits until then, and nothing went wrong."""

    until: datetime


Deliver = Callable[[Installation, Notice, datetime], Delivered | Undelivered]


async def run_deliveries(
    installation: Installation,
    watcher: Watcher,
    stop: asyncio.Event,
    *,
    clock: Callable[[], datetime],
    has_slack: bool = False,
) -> None:
    """Deliver until ``stop`` is set; the notice in hand is finished first. With Slack, its own courier carries its part."""
    vias: tuple[Via, ...] = ("conversation", "mail") if has_slack else ("conversation", "mail", *FOR_SLACK)
    await asyncio.gather(*(_run(installation, watcher, stop, clock=clock, via=via) for via in vias))


def deliver_due(installation: Installation, *, via: Via, now: datetime) -> int:
    """Deliver some due notices; how many were tried. Call again until it is none."""
    notices = installation.database.transact(
        lambda session: outbox.claim(session, via=(via,), now=now, limit=AT_ONCE)
    )
    for notice in notices:
        result = _tried(DELIVER[via], installation, notice, now)
        installation.database.transact(_mark(notice, result, now))
    return len(notices)


def to_conversation(installation: Installation, notice: Notice, now: datetime) -> Delivered | Undelivered:
    """A turn of the conversation it belongs to. What is only of interest inside a chat begins none."""
    places, is_new = installation.database.transact(lambda session: _places(session, notice, now=now))
    told = Happened(
        notice.kind, {name: str(value) for name, value in notice.data.items() if value is not None}
    )
    for place in places:
        turn = take_turn(installation, place, told, event_id=f"notice:{notice.id}", actor=SYSTEM, now=now)
        if isinstance(turn, AlreadySeen) or (isinstance(turn, TurnTaken) and turn.numbers):
            told = replace(
                told, data={**told.data, "elsewhere": place}
            )  # one news in two places, no second one
    return Delivered(notice.user_id if is_new else None)


def by_mail(installation: Installation, notice: Notice, now: datetime) -> Delivered | Undelivered:
    """One mail; no transaction is open while the mail server is talked to."""
    outcome = mailing.send(installation, notice, now=now)
    match outcome:
        case mailing.Sent():
            return Delivered()
        case mailing.MailFailed(error=error, retry_after=retry_after):
            return Undelivered(error, retry_after)
        case _:
            assert_never(outcome)


def to_nobody(_installation: Installation, _notice: Notice, _now: datetime) -> Delivered:
    """What is meant for Slack has nobody to arrive at where there is no Slack, and must not pile up."""
    return Delivered()


ABOUT_SLACK = {"slack_linked", "slack_unlinked"}
FOR_SLACK: tuple[Via, ...] = ("slack", "staff_channel")
DELIVER: dict[Via, Deliver] = {
    "conversation": to_conversation,
    "mail": by_mail,
    "slack": to_nobody,
    "staff_channel": to_nobody,
}


async def _run(
    installation: Installation,
    watcher: Watcher,
    stop: asyncio.Event,
    *,
    clock: Callable[[], datetime],
    via: Via,
) -> None:
    async with watcher.watch([f"outbox:{via}"]) as changes:
        while not stop.is_set():
            if not await _some(installation, via, clock()):
                await _wake(changes, stop)


async def _some(installation: Installation, via: Via, now: datetime) -> int:
    """A batch; an outage of the database delivers nothing and loses nothing."""
    try:
        return await anyio.to_thread.run_sync(lambda: deliver_due(installation, via=via, now=now))
    except DatabaseUnavailable:
        log.warning("deliveries wait: the database does not answer", via=via)
        return 0


async def _wake(changes: Changes, stop: asyncio.Event) -> None:
    """Sleep until there is something new, a retry may be due, or it is time to leave."""
    waiting = [asyncio.create_task(stop.wait()), asyncio.create_task(_change(changes, stop))]
    try:
        await asyncio.wait(waiting, timeout=PATROL, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def _change(changes: Changes, stop: asyncio.Event) -> None:
    async for _topic in changes:
        return
    await stop.wait()  # the watcher is closed: only the patrol and the stop are left


def _tried(
    deliver: Deliver, installation: Installation, notice: Notice, now: datetime
) -> Delivered | Undelivered | Postponed:
    """Whatever goes wrong with one notice must not hold up the others."""
    try:
        if notice.kind in unprompted.JUDGED:
            return _judged(deliver, installation, notice, now)
        return deliver(installation, notice, now)
    except DatabaseUnavailable:
        raise
    except Exception as error:
        log.exception("a notice could not be delivered", notice=notice.id, kind=notice.kind, via=notice.via)
        return Undelivered(type(error).__name__)


def _judged(
    deliver: Deliver, installation: Installation, notice: Notice, now: datetime
) -> Delivered | Undelivered | Postponed:
    """Only to whom it still concerns, and what nobody asked for by day."""
    verdict = installation.database.read(lambda session: unprompted.judge(session, notice, now=now))
    match verdict:
        case unprompted.Welcome():
            return deliver(installation, notice, now)
        case unprompted.NoLongerDue():
            return Delivered()
        case unprompted.AtNight(until=until):
            return Postponed(until)
        case _:
            assert_never(verdict)


def _mark(
    notice: Notice, result: Delivered | Undelivered | Postponed, now: datetime
) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        match result:
            case Delivered(began_for=person):
                outbox.delivered(session, notice.id, now)
                if person is not None:
                    announce(session, f"person:{person}")  # open screens learn of their new conversation
            case Undelivered(error=error, retry_after=seconds):
                wait = timedelta(seconds=seconds) if seconds is not None else None
                outbox.failed(session, notice.id, error, now, wait)
            case Postponed(until=until):
                outbox.postpone(session, notice.id, until)
            case _:
                assert_never(result)

    return work


def _places(session: Session, notice: Notice, *, now: datetime) -> tuple[list[str], bool]:
    """The conversations to speak in, and whether one begins with this notice.

    What concerns the person and no conversation in particular is told in each they have: the guide may be in either.
    """
    if notice.conversation_id is not None:
        return [notice.conversation_id], False
    theirs = select(Conversation.kind, Conversation.id).where(
        Conversation.user_id == notice.user_id, Conversation.kind.in_(("member", "slack"))
    )
    found = {row.kind: row.id for row in session.execute(theirs)}
    begins = "member" not in found and notice.kind in unprompted.UNASKED and notice.user_id is not None
    if begins:
        found["member"] = conversations.of_member(session, notice.user_id or "", now=now).id
    if notice.kind in ABOUT_SLACK:
        found.pop("slack", None)  # said there in its own way
    return sorted(found.values()), begins

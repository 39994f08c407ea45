"""The workers of the Slack channel: rows are worked off, and what follows a person is kept up to date."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

import structlog
from sqlalchemy import select

from bot.slack.outgoing import staff_channel
from bot.slack.outgoing.cards import refresh
from bot.slack.outgoing.posting import PostFailed
from bot.slack.workspace.workspace import Workspace
from core.ground.db import DatabaseUnavailable
from core.ground.live import Changes, Watcher, pause
from core.practices.practices import Membership
from core.slack import slack_events
from core.slack.slack_events import Received
from core.slack.slack_links import LINKS, SlackLink

PATROL = 5.0  # seconds after which due rows, new links and what failed are looked for without any change
SOON = 1.0  # seconds until what could not be shown is tried again
MOST_AT_ONCE = 4  # people whose rows are worked beside each other; more would slow down what Slack waits for
LEAVES_WITHIN = (
    8.0  # seconds that a stop may take to finish what was acknowledged; the rest is worked at the next start
)
log = structlog.get_logger("slack")

Work = Callable[[Workspace, Received], Awaitable[PostFailed | None]]


@dataclass
class EventWorker:
    """Works off what was received: people beside each other, the deeds of one person one after the other.

    One desk ``opens`` modals, which wait for nothing; another does all the rest.
    """

    workspace: Workspace
    work: Work
    opens: bool = False
    busy: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self, watcher: Watcher, stop: asyncio.Event) -> None:
        """Until ``stop``; then whatever has been acknowledged is finished, as far as the time goes."""
        freed = asyncio.Event()
        topic = slack_events.NOW if self.opens else slack_events.TOPIC
        async with watcher.watch([topic]) as changes:
            while not stop.is_set():
                freed.clear()
                if not await self._some(freed):
                    await _first(pause(changes, stop, seconds=PATROL), freed.wait())
        try:
            await asyncio.wait_for(self.finish(), LEAVES_WITHIN)
        except TimeoutError:
            log.warning("Slack is slow; what is left is worked at the next start")

    async def finish(self) -> None:
        """Work until nothing that is due is left."""
        while await self._some(asyncio.Event()) or self.busy:
            await asyncio.gather(*self.busy)

    async def _some(self, freed: asyncio.Event) -> int:
        """Take the next rows; how many."""
        now, room = self.workspace.clock(), MOST_AT_ONCE - len(self.busy)
        if room <= 0:
            return 0
        try:
            rows = await self.workspace.transact(
                lambda session: slack_events.claim(session, now=now, limit=room, opens=self.opens)
            )
        except DatabaseUnavailable:
            log.warning("Slack's rows wait: the database does not answer")
            return 0
        for _person, theirs in groupby(sorted(rows, key=_person_of), key=_person_of):
            task = asyncio.create_task(self._in_turn(list(theirs)))
            self.busy.add(task)
            task.add_done_callback(self.busy.discard)
            task.add_done_callback(lambda _task: freed.set())
        return len(rows)

    async def _in_turn(self, rows: list[Received]) -> None:
        """One person's rows in their order; after one that has to wait, the later ones wait too."""
        for at, received in enumerate(rows):
            failed = await self._one(received)
            if failed is not None:
                await self._put_back(received, failed)
                for later in rows[at + 1 :]:
                    await self._put_back(later, PostFailed("an earlier one waits", 0.0))
                return
            await self._mark(received)

    async def _one(self, received: Received) -> PostFailed | None:
        try:
            return await self.work(self.workspace, received)
        except DatabaseUnavailable:
            return PostFailed("database")
        except Exception as error:
            log.exception("a deed from Slack went wrong", row=received.id, deed=received.kind)
            return PostFailed(type(error).__name__)

    async def _mark(self, received: Received) -> None:
        now = self.workspace.clock()
        try:
            await self.workspace.transact(lambda session: slack_events.done(session, received.id, now=now))
        except DatabaseUnavailable:
            log.warning(
                "a row is done and could not be marked; doing it again changes nothing", row=received.id
            )

    async def _put_back(self, received: Received, failed: PostFailed) -> None:
        wait = timedelta(seconds=failed.retry_after) if failed.retry_after is not None else None
        now = self.workspace.clock()
        try:
            await self.workspace.transact(
                lambda session: slack_events.put_back(
                    session, received.id, failed.error, now=now, wait=wait, counts=wait is None
                )
            )
        except DatabaseUnavailable:
            log.warning("a row's claim runs out by itself", row=received.id)


class TopicSubscription:
    """An ear that can be turned to other topics without being deaf for a moment: the new one opens first."""

    def __init__(self) -> None:
        """Listen to nothing yet."""
        self.changes = Changes(())
        self._open = AsyncExitStack()

    async def to(self, watcher: Watcher, topics: frozenset[str]) -> frozenset[str]:
        """Listen to these from now on; what the old ear has heard until then."""
        opening = AsyncExitStack()
        changes = await opening.enter_async_context(watcher.watch(topics))
        heard = self.changes.take()
        await self._open.aclose()
        self.changes, self._open = changes, opening
        return heard

    async def end(self) -> None:
        """Listen no more."""
        await self._open.aclose()


@dataclass
class CardRefresher:
    """Keeps cards and Home tabs up to date: every linked person at the start, then whoever something changes for."""

    workspace: Workspace
    people: dict[str, frozenset[str]] = field(default_factory=dict)  # linked people and their topics
    dirty: set[str] = field(default_factory=set)
    inbox: bool = True

    async def run(self, watcher: Watcher, stop: asyncio.Event) -> None:
        """Until ``stop``. What Slack refused for now is tried again with the patrol."""
        await self._learn()
        listening = TopicSubscription()
        try:
            await listening.to(watcher, self._topics())
            while not stop.is_set():
                known = self.people
                await self._show(stop)
                seconds = SOON if self.dirty or self.inbox else PATROL
                self._note(await pause(listening.changes, stop, seconds=seconds))
                await self._learn()
                if self.people != known:
                    self._note(await listening.to(watcher, self._topics()))
        finally:
            await listening.end()

    def _topics(self) -> frozenset[str]:
        return frozenset({"inbox", LINKS}).union(*self.people.values())

    async def _show(self, stop: asyncio.Event) -> None:
        for person in sorted(self.dirty):
            if stop.is_set():
                return
            if await _safely(refresh(self.workspace, person)):
                self.dirty.discard(person)
        if self.inbox and await _safely(staff_channel.refresh_waiting(self.workspace)):
            self.inbox = False

    def _note(self, topics: Iterable[str]) -> None:
        heard = set(topics)
        self.inbox = self.inbox or "inbox" in heard
        self.dirty |= {person for person, theirs in self.people.items() if theirs & heard}

    async def _learn(self) -> None:
        """Who is linked now, and what they are to be told of."""
        found = await _read_people(self.workspace)
        if found is None:
            return
        self.dirty |= {person for person, topics in found.items() if self.people.get(person) != topics}
        self.people = found


async def _read_people(workspace: Workspace) -> dict[str, frozenset[str]] | None:
    linked = (
        select(SlackLink.user_id, Membership.practice_id)
        .outerjoin(Membership, (Membership.user_id == SlackLink.user_id) & Membership.ended_at.is_(None))
        .where(SlackLink.revoked_at.is_(None), SlackLink.team_id == workspace.team_id)
    )
    try:
        rows = await workspace.read(lambda session: session.execute(linked).all())
    except DatabaseUnavailable:
        return None
    topics: dict[str, set[str]] = defaultdict(set)
    for person, practice in rows:
        topics[person] |= {f"person:{person}"} | ({f"practice:{practice}"} if practice else set())
    return {person: frozenset(theirs) for person, theirs in topics.items()}


async def _safely(shown: Awaitable[PostFailed | None]) -> bool:
    """Whether it is shown; whatever goes wrong with one person must not hold up the others."""
    try:
        return await shown is None
    except DatabaseUnavailable:
        return False
    except Exception:
        log.exception("a card could not be drawn")
        return True


async def _first(*waits: Awaitable[object]) -> None:
    """Until one of them is over; the others are ended."""
    tasks = [asyncio.ensure_future(each) for each in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _person_of(received: Received) -> str:
    return received.slack_user_id

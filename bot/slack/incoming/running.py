"""The workers of the Slack channel: rows are worked off, and what follows a person is kept up to date."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial

import structlog
from sqlalchemy import select

from bot.slack.incoming.working import work
from bot.slack.outgoing import staff_channel
from bot.slack.outgoing.cards import refresh
from bot.slack.outgoing.posting import PostFailed
from bot.slack.workspace.workspace import Workspace
from core.ground.db import DatabaseUnavailable
from core.ground.jobs.job_worker import JobWorker
from core.ground.jobs.supervision import StepFailed, Supervisor, rest
from core.ground.live import Changes, Watcher, pause
from core.practices.practices import Membership
from core.slack import slack_events
from core.slack.slack_events import SlackEvent
from core.slack.slack_links import LINKS, SlackLink

PATROL = 5.0  # seconds after which due rows, new links and what failed are looked for without any change
SOON = 1.0  # seconds until what could not be shown is tried again
MOST_AT_ONCE = 4  # people whose rows are worked beside each other; more would slow down what Slack waits for
LEAVES_WITHIN = 8.0  # seconds that a stop may take to finish what was acknowledged
log = structlog.get_logger("slack")


def event_worker(workspace: Workspace, *, opens_modals: bool = False) -> JobWorker[SlackEvent]:
    """Works off what was received: people beside each other, the rows of one person one after the other.

    One worker ``opens_modals``, which wait for nothing; another does all the rest. At a stop, what was acknowledged is
    finished as far as the time goes.
    """
    return JobWorker(
        name="slack modals" if opens_modals else "slack events",
        database=workspace.database,
        clock=workspace.clock,
        queue=slack_events.QUEUE,
        claim=partial(slack_events.claim, opens=opens_modals),
        work=partial(work, workspace),
        topics=[slack_events.NOW if opens_modals else slack_events.TOPIC],
        key_of=lambda received: received.slack_user_id,
        lanes=MOST_AT_ONCE,
        is_strict=True,
        leaves_within=LEAVES_WITHIN,
    )


class TopicSubscription:
    """Switches subscriptions without missing a change: subscribes to the new topics before it drops the old."""

    def __init__(self) -> None:
        """Start without a subscription."""
        self.changes = Changes(())
        self._open = AsyncExitStack()

    async def to(self, watcher: Watcher, topics: frozenset[str]) -> frozenset[str]:
        """Subscribe to these topics; returns the changes that the old subscription received."""
        opening = AsyncExitStack()
        changes = await opening.enter_async_context(watcher.watch(topics))
        received = self.changes.take()
        await self._open.aclose()
        self.changes, self._open = changes, opening
        return received

    async def end(self) -> None:
        """End the subscription."""
        await self._open.aclose()


@dataclass
class CardRefresher:
    """Keeps cards and Home tabs up to date: every linked person at the start, then on each change."""

    workspace: Workspace
    people: dict[str, frozenset[str]] = field(default_factory=dict)  # linked people and their topics
    dirty: set[str] = field(default_factory=set)
    inbox: bool = True

    async def run(self, watcher: Watcher, stop: asyncio.Event) -> None:
        """Until ``stop``. What Slack refused for now is tried again with the patrol."""
        supervisor = Supervisor("slack cards", self.workspace.database, self.workspace.clock)
        listening = TopicSubscription()
        try:
            while not stop.is_set():
                outcome = await supervisor.attempt(lambda: self._round(watcher, listening, stop))
                if isinstance(outcome, StepFailed):
                    await rest(stop, outcome.wait)
        finally:
            await listening.end()

    async def _round(self, watcher: Watcher, listening: TopicSubscription, stop: asyncio.Event) -> None:
        await self._learn()
        if listening.changes.topics != self._topics():
            self._note(await listening.to(watcher, self._topics()))
        await self._show(stop)
        seconds = SOON if self.dirty or self.inbox else PATROL
        self._note(await pause(listening.changes, stop, seconds=seconds))

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
        self.dirty |= {person for person, topics in found.items() if self.people.get(person) != topics}
        self.people = found


async def _read_people(workspace: Workspace) -> dict[str, frozenset[str]]:
    linked = (
        select(SlackLink.user_id, Membership.practice_id)
        .outerjoin(Membership, (Membership.user_id == SlackLink.user_id) & Membership.ended_at.is_(None))
        .where(SlackLink.revoked_at.is_(None), SlackLink.team_id == workspace.team_id)
    )
    rows = await workspace.database.read(lambda session: session.execute(linked).all())
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

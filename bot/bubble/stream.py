"""The event stream: every message behind the last one seen, then each change, until the viewer is gone."""

import contextlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from starlette.requests import Request

from bot.bubble import places
from bot.bubble.viewer import Viewer, ViewerOf
from core.ground import event_stream
from core.ground.async_database import AsyncDatabase
from core.ground.db import DatabaseUnavailable
from core.ground.event_stream import frame
from core.ground.live import Changes, Watcher

SET_UP_CARD = {"card": "set_up"}


@dataclass(frozen=True)
class Subscriptions:
    """What a stream needs to subscribe and read."""

    database: AsyncDatabase
    watcher: Watcher
    viewer_of: ViewerOf
    clock: Callable[[], datetime]


@dataclass
class Stream:
    """One open stream, and how far it has told its viewer. Message numbers are unique, so resuming repeats nothing."""

    subscriptions: Subscriptions
    request: Request
    viewer: Viewer
    number: int  # of the last message the viewer has
    floor: dict[str, str | None] = field(default_factory=dict)
    read: tuple[int, int] = (0, 0)  # by the person on any screen, and by the team

    async def frames(self) -> AsyncGenerator[bytes, None]:
        """Everything to send, in order. An outage ends the stream; the browser comes back behind its last message."""
        with contextlib.suppress(DatabaseUnavailable):
            place = await self._place()
            while True:
                async with self.subscriptions.watcher.watch(_topics(self.viewer, place)) as changes:
                    yield event_stream.PING  # the browser learns that from here on nothing is missed
                    async for piece in self._follow(place, changes):
                        yield piece
                appeared = await self._place() if place is None else None
                if appeared is None:
                    return
                place = appeared

    async def _follow(self, place: str | None, changes: Changes) -> AsyncGenerator[bytes, None]:
        """Tell what there is, then what comes; ends when the viewer is gone or a first conversation appears."""

        async def news(topic: str) -> list[bytes] | None:
            has_begun = place is None and await self._place() is not None
            return None if has_begun else await self._news(topic)

        missed = await news(f"conversation:{place}")
        if missed is None:
            return
        for piece in missed:
            yield piece
        async for piece in event_stream.follow(changes, is_there=self._is_there, news=news):
            yield piece

    async def _news(self, topic: str) -> list[bytes]:
        kind = topic.partition(":")[0]
        if kind == "conversation":
            return await self.subscriptions.database.read(self._messages)
        if kind == "typing":
            return await self.subscriptions.database.read(self._typing)
        return [frame("card", SET_UP_CARD)] if kind == "person" else []

    def _typing(self, session: Session) -> list[bytes]:
        """A team member is typing, if the conversation is still theirs."""
        conversation = places.find(session, self.viewer, now=self.subscriptions.clock())
        if conversation is None or conversation.floor != "person":
            return []
        return [frame("typing", {"who": "staff", "name": places.staff_name(session, conversation)})]

    def _messages(self, session: Session) -> list[bytes]:
        """New messages, who has the floor, and how far the person (on another screen) and the team have read."""
        conversation = places.find(session, self.viewer, now=self.subscriptions.clock())
        if conversation is None:
            return []
        frames: list[bytes] = []
        while found := places.messages_after(session, conversation, self.number):
            frames += [frame("message", message, number=message["number"]) for message in found]
            self.number = found[-1]["number"]
        floor: dict[str, Any] = places.floor(session, conversation, now=self.subscriptions.clock())
        if floor != self.floor:
            frames.append(frame("floor", floor))
            self.floor = floor
        read = conversation.read_number, places.team_read(conversation)
        if read != self.read:
            frames.append(frame("read", {"number": read[0], "team_number": read[1]}))
            self.read = read
        return frames

    async def _is_there(self) -> bool:
        """Whether the same person is looking still."""
        now = await self.subscriptions.viewer_of(self.request)
        return now.identity == self.viewer.identity

    async def _place(self) -> str | None:
        def look(session: Session) -> str | None:
            conversation = places.find(session, self.viewer, now=self.subscriptions.clock())
            return conversation.id if conversation is not None else None

        return await self.subscriptions.database.read(look)


def _topics(viewer: Viewer, place: str | None) -> set[str]:
    topics = {f"conversation:{place}", f"typing:{place}:staff"} if place is not None else set()
    if viewer.kind == "member":
        topics |= {f"person:{viewer.user_id}", f"session:{viewer.session_id}"}
    return topics

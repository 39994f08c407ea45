"""The bubble's server: routes that the account site mounts at /chat. Who is looking is told by the site."""

import functools
import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_never

from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.bubble import places, wire
from bot.bubble.stream import Stream, Subscriptions
from bot.bubble.viewer import RefuseForged, SetHelpCookie, Viewer, ViewerOf
from bot.bubble.wire import NotServed, answered
from bot.engine.types.events import Rated
from bot.engine.types.messages import LARGEST_NUMBER
from bot.turns.turn import AlreadySeen, Incoming, NotOffered, TurnTaken, take_turn
from core.chat import conversations
from core.ground import event_stream
from core.ground.async_database import AsyncDatabase
from core.ground.db import DatabaseUnavailable
from core.ground.installation import Installation
from core.ground.live import Watcher

Handler = Callable[["Bubble", Request], Awaitable[Response]]

MOUNT = "/chat"
STATIC = Path(__file__).parent / "static"
MOST_STREAMS = 10  # of one viewer: a browser needs one, six starve it
WAIT = 5.0  # seconds to wait for a database that does not answer


@dataclass(frozen=True)
class Bubble:
    """The server's parts, for its handlers."""

    installation: Installation
    subscriptions: Subscriptions
    refuse_forged: RefuseForged
    set_help_cookie: SetHelpCookie
    streams: Counter[str] = field(default_factory=Counter)  # open ones, by whose they are

    @property
    def database(self) -> AsyncDatabase:
        """The database, off the event loop."""
        return self.subscriptions.database

    def now(self) -> datetime:
        """The site's clock."""
        return self.subscriptions.clock()


@functools.cache
def version() -> str:
    """What changes with any of the element's files. It is a folder, so that their imports of each other carry it."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return f"v-{digest.hexdigest()[:12]}"


def script_path() -> str:
    """The address of the element's script; browsers may keep it and all that it imports for a year."""
    return f"{MOUNT}/ui/{version()}/bubble.js"


class Versioned(StaticFiles):
    """The element's files: asked for by their version they may be kept, else they are checked each time."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at ``path``, or 404."""
        folder, _, name = path.partition("/")
        named = folder.startswith("v-")
        response = await super().get_response(name if named else path, scope)
        kept = folder == version() if named else scope.get("query_string", b"").startswith(b"v=")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response


def build_bubble(
    installation: Installation,
    watcher: Watcher,
    *,
    viewer_of: ViewerOf,
    refuse_forged: RefuseForged,
    set_help_cookie: SetHelpCookie,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[BaseRoute]:
    """The routes under ``/chat``. ``viewer_of`` must not prolong a session: the stream asks it every 15 seconds."""
    subscriptions = Subscriptions(AsyncDatabase(installation.database), watcher, viewer_of, clock)
    bubble = Bubble(installation, subscriptions, refuse_forged, set_help_cookie)
    routes = [
        Route("/conversation", _open(bubble, _conversation), methods=["GET"]),
        Route("/events", _open(bubble, _events), methods=["GET"]),
        Route("/messages", _guarded(bubble, _messages), methods=["POST"]),
        Route("/read", _guarded(bubble, _read), methods=["POST"]),
        Route("/feedback", _guarded(bubble, _feedback), methods=["POST"]),
        Route("/typing", _guarded(bubble, _typing), methods=["POST"]),
        Mount("/ui", Versioned(directory=STATIC)),
    ]
    # A slash too many is no address of ours: sent on, a message could leave TLS behind a proxy.
    return [Mount(MOUNT, Router(routes, redirect_slashes=False))]


def _open(bubble: Bubble, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler whose refusals are sentences with the right status, never a traceback."""

    @functools.wraps(handler)
    async def endpoint(request: Request) -> Response:
        try:
            return await handler(bubble, request)
        except NotServed as refusal:
            return wire.refused(refusal)
        except DatabaseUnavailable:
            sentence = (
                "We cannot reach our records right now. Your message was not lost: try again in a moment."
            )
            return wire.refused(NotServed(503, sentence, WAIT))

    return endpoint


def _guarded(bubble: Bubble, handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """The same for what changes something: a forged request is refused before its body is read."""

    async def unforged(bubble: Bubble, request: Request) -> Response:
        forged = await bubble.refuse_forged(request)
        return forged if forged is not None else await handler(bubble, request)

    return _open(bubble, functools.wraps(handler)(unforged))


async def _conversation(bubble: Bubble, request: Request) -> Response:
    viewer = await bubble.subscriptions.viewer_of(request)
    return answered(
        await bubble.database.read(lambda session: places.snapshot(session, viewer, now=bubble.now()))
    )


async def _events(bubble: Bubble, request: Request) -> Response:
    viewer = await bubble.subscriptions.viewer_of(request)
    after = _after(request)
    # A member's stream may wait for a first conversation; a visitor has no topic before one.
    whose = viewer.session_id if viewer.kind == "member" else await _place(bubble, viewer)
    if bubble.streams[whose or ""] >= MOST_STREAMS:
        raise NotServed(429, "The chat is open in too many places. Close some of them.", 10)
    frames = Stream(bubble.subscriptions, request, viewer, after).frames()
    counted = event_stream.counted(bubble.streams, whose or "", frames)
    return StreamingResponse(counted, media_type=event_stream.MEDIA_TYPE, headers=event_stream.HEADERS)


async def _messages(bubble: Bubble, request: Request) -> Response:
    posted = wire.posted(await wire.read_json(request))
    viewer = await bubble.subscriptions.viewer_of(request)
    place = await bubble.database.transact(lambda session: places.enter(session, viewer, now=bubble.now()))
    taken = await _turn(bubble, viewer, place.conversation_id, posted.incoming, event_id=posted.event_id)
    response = _accepted(taken)
    if place.new_cookie is not None:
        bubble.set_help_cookie(response, place.new_cookie)
    return response


async def _read(bubble: Bubble, request: Request) -> Response:
    number = wire.number_in(await wire.read_json(request))
    viewer = await bubble.subscriptions.viewer_of(request)
    place = await _place(bubble, viewer)
    await bubble.database.transact(
        lambda session: conversations.mark_read(session, conversations.lock(session, place), number)
    )
    return answered({})


async def _feedback(bubble: Bubble, request: Request) -> Response:
    body = await wire.read_json(request)
    number, helpful = wire.number_in(body), wire.helpful_in(body)
    viewer = await bubble.subscriptions.viewer_of(request)
    place = await _place(bubble, viewer)
    if not await bubble.database.read(lambda session: places.can_be_rated(session, place, number)):
        raise NotServed(404, "There is no such answer in this chat.")
    await _turn(bubble, viewer, place, Rated(number, helpful), event_id=f"rated:{number}:{helpful}")
    return answered({})


async def _typing(bubble: Bubble, request: Request) -> Response:
    """The person writes; the team may see that."""
    viewer = await bubble.subscriptions.viewer_of(request)
    place = await _place(bubble, viewer)
    await bubble.database.transact(lambda session: places.show_typing(session, place, now=bubble.now()))
    return Response(status_code=204)


async def _turn(
    bubble: Bubble, viewer: Viewer, conversation_id: str, incoming: Incoming, *, event_id: str
) -> TurnTaken | AlreadySeen | NotOffered:
    return await bubble.database.run(
        lambda: take_turn(
            bubble.installation,
            conversation_id,
            incoming,
            event_id=event_id,
            actor=viewer.in_bubble,
            now=bubble.now(),
        )
    )


async def _place(bubble: Bubble, viewer: Viewer) -> str:
    """The viewer's own conversation; another one cannot be named (ASVS 8.2.2)."""

    def look(session: Session) -> str | None:
        found = places.find(session, viewer, now=bubble.now())
        return found.id if found is not None else None

    place = await bubble.database.read(look)
    if place is None:
        raise NotServed(404, "There is no chat here yet. Write something to begin one.")
    return place


def _accepted(taken: TurnTaken | AlreadySeen | NotOffered) -> Response:
    match taken:
        case TurnTaken(numbers=numbers):
            return answered({"numbers": list(numbers)}, status=202)
        case AlreadySeen():
            return answered({"numbers": []}, status=202)
        case NotOffered():
            return wire.refused(NotServed(400, "That button is not on offer here."))
        case _:
            assert_never(taken)


def _after(request: Request) -> int:
    """Behind which message to go on: what the browser saw last (HTML Living Standard 9.2, Last-Event-ID)."""
    given = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
    if not given.isascii() or not given.isdigit() or len(given) > len(str(LARGEST_NUMBER)):
        raise NotServed(400, "The place to go on from is no number.")
    return int(given)

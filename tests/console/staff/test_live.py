"""The stream of a live page: it begins with where things stand, says what changed, and knows only the page's topics."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from typing import cast

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from console.staff import live
from console.staff.live import RETRY, frames, topics_in
from console.web.visit import Visit
from core.ground.db import announce
from core.ground.live import Watcher
from tests.cast import Cast
from tests.console.staff.desk import Console

ID = "a" * 24


def open_page(console: Console, name: str) -> Visit:
    """A page of someone signed in."""
    assert console.app is not None
    token, signed_in = console.cast.sign_in_as(name, factor="totp", now=console.now)
    cookie = f"tc2fa_console_session={token}".encode()
    request = Request({"type": "http", "headers": [(b"cookie", cookie)], "query_string": b""})
    actor = console.cast.actor(name)
    return Visit(request, console.app.site, now=console.now, actor=actor, signed_in=signed_in)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["requests", "inbox"], {"requests": "requests", "inbox": "inbox"}),
        ([f"conversation:{ID}"], {f"conversation:{ID}": f"conversation:{ID}"}),
        ([f"typing:{ID}"], {f"typing:{ID}:person": f"typing:{ID}"}),
        (["session:1", "conversation:x", "inbox ", "person:" + ID, ""], {}),
        (["requests"] * 9 + ["inbox"], {"requests": "requests"}),
    ],
)
def test_a_page_hears_of_its_own_topics_only(asked: list[str], meant: dict[str, str]) -> None:
    assert topics_in(asked) == meant


@pytest.mark.databases("sqlite")  # what arrives from other processes is proven in core, on both
def test_it_begins_with_where_things_stand_and_ends_with_the_session(console: Console) -> None:
    asyncio.run(story(console))


async def story(console: Console) -> None:
    """A page opens its stream, receives a change, and is sent away when its session is over."""
    await asyncio.to_thread(say, console.cast, "inbox")
    visit = await asyncio.to_thread(open_page, console, "Alex")
    names = topics_in(["inbox", f"typing:{ID}"])
    async with Watcher(console.cast.database, every=60) as watcher:
        heard = frames(visit, watcher, names)
        assert await anext(heard) == b"retry: 2000\n\n"
        assert await event(heard) == ("standing", {"inbox": 1})
        await asyncio.to_thread(say, console.cast, f"typing:{ID}:person")
        assert await event(heard) == ("changed", f"typing:{ID}")
        console.later(hours=1)
        await asyncio.to_thread(say, console.cast, "inbox")
        assert await event(heard) == ("gone", {})


@pytest.mark.databases("sqlite")  # counted in the process
def test_too_many_streams_of_one_person_are_refused(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_STREAMS", 2)
    asyncio.run(open_many(console))


async def open_many(console: Console) -> None:
    """Two tabs of Alex, a third that is refused, one of Sam, and Alex again once a tab is closed."""
    async with Watcher(console.cast.database, every=60) as watcher:
        stream = live.stream_of(watcher)
        alex = await asyncio.to_thread(open_page, console, "Alex")
        tabs = [body_of(await stream(alex)) for _ in range(2)]
        assert [await anext(tab) for tab in tabs] == [RETRY] * 2
        refused = await stream(alex)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "15"
        assert (await stream(await asyncio.to_thread(open_page, console, "Sam"))).status_code == 200
        await tabs[0].aclose()
        assert (await stream(alex)).status_code == 200


def body_of(answer: Response) -> AsyncGenerator[bytes, None]:
    assert isinstance(answer, StreamingResponse)
    return cast("AsyncGenerator[bytes, None]", answer.body_iterator)


async def event(heard: AsyncIterator[bytes]) -> tuple[str, object]:
    """The next event, by name and data."""
    async with asyncio.timeout(5):
        head, data = (await anext(heard)).decode().strip().split("\n")
    return head.removeprefix("event: "), json.loads(data.removeprefix("data: "))


def say(cast: Cast, topic: str) -> None:
    cast.do(lambda session: announce(session, topic))

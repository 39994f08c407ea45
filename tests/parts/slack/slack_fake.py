"""Slack as a strict server on loopback: it refuses what Slack refuses, keeps all it was sent, and fails on demand."""

import asyncio
import contextlib
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.parts.server import listen, serving
from tests.parts.slack.slack_answers import ANSWERS
from tests.parts.slack.slack_rules import BOT_SCOPES, METHODS, argument_problem

TEAM, OTHER_TEAM = "T0LAKESIDE", "T0STRANGER"
BOT_USER, BOT_ID, APP_ID = "U0BOT", "B0BOT", "A0APP"
STAFF_CHANNEL = "C0STAFF"
LOOKS_AGAIN = 0.05  # seconds; what is waited for may be in the database
BOT_TOKEN, APP_TOKEN = "xoxb-fake-bot", "xapp-fake-app"


@dataclass(frozen=True)
class Failure:
    """How one call goes wrong: an error word, a rate limit, a broken answer, or a delay; with or without effect."""

    error: str | None = None
    retry_after: int | None = None
    status: int = 200
    delay: float = 0.0
    has_effect: bool = False  # the call is carried out, only its answer is lost


@dataclass(frozen=True)
class Call:
    """One call as it came in, and what was answered."""

    method: str
    given: dict[str, Any]
    answer: dict[str, Any]
    at: float = field(default_factory=time.time)  # seconds since 1970


@dataclass
class Trigger:
    """A press or command for three seconds; it opens one view."""

    at: datetime
    user: str
    used: bool = False


@dataclass
class FakeSlack:
    """The workspace: people, channels, what stands in them, and every call that was made."""

    clock: Callable[[], datetime]
    token: str = BOT_TOKEN
    scopes: set[str] = field(default_factory=lambda: set(BOT_SCOPES))
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    ims: dict[str, str] = field(default_factory=dict)  # user -> channel
    members: dict[str, set[str]] = field(default_factory=lambda: {STAFF_CHANNEL: {BOT_USER}})
    archived: set[str] = field(default_factory=set)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    ephemerals: list[dict[str, Any]] = field(default_factory=list)
    modals: list[dict[str, Any]] = field(default_factory=list)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self.changed = threading.Condition()
        self.failures: dict[str, list[Failure]] = defaultdict(list)
        self._last_ts = 0

    def add_user(self, user: str, name: str, **more: Any) -> None:
        """A person of the workspace; ``more`` as in users.info (deleted, is_stranger, is_restricted, team_id, ...)."""
        usual = {"id": user, "team_id": TEAM, "deleted": False, "is_bot": False, "real_name": name}
        self.users[user] = {**usual, "name": name.lower(), "profile": {"display_name": name}, **more}

    def fail(self, method: str, *failures: Failure) -> None:
        """The next calls of this method go wrong like this, one after the other."""
        self.failures[method].extend(failures)

    def trigger(self, user: str) -> str:
        """A trigger id as a press brings it."""
        name = f"{len(self.triggers) + 1}.{TEAM}.trigger"
        self.triggers[name] = Trigger(self.clock(), user)
        return name

    def next_ts(self) -> str:
        """Slack's name of a message: a moment that is never given twice."""
        self._last_ts = max(self._last_ts + 1, int(self.clock().timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def im_of(self, user: str) -> str:
        """The direct message between a user and the bot."""
        return self.ims.setdefault(user, f"D0{user}")

    def dm(self, user: str) -> list[dict[str, Any]]:
        """What stands in a user's direct message with the bot."""
        return list(self.messages[self.im_of(user)])

    def made(self, method: str) -> list[Call]:
        """The calls of one method that were carried out."""
        return [call for call in self.calls if call.method == method and call.answer.get("ok")]

    def wait(self, until: Callable[[], Any], what: str = "it", *, seconds: float = 15.0) -> Any:
        """Wait until something is so, looking after each call and a little later; the value of ``until``."""
        found = self.becomes(until, seconds=seconds)
        assert found, f"Slack waited {seconds} s for {what}; calls: {[c.method for c in self.calls[-12:]]}"
        return found

    def becomes(self, until: Callable[[], Any], *, seconds: float) -> Any:
        """The value of ``until`` as soon as it is true, or what it is in the end."""
        until_when = time.monotonic() + seconds
        found = until()
        while not found and time.monotonic() < until_when:
            with self.changed:
                self.changed.wait(LOOKS_AGAIN)
            found = until()
        return found

    async def answer(self, request: Request) -> Response:
        """One call of the Web API."""
        method = request.path_params["method"]
        if method not in METHODS:
            return JSONResponse({"ok": False, "error": "unknown_method"})
        given = await _given(request, reads_json=METHODS[method].reads_json)
        failure = self.failures[method].pop(0) if self.failures[method] else None
        done: dict[str, Any] = {}
        if failure is None or failure.has_effect:
            done = self._carry_out(method, given, request)
            self._note(method, given, done)
        if failure is None:
            return JSONResponse(done, headers={"x-oauth-scopes": ",".join(sorted(self.scopes))})
        return await self._failed(method, given, failure)

    def _carry_out(self, method: str, given: dict[str, Any], request: Request) -> dict[str, Any]:
        error = self._refusal(method, given, request)
        if error is not None:
            return {"ok": False, "error": error}
        with self.changed:
            return ANSWERS[method](self, given)

    def _refusal(self, method: str, given: Mapping[str, Any], request: Request) -> str | None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or given.get("token")
        if token != (APP_TOKEN if method == "apps.connections.open" else self.token):
            return "invalid_auth"
        scope = METHODS[method].scope
        if scope is not None and scope not in self.scopes | {"connections:write"}:
            return "missing_scope"
        return argument_problem(method, given)

    async def _failed(self, method: str, given: dict[str, Any], failure: Failure) -> Response:
        if not failure.has_effect:
            self._note(method, given, {"ok": False, "error": failure.error or f"status_{failure.status}"})
        await asyncio.sleep(failure.delay)
        if failure.retry_after is not None:
            headers = {"Retry-After": str(failure.retry_after)}
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)
        if failure.error is not None:
            return JSONResponse({"ok": False, "error": failure.error})
        return PlainTextResponse("upstream connect error", failure.status)

    def _note(self, method: str, given: dict[str, Any], answer: dict[str, Any]) -> None:
        with self.changed:
            self.calls.append(Call(method, given, answer))
            self.changed.notify_all()


@contextlib.contextmanager
def fake_slack(clock: Callable[[], datetime]) -> Iterator[FakeSlack]:
    """A workspace that answers until the block ends."""
    slack = FakeSlack(clock)
    app = Starlette(routes=[Route("/api/{method}", slack.answer, methods=["POST", "GET"])])
    with serving(app, listen()) as address:
        slack.url = f"{address}/api/"
        yield slack


async def _given(request: Request, *, reads_json: bool) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        # The SDK's blocking client sends a call without arguments as JSON without a body, which Slack takes.
        body = await request.json() if await request.body() else {}
        return dict(body) if reads_json and isinstance(body, dict) else {}
    found: dict[str, Any] = dict(request.query_params)
    async with request.form() as form:
        found |= {name: value for name, value in form.items() if isinstance(value, str)}
    for name in ("blocks", "metadata", "view"):
        if isinstance(found.get(name), str):
            found[name] = json.loads(found[name])
    return found

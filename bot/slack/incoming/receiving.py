"""The door for Slack's requests: the raw bytes are checked before anything reads meaning into them.

Bolt would parse first, answer 500 to unsigned nonsense, take a body of any size, and log what it rejects.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

import structlog
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive

from bot.slack.workspace.workspace import Clock

PATH = "/slack/events"
MOST_BYTES = 1024 * 1024  # a modal with 200 practices comes back whole, percent-encoded
LONGEST_TIMESTAMP = 12  # digits
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 100
log = structlog.get_logger("slack")


class Unreadable(Exception):
    """Signed, but not something Slack sends."""


class Ticking(SignatureClock):
    """The verifier's clock is ours, so that a test decides what is old."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def now(self) -> float:
        return self.clock().timestamp()


def checked_route(handler: AsyncSlackRequestHandler, *, signing_secret: str, clock: Clock) -> Route:
    """The route Slack posts everything to. An empty secret stops the start: everybody could sign with it."""
    if not signing_secret:
        raise ValueError("Slack's signing secret is empty")
    verifier = SignatureVerifier(signing_secret, Ticking(clock))

    async def endpoint(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return _said(413, "too large")
        if not _is_text(body):
            return _said(400, "not UTF-8")
        if not is_signed(verifier, body, request.headers):
            return _said(401, "not signed by Slack, or too old")
        if not is_from_slack(body, request.headers.get("content-type", "")):
            return _said(400, "not readable")
        return await handler.handle(Request(request.scope, _again(body)))

    return Route(PATH, endpoint, methods=["POST"])


def is_signed(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """HMAC-SHA256 over the raw body, at most 300 seconds old; anything odd in the two headers is a no."""
    moment = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= LONGEST_TIMESTAMP):
        return False
    return signature.isascii() and verifier.is_valid(body, moment, signature)


def is_from_slack(body: bytes, content_type: str) -> bool:
    """Whether the body has the shape of one of Slack's: Bolt walks into it without looking."""
    try:
        return _has_shape(_payload(body, content_type))
    except (Unreadable, ValueError, RecursionError):
        return False


def _payload(body: bytes, content_type: str) -> Mapping[str, Any]:
    if content_type.partition(";")[0].strip().lower() != FORM:
        return _object(json.loads(body))
    fields = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    if "payload" in fields:
        return _object(json.loads(fields["payload"][0]))
    return {"type": "command", **{name: values[0] for name, values in fields.items()}}


def _object(read: Any) -> Mapping[str, Any]:
    if not isinstance(read, dict):
        raise Unreadable
    return read


def _has_shape(payload: Mapping[str, Any]) -> bool:
    match payload:
        case {"type": "url_verification", "challenge": str()}:
            return True
        case {"type": "event_callback", "team_id": str(), "event_id": str(), "event": {"type": str()}}:
            return _has_people(payload)
        case {"type": "command", "command": str(), "team_id": str(), "user_id": str(), "trigger_id": str()}:
            return True
        case {"type": "shortcut", "callback_id": str(), "trigger_id": str()}:
            return _has_people(payload)
        case {"type": "block_actions", "actions": [{"action_id": str()}, *_], "user": {"id": str()}}:
            return _has_people(payload) and _is_view(payload.get("view"))
        case {
            "type": "view_submission" | "view_closed",
            "view": {"callback_id": str()},
            "user": {"id": str()},
        }:
            return _has_people(payload) and _is_view(payload.get("view"))
        case {"ssl_check": str()}:
            return True
        case _:
            return False


def _has_people(payload: Mapping[str, Any]) -> bool:
    """Nothing Bolt looks into is of another kind than it expects."""
    grants = payload.get("authorizations") or []
    user, team, enterprise = (payload.get(name) for name in ("user", "team", "enterprise"))
    is_event = payload["type"] == "event_callback"
    return (
        isinstance(grants, list)
        and all(isinstance(each, dict) for each in grants)
        and isinstance(team, dict | str | None)
        and isinstance(enterprise, dict | str | None)
        and (is_event or (isinstance(user, dict) and isinstance(user.get("id"), str)))
    )


def _is_view(view: Any) -> bool:
    return view is None or (isinstance(view, dict) and isinstance(view.get("state", {}), dict))


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is too large: then the rest is not even read."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _again(body: bytes) -> Receive:
    """The body once more, for Bolt's handler."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _said(status: int, why: str) -> Response:
    """A refusal; the log says which, and nothing of the body."""
    log.warning("a request to Slack's door was refused", status=status, why=why)
    return PlainTextResponse(why, status, {"Cache-Control": "no-store"})

"""Slack as the sender: signs what people do and posts it to the app, as often and in whatever order a test wants."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

import httpx2

from tests.parts.slack.slack_fake import APP_ID, BOT_USER, TEAM, FakeSlack

SIGNING_SECRET = "fake-signing-secret"
PATH = "/slack/events"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass(frozen=True)
class Delivery:
    """One body with its signature: posting it again is a replay."""

    body: bytes
    headers: Mapping[str, str]


@dataclass
class Driver:
    """Posts to one account site, in the name of one workspace."""

    slack: FakeSlack
    site: str
    secret: str = SIGNING_SECRET
    team: str = TEAM
    events: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.client = httpx2.Client(timeout=20, trust_env=False)

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()

    def signed(self, body: bytes, content_type: str, more: Mapping[str, str] | None = None) -> Delivery:
        """A body as Slack sends it (v0 signature over the raw bytes)."""
        moment = str(int(self.slack.clock().timestamp()))
        digest = hmac.new(self.secret.encode(), b"v0:" + moment.encode() + b":" + body, hashlib.sha256)
        signature = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest.hexdigest()}"}
        return Delivery(body, {"Content-Type": content_type, **signature, **(more or {})})

    def post(self, delivery: Delivery) -> httpx2.Response:
        """Deliver once."""
        return self.client.post(self.site + PATH, content=delivery.body, headers=dict(delivery.headers))

    def event(self, event: Mapping[str, Any], *, event_id: str | None = None, retry: int = 0) -> Delivery:
        """An event of the Events API."""
        body = {
            "type": "event_callback",
            "token": "ignored",
            "team_id": self.team,
            "api_app_id": APP_ID,
            "event": event,
            "event_id": event_id or f"Ev{next(self.events):08d}",
            "event_time": int(self.slack.clock().timestamp()),
            "authorizations": [{"team_id": self.team, "user_id": BOT_USER, "is_bot": True}],
        }
        again = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        return self.signed(json.dumps(body).encode(), JSON, again)

    def said(self, user: str, text: str, *, event_id: str | None = None, **more: Any) -> Delivery:
        """A message in the bot's Messages tab."""
        event = {
            "type": "message",
            "channel": self.slack.im_of(user),
            "channel_type": "im",
            "user": user,
            "text": text,
            "ts": self.slack.next_ts(),
            "team": self.team,
            **more,
        }
        return self.event(event, event_id=event_id)

    def command(self, user: str, text: str, *, channel: str | None = None) -> Delivery:
        """``/2fa`` with these words."""
        form = {
            "token": "ignored",
            "team_id": self.team,
            "team_domain": "lakeside",
            "channel_id": channel or self.slack.im_of(user),
            "user_id": user,
            "user_name": user.lower(),
            "command": "/2fa",
            "text": text,
            "api_app_id": APP_ID,
            "response_url": "https://hooks.slack.com/commands/1/2/3",
            "trigger_id": self.slack.trigger(user),
        }
        return self.signed(urlencode(form).encode(), FORM)

    def interaction(self, kind: str, user: str, **more: Any) -> Delivery:
        """A shortcut, a press or a sent modal."""
        payload = {
            "type": kind,
            "token": "ignored",
            "team": {"id": self.team, "domain": "lakeside"},
            "user": {"id": user, "team_id": self.team, "username": user.lower()},
            "api_app_id": APP_ID,
            "trigger_id": self.slack.trigger(user),
            **more,
        }
        return self.signed(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    def shortcut(self, user: str, callback_id: str) -> Delivery:
        """The global shortcut."""
        return self.interaction("shortcut", user, callback_id=callback_id, action_ts=self.slack.next_ts())

    def pressed(self, user: str, message: Mapping[str, Any], label: str) -> Delivery:
        """The button that says ``label`` under a message of the bot's."""
        channel = self.slack.im_of(user)
        container = {"type": "message", "message_ts": message["ts"], "channel_id": channel}
        action = _button(message["blocks"], label) | {"action_ts": self.slack.next_ts()}
        return self.interaction(
            "block_actions",
            user,
            container=container,
            channel={"id": channel},
            message=dict(message),
            actions=[action],
        )

    def pressed_at_home(self, user: str, label: str) -> Delivery:
        """The button that says ``label`` in the Home tab."""
        home = self.slack.homes[user]
        view = {**home, "id": "VHOME", "team_id": self.team}
        action = _button(home["blocks"], label) | {"action_ts": self.slack.next_ts()}
        return self.interaction(
            "block_actions", user, container={"type": "view", "view_id": "VHOME"}, view=view, actions=[action]
        )

    def sent_modal(self, user: str, view: Mapping[str, Any], values: Mapping[str, Any]) -> Delivery:
        """A modal sent with these inputs, by the id of their block."""
        elements = {
            block["block_id"]: block["element"]["action_id"]
            for block in view["blocks"]
            if block["type"] == "input"
        }
        state = {"values": {block: {elements[block]: value} for block, value in values.items()}}
        return self.interaction("view_submission", user, view={**view, "team_id": self.team, "state": state})


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    """What the buttons under a message say, in their order."""
    return [button["text"]["text"] for button in buttons(blocks)]


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The buttons in blocks, wherever they stand."""
    found = [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
    found += [block["accessory"] for block in blocks if "accessory" in block]
    return [each for each in found if each["type"] == "button"]


def _button(blocks: list[dict[str, Any]], label: str) -> dict[str, Any]:
    for block in blocks:
        for each in buttons([block]):
            if each["text"]["text"] == label:
                return {**each, "block_id": block["block_id"]}
    raise AssertionError(f"no button says {label!r}; there are {labels(blocks)}")

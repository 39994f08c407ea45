"""Code and manifest name the same things, both ways: what is declared is handled, and what is handled is declared."""

import re
from pathlib import Path
from typing import Any

import yaml

from bot.slack.incoming import listeners
from bot.slack.incoming.receiving import PATH
from bot.slack.views.request_modal import ANSWER, REQUEST
from tests.parts.slack.slack_rules import BOT_SCOPES, METHODS

ROOT = Path(__file__).parents[3]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
CALLED = re.compile(r"client\.([a-z]+)_([a-z]+(?:[A-Z][a-z]+)?)\b")
ELSEWHERE = {
    "apps.connections.open",
    "auth.test",
    "chat.getPermalink",
}  # Bolt's socket, and tc2fa slack check


def test_every_command_and_shortcut_is_heard_and_declared() -> None:
    features = MANIFEST["features"]
    assert [each["command"] for each in features["slash_commands"]] == [listeners.COMMAND]
    assert [each["callback_id"] for each in features["shortcuts"]] == [listeners.SHORTCUT]


def test_every_event_is_heard_and_declared() -> None:
    declared = {name.split(".")[0] for name in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}
    assert declared == set(listeners.EVENTS)


def test_every_modal_that_opens_is_heard_when_it_is_sent() -> None:
    assert set(listeners.VIEWS) == {REQUEST, ANSWER}
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True


def test_every_address_leads_to_the_one_door() -> None:
    settings, commands = MANIFEST["settings"], MANIFEST["features"]["slash_commands"]
    addresses = [
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *(each["url"] for each in commands),
    ]
    assert {address.removeprefix("https://2fa.example.org") for address in addresses} == {PATH}


def test_every_method_that_is_called_has_its_scope_and_no_scope_is_for_nothing() -> None:
    declared = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    assert declared == set(BOT_SCOPES)
    called = set()
    for path in (ROOT / "bot" / "slack").rglob("*.py"):
        called |= {f"{family}.{verb}" for family, verb in CALLED.findall(path.read_text("utf-8"))}
    assert called == METHODS.keys() - ELSEWHERE
    of_methods = {METHODS[name].scope for name in called} - {None}
    of_events = {"app_mentions:read", "im:history"}
    assert declared == of_methods | of_events | {"commands"}

"""What Slack's own schema lets pass: these mistakes in a manifest show only when nothing arrives."""

import re
from typing import Any

import pytest
import yaml

from console.commands.slack_check import SCOPES
from console.commands.slack_manifest import PLACEHOLDER, manifest_for
from tests.house.sources import ROOT

# The scope that lets an event arrive; app_home_opened needs none.
SCOPE_OF = {"app_mention": "app_mentions:read", "message.im": "im:history", "app_home_opened": None}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_slack_reads_it_as_version_2(manifest: dict[str, Any]) -> None:
    assert manifest["_metadata"]["major_version"] == 2


def test_every_address_is_https_and_the_one_path(manifest: dict[str, Any]) -> None:
    addresses = [
        *(command["url"] for command in manifest["features"]["slash_commands"]),
        manifest["settings"]["event_subscriptions"]["request_url"],
        manifest["settings"]["interactivity"]["request_url"],
    ]
    assert addresses == [f"{PLACEHOLDER}/slack/events"] * 3
    everywhere = re.findall(r"\w+://[^\s\"]+", (ROOT / "manifest.yml").read_text("utf-8"))
    assert len([each for each in everywhere if each.startswith(PLACEHOLDER)]) == len(addresses)


def test_the_rights_are_the_least_and_no_more(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}
    assert sorted(scopes["bot"]) == sorted(set(scopes["bot"])) == sorted(SCOPES)


def test_every_event_has_its_right_and_a_bot_to_arrive_at(manifest: dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert len(events) == len(set(events))
    assert set(events) == set(SCOPE_OF)
    assert {SCOPE_OF[event] for event in events} - {None} <= set(manifest["oauth_config"]["scopes"]["bot"])
    assert manifest["features"]["bot_user"]["display_name"]


def test_commands_and_shortcuts_are_ours_and_within_limits(manifest: dict[str, Any]) -> None:
    assert "commands" in manifest["oauth_config"]["scopes"]["bot"]
    (command,) = manifest["features"]["slash_commands"]
    (shortcut,) = manifest["features"]["shortcuts"]
    assert command["command"] == "/2fa"
    assert (shortcut["name"], shortcut["type"]) == ("Two-factor help", "global")
    assert len(shortcut["name"]) <= 24
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140


def test_people_can_write_to_it_and_find_its_home(manifest: dict[str, Any]) -> None:
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"] is True
    assert home["messages_tab_enabled"] is True
    assert home["messages_tab_read_only_enabled"] is False
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


@pytest.mark.parametrize("switch", ["socket_mode_enabled", "org_deploy_enabled", "token_rotation_enabled"])
def test_what_we_do_not_serve_is_off(manifest: dict[str, Any], switch: str) -> None:
    assert manifest["settings"][switch] is False


def test_another_host_changes_the_addresses_and_nothing_else(manifest: dict[str, Any]) -> None:
    other = yaml.safe_load(manifest_for("https://a.example.com:8443"))
    assert yaml.safe_dump(other).replace("https://a.example.com:8443", PLACEHOLDER) == yaml.safe_dump(
        manifest
    )


def test_an_installed_package_carries_it() -> None:
    assert 'force-include = { "manifest.yml" = "console/manifest.yml" }' in (
        ROOT / "pyproject.toml"
    ).read_text("utf-8")

"""``tc2fa slack``: a manifest with the right host, and a check that names what is wrong in plain words."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from console.cli import app
from console.commands import demo, slack_manifest
from tests.cast import MONDAY
from tests.parts.server import listen
from tests.parts.slack.slack_fake import (
    APP_TOKEN,
    BOT_TOKEN,
    STAFF_CHANNEL,
    TEAM,
    Failure,
    FakeSlack,
    fake_slack,
)


@pytest.fixture(scope="module")
def workspace() -> Iterator[FakeSlack]:
    """One server for all; each test gets it as it was."""
    with fake_slack(lambda: MONDAY) as slack:
        yield slack


@pytest.fixture
def slack(workspace: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> FakeSlack:
    """A workspace, and an environment that is set up right for it."""
    monkeypatch.setattr(workspace, "scopes", set(workspace.scopes))
    monkeypatch.setattr(workspace, "members", dict(workspace.members))
    workspace.failures.clear()
    for name, value in {
        "TC2FA_PUBLIC_URL": "https://2fa.clinic.example",
        "TC2FA_SLACK_API_URL": workspace.url,
        "TC2FA_SLACK_BOT_TOKEN": BOT_TOKEN,
        "TC2FA_SLACK_SIGNING_SECRET": "a signing secret",
        "TC2FA_SLACK_TEAM_ID": TEAM,
        "TC2FA_SLACK_STAFF_CHANNEL": STAFF_CHANNEL,
    }.items():
        monkeypatch.setenv(name, value)
    return workspace


def run(*words: str) -> tuple[int, str]:
    """The exit code, and everything that was printed."""
    result = CliRunner().invoke(app, ["slack", *words])
    return result.exit_code, result.output


def test_all_is_well(slack: FakeSlack) -> None:
    code, said = run("check")
    assert code == 0, said
    assert "wrong" not in said
    for part in ("Slack knows the bot token", "every right it needs", f"staff channel {STAFF_CHANNEL}"):
        assert part in said
    assert "https://2fa.clinic.example/slack/events" in said
    assert said.endswith("The Slack app is set up.\n")


def test_checking_changes_nothing_in_slack(slack: FakeSlack) -> None:
    slack.calls.clear()
    run("check")
    assert {call.method for call in slack.calls} == {"auth.test", "chat.getPermalink"}


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("invalid_auth", "Slack does not know this bot token"),
        ("token_revoked", "revoked, or the app was removed"),
        ("account_inactive", "revoked, or the app was removed"),
        ("org_login_required", "Slack refused the bot token: org_login_required"),
    ],
)
def test_a_token_slack_refuses_is_named(slack: FakeSlack, error: str, says: str) -> None:
    slack.fail("auth.test", Failure(error=error))
    code, said = run("check")
    assert code == 1
    assert says in said
    assert BOT_TOKEN not in said


@pytest.mark.parametrize("failure", [Failure(status=502), Failure(retry_after=30)])
def test_a_slack_that_is_not_well_is_no_wrong_setting(slack: FakeSlack, failure: Failure) -> None:
    slack.fail("auth.test", failure)
    code, said = run("check")
    assert code == 1
    assert ("asks to wait" if failure.retry_after else "does not answer") in said


def test_no_way_to_slack_is_said(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TC2FA_SLACK_API_URL", "http://127.0.0.1:9/api")
    code, said = run("check")
    assert code == 1
    assert "Slack does not answer" in said


def test_the_token_of_another_workspace(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TC2FA_SLACK_TEAM_ID", "T0ELSE")
    code, said = run("check")
    assert code == 1
    assert f"TC2FA_SLACK_TEAM_ID is T0ELSE, but the token belongs to {TEAM}" in said


def test_rights_that_are_missing_and_rights_too_many(slack: FakeSlack) -> None:
    slack.scopes -= {"im:write", "users:read"}
    slack.scopes |= {"users:read.email"}
    code, said = run("check")
    assert code == 1
    assert "The app lacks im:write and users:read." in said
    assert "more rights than it needs: users:read.email" in said


def test_a_channel_the_app_is_not_in(slack: FakeSlack) -> None:
    slack.members[STAFF_CHANNEL] = set()
    code, said = run("check")
    assert code == 1
    assert f"cannot see the staff channel {STAFF_CHANNEL}" in said
    assert "/invite" in said


def test_no_staff_channel_is_only_worth_a_note(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TC2FA_SLACK_STAFF_CHANNEL")
    code, said = run("check")
    assert code == 0
    assert "TC2FA_SLACK_STAFF_CHANNEL is not set" in said


def test_an_address_slack_cannot_reach(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TC2FA_PUBLIC_URL", "http://127.0.0.1:8000")
    code, said = run("check")
    assert code == 1
    assert "Slack cannot reach http://127.0.0.1:8000/slack/events" in said
    slack.sockets.append("ws://127.0.0.1:1/")
    monkeypatch.setenv("TC2FA_SLACK_APP_TOKEN", APP_TOKEN)
    code, said = run("check")
    assert code == 0, said
    assert "Socket Mode" in said
    monkeypatch.setenv("TC2FA_SLACK_APP_TOKEN", "xapp-another")
    code, said = run("check")
    assert code == 1
    assert "does not know the app token" in said


@pytest.mark.parametrize("gone", ["BOT_TOKEN", "SIGNING_SECRET", "TEAM_ID"])
@pytest.mark.parametrize("value", ["", "  "])
def test_half_of_slack_stops_it(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, gone: str, value: str
) -> None:
    monkeypatch.setenv(f"TC2FA_SLACK_{gone}", value)
    result: Any = CliRunner().invoke(app, ["slack", "check"])
    assert result.exit_code == 1
    assert f"set TC2FA_SLACK_{gone} too" in str(result.exception)


def test_nothing_set_says_what_to_set() -> None:
    code, said = run("check")
    assert code == 1
    assert "TC2FA_SLACK_BOT_TOKEN, TC2FA_SLACK_SIGNING_SECRET and TC2FA_SLACK_TEAM_ID are not set" in said


def test_the_manifest_carries_your_host_and_no_other() -> None:
    code, said = run("manifest", "--url", "https://2fa.clinic.example/")
    assert code == 0
    assert said.count("https://2fa.clinic.example/slack/events") == 3
    assert said.count("https://") == 4  # the fourth is in the note on top


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://2fa.clinic.example", "https addresses only"),
        ("2fa.clinic.example", "https addresses only"),
        ("https://2fa.clinic.example/slack", "more than a host"),
        ("https://2fa.clinic.example?x=1", "more than a host"),
        ("https://localhost", "no host that Slack can reach"),
        ("https://me:secret@2fa.clinic.example", "no host that Slack can reach"),
        ("https://2fa.clinic.example\nevil: true", "no host that Slack can reach"),
    ],
)
def test_an_address_that_slack_cannot_call_is_refused(url: str, says: str) -> None:
    code, said = run("manifest", "--url", url)
    assert code == 1
    assert says in said


def test_a_package_without_its_manifest_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_manifest, "PLACES", ())
    code, said = run("manifest", "--url", "https://2fa.clinic.example")
    assert code == 1
    assert "manifest.yml is missing" in said


def test_the_demo_can_talk_to_a_workspace_of_yours(slack: FakeSlack, tmp_path: Path) -> None:
    with listen() as account, listen() as console:
        listening = demo.DemoSockets(account, console)
        without = demo.settings_of(tmp_path, listening, fresh=False, environ={"TC2FA_LOG_LEVEL": "debug"})
        settings = demo.settings_of(tmp_path, listening, fresh=False, environ=os.environ)
    assert not without.slack_is_on
    assert settings.slack_is_on
    assert settings.public_url.startswith("http://127.0.0.1:")  # the demo stays on this machine

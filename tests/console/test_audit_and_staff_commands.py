"""The operator's commands for the trail and for the last supervisor, as they are typed."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from console.cli import app
from core.audit import chain
from core.ground import migrate
from core.ground.db import Database
from core.ground.sealing import KeyRing, new_key
from tests.cast import MONDAY, Cast, open_cast
from tests.core.audit.test_chain import as_intruder
from tests.core.audit.test_checks import change, remove, smuggle, swap

pytestmark = pytest.mark.databases("sqlite")  # what the commands do is proven on both where it is done


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """An installation of its own, in the environment of the commands."""
    chosen = {"TC2FA_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}", "TC2FA_KEYS": new_key("k1")}
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    migrate.upgrade(Database(chosen["TC2FA_DATABASE_URL"]))
    return chosen


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_the_last_supervisor_gets_a_link_and_an_agent_none(settings: Mapping[str, str]) -> None:
    run("staff", "add", "kim@thoroughcare.example", "--role", "supervisor")
    run("staff", "add", "alex@thoroughcare.example", "--role", "agent")
    done = run("staff", "recover", "kim@thoroughcare.example")
    assert done.exit_code == 0
    assert "/invitation/" in done.output
    refused = run("staff", "recover", "alex@thoroughcare.example")
    assert refused.exit_code == 1
    assert run("audit", "verify").exit_code == 0


def test_while_others_can_help_it_names_them(settings: Mapping[str, str]) -> None:
    cast = people(settings)
    refused = run("staff", "recover", "sam@thoroughcare.example")
    assert refused.exit_code == 1
    assert cast.audited("staff.recovered") == []


def test_the_trail_is_exported_and_the_export_stands_in_it(settings: Mapping[str, str]) -> None:
    cast = people(settings)
    lines = [json.loads(line) for line in run("audit", "export", "--action", "practice").output.splitlines()]
    assert {line["action"] for line in lines} == {"practice.added"}
    header, *rows = run("audit", "export", "--form", "csv").output.splitlines()
    assert header.startswith("id,at,actor_id")
    assert len(rows) == len(cast.audited())
    assert [entry.channel for entry in cast.audited("audit.exported")] == ["command_line"] * 2
    assert run("audit", "export", "--form", "xml").exit_code != 0


@pytest.mark.parametrize(
    ("tamper", "entry"),
    [(change, 4), (remove, 4), (swap, 4), (smuggle, 4_000)],
    ids=["change", "delete", "swap", "insert"],
)
def test_verify_names_the_first_bad_entry(
    settings: Mapping[str, str], tamper: Callable[[Session], object], entry: int
) -> None:
    cast = people(settings)
    keys = KeyRing.parse(settings["TC2FA_KEYS"])
    cast.do(lambda session: chain.seal_pending(session, keys, now=MONDAY))
    assert run("audit", "verify").exit_code == 0
    as_intruder(cast, tamper)
    found = run("audit", "verify")
    assert found.exit_code == 1
    assert f"Entry {entry} " in found.output


def people(settings: Mapping[str, str]) -> Cast:
    return open_cast(Database(settings["TC2FA_DATABASE_URL"]))

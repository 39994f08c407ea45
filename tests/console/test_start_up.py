"""A command loads only what it needs: counted in modules, because processor time depends on who else uses the machine."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from core.ground.sealing import new_key

# Not pydantic: typer loads it for itself where it is installed.
HEAVY = {"sqlalchemy", "alembic", "slack_sdk", "slack_bolt", "numpy", "starlette", "uvicorn", "jinja2"}
OF_THE_DATABASE = {"sqlalchemy", "alembic"}
RUN = """
import sys
from console.cli import main
sys.argv = ["tc2fa", *sys.argv[1:]]
try:
    main()
finally:
    print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_by(*command: str, folder: Path, settings: Mapping[str, str] | None = None) -> set[str]:
    """The top packages that a process has loaded when it has run ``tc2fa`` with ``command``."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *command],
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "", **(settings or {})},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("words", ["", "demo", "db current", "staff add", "slack check"])
def test_help_loads_no_server_and_no_database(words: str, tmp_path: Path) -> None:
    loaded = loaded_by(*words.split(), "--help", folder=tmp_path)
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_the_revision_is_told_without_the_sites_slack_and_the_model(tmp_path: Path) -> None:
    settings = {"TC2FA_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
    loaded = loaded_by("db", "current", folder=tmp_path, settings=settings)
    assert loaded >= OF_THE_DATABASE
    assert not loaded & (HEAVY - OF_THE_DATABASE)


def test_the_server_without_a_workspace_loads_nothing_of_slack(tmp_path: Path) -> None:
    composed = """
import os, sys
from console.commands import database, serve
from core.ground.installation import open_installation
from core.ground.settings import read_settings
database.upgrade()
product = serve.compose(open_installation(read_settings(os.environ)))
print(any(getattr(route, "path", "") == "/slack/events" for route in product.account.app.routes))
print("slack_bolt" in sys.modules, "aiohttp" in sys.modules, "starlette" in sys.modules)
"""
    settings = {"TC2FA_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}", "TC2FA_KEYS": new_key("k1")}
    workspace = {"TC2FA_SLACK_BOT_TOKEN": "xoxb-1", "TC2FA_SLACK_TEAM_ID": "T1"}
    assert said_by(composed, settings, tmp_path) == "False\nFalse False True"
    with_slack = settings | workspace | {"TC2FA_SLACK_SIGNING_SECRET": "s" * 32}
    assert said_by(composed, with_slack, tmp_path) == "True\nTrue True True"


def said_by(program: str, settings: Mapping[str, str], folder: Path) -> str:
    """The last two lines that a Python program prints with these settings."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "", **settings},
        capture_output=True,
        text=True,
        check=True,
    )
    return "\n".join(done.stdout.strip().splitlines()[-2:])


def test_the_manifest_is_printed_without_the_database(tmp_path: Path) -> None:
    loaded = loaded_by("slack", "manifest", "--url", "https://2fa.example.org", folder=tmp_path)
    assert not loaded & {"sqlalchemy", "slack_bolt", "numpy", "starlette"}

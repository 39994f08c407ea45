"""The demo: real parts on this machine only, with people, keys and mail under one folder."""

import base64
import io
import os
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import segno
from rich import box
from rich.console import Console
from rich.table import Table

from core.ground import migrate
from core.ground.db import Database
from core.ground.sealing import new_key
from core.ground.settings import Settings, SettingsError, read_settings
from core.imports import demo_data
from core.second_factor import totp

KEY_NAME = "demo1"  # marks a folder as the demo's
HOST = "127.0.0.1"  # loopback only: the demo's secrets are published


@dataclass(frozen=True)
class DemoSockets:
    """The two sockets of the demo, open before anything is printed, so that the addresses are true."""

    account: socket.socket
    console: socket.socket

    @property
    def public_url(self) -> str:
        """Where the account site answers."""
        return f"http://{HOST}:{self.account.getsockname()[1]}"

    @property
    def console_url(self) -> str:
        """Where the staff console answers."""
        return f"http://{HOST}:{self.console.getsockname()[1]}"


def utc_now() -> datetime:
    """The demo runs on real time: codes come from real phones."""
    return datetime.now(UTC)


def settings_of(
    data: Path, listening: DemoSockets, *, fresh: bool, environ: Mapping[str, str] | None = None
) -> Settings:
    """The demo's settings, with its folder, keys and tables made when they are missing.

    Of ``environ`` only the Slack settings count: Socket Mode brings a development workspace to this machine.
    """
    _refuse_a_real_database(data)
    if fresh:
        _empty(data)
    keys = _make_folder(data)
    settings = read_settings(
        {
            "TC2FA_DATABASE_URL": f"sqlite:///{data / 'tc2fa.db'}",
            "TC2FA_KEYS_FILE": str(keys),
            "TC2FA_PUBLIC_URL": listening.public_url,
            "TC2FA_CONSOLE_URL": listening.console_url,
            "TC2FA_MAIL_DIRECTORY": str(data / "mail"),
        }
        | {name: value for name, value in (environ or {}).items() if name.startswith("TC2FA_SLACK_")}
    )
    database = Database(settings.database_url)
    migrate.upgrade(database)
    database.close()
    return settings


def _make_folder(data: Path) -> Path:
    """The demo's folder and the key file in it, both closed to other users of this computer."""
    keys = data / "keys"
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not keys.exists():
            with os.fdopen(os.open(keys, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(new_key(KEY_NAME) + "\n")
    except OSError as error:
        raise SettingsError(
            (f"{data} cannot be used: {error.strerror}. Choose another with --data.",)
        ) from error
    return keys


def introduce(terminal: Console, listening: DemoSockets, data: Path) -> None:
    """Print where to go, who can sign in, and each staff phone as a QR code."""
    _print_addresses(terminal, listening, data)
    _print_people(terminal)
    for colleague in demo_data.STAFF:
        _print_phone(terminal, colleague)
    terminal.print("Ctrl-C stops the demo. What you did is kept; --fresh starts over.\n", style="dim")


def _refuse_a_real_database(data: Path) -> None:
    """``--data var --fresh`` must not remove real data: only a folder with the demo's own keys may go."""
    file, keys = data / "tc2fa.db", data / "keys"
    is_ours = keys.exists() and keys.read_text().startswith(f"{KEY_NAME}:")
    if file.exists() and not is_ours:
        raise SettingsError((f"{file} was not made by the demo. Choose another folder with --data.",))


def _empty(data: Path) -> None:
    """Remove what an earlier demo left, and nothing else that may live in the folder."""
    for name in ("tc2fa.db", "tc2fa.db-wal", "tc2fa.db-shm", "keys"):
        (data / name).unlink(missing_ok=True)
    shutil.rmtree(data / "mail", ignore_errors=True)


def _print_addresses(terminal: Console, listening: DemoSockets, data: Path) -> None:
    title = "ThoroughCare two-factor authentication: the demo"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("What")
    table.add_column("Where", overflow="fold")
    table.add_row("Account site, for clinics", listening.public_url)
    table.add_row("Staff console", listening.console_url)
    table.add_row("Mail that was sent", str(data / "mail"))
    terminal.print(table, "")


def _print_people(terminal: Console) -> None:
    title = f"Accounts. Every password is {demo_data.PASSWORD}"
    table = Table(
        title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False
    )  # fits 80 columns, a place a line
    for heading in ("E-mail", "Name", "Where (role)"):
        table.add_column(heading)
    for member in demo_data.MEMBERS:
        places = "\n".join(f"{name} ({role})" for name, role in member.places.items())
        table.add_row(member.email, member.name, places)
    table.add_section()
    for colleague in demo_data.STAFF:
        table.add_row(colleague.email, colleague.name, f"ThoroughCare staff ({colleague.role})")
    terminal.print(table, "")


def _print_phone(terminal: Console, colleague: demo_data.DemoStaff) -> None:
    uri = totp.provisioning_uri(base64.b32decode(colleague.secret), colleague.email)
    drawn = io.StringIO()
    segno.make(uri, error="l").terminal(drawn, border=2, compact=True)
    terminal.print(f"[bold]{colleague.name}[/bold] ({colleague.role}), {colleague.email}")
    terminal.print(f"Scan, or type {colleague.secret}", highlight=False)
    terminal.file.write(drawn.getvalue() + "\n")

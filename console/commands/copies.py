"""``tc2fa db backup`` and ``tc2fa db restore``: a copy of the database, and the copy put back."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from console.commands.problems import Stopped
from core.ground.actors import Actor
from core.ground.db import Database
from core.ground.installation import open_installation
from core.ground.settings import read_settings
from core.operations import backups, restored
from core.operations.backups import NotCopied

BY = Actor(user_id=None, channel="command_line")
out = Console()
err = Console(stderr=True)


def back_up(target: Path) -> None:
    """Write a copy of the database, while it is in use."""
    database = Database(read_settings(os.environ).database_url)
    with Progress(console=err, disable=not err.is_terminal) as progress:
        task = progress.add_task("Copying", total=None)
        try:
            backups.back_up(
                database,
                target,
                progress=lambda done, total: progress.update(task, completed=done, total=total),
            )
        except NotCopied as problem:
            raise Stopped(str(problem)) from problem
    out.print(f"The copy is {target}. Keep the key ring in another place: the copy is useless without it.")


def restore(copy: Path) -> None:
    """Put a copy where the settings point, into an empty place."""
    settings = read_settings(os.environ)
    try:
        done = backups.put_back(copy, Database(settings.database_url), by=BY, now=datetime.now(UTC))
    except NotCopied as problem:
        raise Stopped(str(problem)) from problem
    open_installation(settings)  # says at once whether the key ring fits
    _tell(done)


def settle() -> None:
    """The same for a copy that was put back by other means."""
    installation = open_installation(read_settings(os.environ))
    done = installation.database.transact(
        lambda session: restored.settle(session, by=BY, now=datetime.now(UTC))
    )
    _tell(done)


def _tell(done: Mapping[str, int]) -> None:
    for kind, count in done.items():
        out.print(f"{kind.replace('_', ' ')} ended: {count}")
    out.print(
        "Everyone signs in again with the same phone; whoever had recovery tokens makes new ones in Settings."
    )
    out.print(
        "Passwords, phones and resets that changed after the copy was made are as they were then. "
        "`tc2fa audit verify --head HEAD` with the last mailed head says how much is missing."
    )

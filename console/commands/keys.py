"""``tc2fa keys``: make a key, see which keys are needed, move the secrets to the active one."""

import os
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import Progress

from console.commands.problems import Stopped
from core.ground.actors import Actor
from core.ground.installation import Installation, open_installation
from core.ground.sealing import BadKey, new_key
from core.ground.settings import read_settings
from core.operations import key_rotation

BY = Actor(user_id=None, channel="command_line")
out = Console()
err = Console(stderr=True)


def new(name: str) -> None:
    """Print a fresh line for the key ring."""
    try:
        out.print(new_key(name), highlight=False, soft_wrap=True)
    except BadKey as error:
        raise Stopped(f"{error}.") from error


def status() -> None:
    """Say which key seals and how many secrets need each of them."""
    installation = open_installation(read_settings(os.environ))
    standing = installation.database.read(lambda session: key_rotation.standing(session, installation.keys))
    for key in standing:
        role = "active" if key.kid == installation.keys.active.kid else "kept to open what it sealed"
        out.print(f"{key.kid}: {key.secrets} secrets, {role}")


def rotate() -> None:
    """Move every secret to the active key. Safe while serving; stopped anywhere, it goes on when it is run again."""
    installation = open_installation(read_settings(os.environ))
    moved, broken = _move_all(installation)
    out.print(f"{moved} secrets moved to {installation.keys.active.kid}; none is left under another key.")
    out.print("Keep the older lines in the ring: the seals of the audit trail are checked with them.")
    if broken:
        raise Stopped(
            f"{broken} secrets do not open under their key and stayed as they are. "
            "The console names each of these people when they sign in; a reset ends it."
        )


def _move_all(installation: Installation) -> tuple[int, int]:
    active = installation.keys.active.kid
    standing = installation.database.read(lambda session: key_rotation.standing(session, installation.keys))
    old = sum(key.secrets for key in standing if key.kid != active)
    moved = broken = 0
    with Progress(console=err, disable=not err.is_terminal) as progress:
        task = progress.add_task("Moving secrets", total=old)
        for batch in key_rotation.rotate(
            installation.database, installation.keys, by=BY, clock=lambda: datetime.now(UTC)
        ):
            moved, broken = moved + batch.moved, broken + batch.broken
            progress.update(task, completed=moved + broken)
    return moved, broken

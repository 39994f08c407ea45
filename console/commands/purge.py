"""``tc2fa purge``: run the hourly housekeeping now."""

import os
from datetime import UTC, datetime

from rich.console import Console

from core.ground.installation import open_installation
from core.ground.settings import read_settings
from core.operations import housekeeping

out = Console()


def purge() -> None:
    """Delete what is past its retention time: old chats, ended sessions, used links and so on. Safe while serving."""
    installation = open_installation(read_settings(os.environ))
    swept = housekeeping.tidy(installation.database, now=datetime.now(UTC))
    for kind, count in swept.items():
        if count:
            out.print(f"{kind.replace('_', ' ')}: {count}")
    out.print(f"{sum(swept.values())} rows gone. The audit trail keeps every entry for six years.")

"""``tc2fa audit export``: the whole trail, or a part of it, as CSV or JSON lines. The export stands in the trail itself."""

import os
import sys
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import track

from console.commands.problems import Stopped
from console.staff.audit.export_text import text_of
from core.ground.actors import Actor
from core.ground.installation import open_installation
from core.ground.settings import read_settings
from core.history import audit_exports
from core.history.audit_exports import ExportForm
from core.history.audit_views import Filters

BY = Actor(user_id=None, channel="command_line")
err = Console(stderr=True)


FORMS: dict[str, ExportForm] = {"csv": "csv", "jsonl": "jsonl"}


def export(asked: str, action: str) -> None:
    """Write to standard output; progress goes to standard error, and only to a person."""
    form = FORMS.get(asked)
    if form is None:
        raise Stopped(f"{asked} is no form of export. Choose csv or jsonl.")
    installation = open_installation(read_settings(os.environ))
    filters = Filters(action=action or None)
    installation.database.transact(
        lambda session: audit_exports.begin(session, form, filters, by=BY, now=datetime.now(UTC))
    )
    pieces = text_of(form, installation.database, filters)
    for piece in track(pieces, "Exporting", console=err, disable=not err.is_terminal):
        sys.stdout.write(piece)
    sys.stdout.flush()

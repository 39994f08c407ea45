"""Alembic's entry: runs the revisions on the connection that ``core.ground.migrate`` hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from core.ground.db import UtcDateTime
from core.ground.migrate import tables


def plain_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A revision is history: it names SQL's own types, so that it still runs when our classes have changed."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables(),
    render_item=plain_type,
    render_as_batch=True,  # SQLite cannot alter most things in place
)
with context.begin_transaction():
    context.run_migrations()

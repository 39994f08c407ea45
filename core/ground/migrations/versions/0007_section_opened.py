"""When a person opened the set-up section, so that a card elsewhere can follow.

There is no way down: going back is restoring the backup taken before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("set_up_progress", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))

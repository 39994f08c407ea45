"""How far each person has come with the set-up, who was told that all are done, and the way to what is old.

There is no way down: going back is restoring the backup taken before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

STEPS = "step IN ('offered', 'started', 'qr_issued', 'code_refused', 'enabled', 'acknowledged')"
BY_AGE = (
    ("attempts", "at"),
    ("code_refusals", "at"),
    ("conversation_events", "at"),
    ("half_sign_ins", "expires_at"),
    ("messages", "at"),
    ("one_time_links", "expires_at"),
    ("sessions", "created_at"),
)


def upgrade() -> None:
    op.create_table(
        "set_up_progress",
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(STEPS, name=op.f("ck_set_up_progress_step")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_set_up_progress_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_set_up_progress")),
    )
    op.create_index("ix_set_up_progress_stopped", "set_up_progress", ["nudged_at", "moved_at"])
    op.add_column("practices", sa.Column("finished_told_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_conversations_kind_last_at", "conversations", ["kind", "last_at"])
    for table, column in BY_AGE:
        op.create_index(f"ix_{table}_{column}", table, [column])

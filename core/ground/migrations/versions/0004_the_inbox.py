"""The inbox: who has a conversation, every hand-over, saved replies and office hours.

What waits for a person when this runs keeps its place. There is no way down: going back is restoring the backup taken
before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WHAT_WAITS = """
    INSERT INTO hand_overs (id, conversation_id, began_at, step, problem)
    SELECT id, id, waiting_since, waiting_step, waiting_problem FROM conversations
    WHERE floor <> 'bot' AND waiting_since IS NOT NULL
"""


def upgrade() -> None:
    # Plain SQL, because a batch would copy and drop a table that others point to.
    op.execute(
        "ALTER TABLE conversations ADD COLUMN taken_by VARCHAR(24)"
        " CONSTRAINT fk_conversations_taken_by REFERENCES users (id)"
    )
    op.execute("ALTER TABLE conversations ADD COLUMN team_read_number INTEGER NOT NULL DEFAULT 0")
    _hand_overs()
    _team()
    op.execute(WHAT_WAITS)


def _hand_overs() -> None:
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("conversation_id", sa.String(length=24), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("problem", sa.String(length=60), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(length=24), nullable=True),
        sa.Column("first_reply_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended", sa.String(length=10), nullable=True),
        sa.CheckConstraint("ended IN ('given_back', 'closed')", name=op.f("ck_hand_overs_ended")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_hand_overs_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["taken_by"], ["users.id"], name=op.f("fk_hand_overs_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
    )
    op.create_index("ix_hand_overs_conversation", "hand_overs", ["conversation_id", "began_at"])
    op.create_index("ix_hand_overs_replied", "hand_overs", ["first_reply_at"])
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_hand_overs_open_conversation",
        "hand_overs",
        ["conversation_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _team() -> None:
    op.create_table(
        "saved_replies",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_saved_replies_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_replies")),
    )
    op.create_index("ix_saved_replies_title", "saved_replies", ["title", "id"])
    op.create_table(
        "office_hours",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.String(length=7), nullable=False),
        sa.Column("opens", sa.String(length=5), nullable=False),
        sa.Column("closes", sa.String(length=5), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=24), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_hours_only_row")),
        sa.ForeignKeyConstraint(["changed_by"], ["users.id"], name=op.f("fk_office_hours_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_hours")),
    )

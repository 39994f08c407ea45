"""Changes of a practice's rule by two people, and the date from which it requires a second factor.

There is no way down: going back is restoring the backup taken before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("practices", sa.Column("required_from", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "practice_changes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("practice_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("required_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.String(length=24), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=24), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('deactivate', 'require')", name=op.f("ck_practice_changes_kind")),
        sa.CheckConstraint(
            "state IN ('open', 'approved', 'rejected')", name=op.f("ck_practice_changes_state")
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by <> proposed_by", name=op.f("ck_practice_changes_two_people")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_practice_changes_decided_by")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_practice_changes_practice_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["users.id"], name=op.f("fk_practice_changes_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_changes")),
    )
    op.create_index("ix_practice_changes_practice", "practice_changes", ["practice_id", "proposed_at"])
    op.create_index(
        "uq_practice_changes_open",
        "practice_changes",
        ["practice_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

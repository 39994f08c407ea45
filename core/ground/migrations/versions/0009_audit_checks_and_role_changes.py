"""Checks of the audit chain, roles that change by two people, and indexes in the order the audit page reads.

There is no way down: going back is restoring the backup taken before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _checks()
    _role_changes()
    for name in ("subject", "practice", "actor", "action"):
        column = name if name == "action" else f"{name}_id"
        op.create_index(f"ix_audit_entries_{name}_at", "audit_entries", [column, "at", "id"])
        op.drop_index(f"ix_audit_entries_{name}", table_name="audit_entries")


def _checks() -> None:
    op.create_table(
        "audit_checks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("running", sa.Boolean(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Integer(), nullable=False),
        sa.Column("unsealed", sa.Integer(), nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_checks")),
        sa.UniqueConstraint("running", name=op.f("uq_audit_checks_running")),
    )
    op.create_index(op.f("ix_audit_checks_finished_at"), "audit_checks", ["finished_at"])


def _role_changes() -> None:
    op.create_table(
        "staff_role_changes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("from_role", sa.String(length=10), nullable=False),
        sa.Column("to_role", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by", sa.String(length=24), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=24), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'approved', 'rejected')", name=op.f("ck_staff_role_changes_state")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_staff_role_changes_user_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["users.id"], name=op.f("fk_staff_role_changes_proposed_by")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_staff_role_changes_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role_changes")),
    )
    op.create_index(
        "uq_staff_role_changes_open_user",
        "staff_role_changes",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )

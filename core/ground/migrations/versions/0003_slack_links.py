"""Slack users and the members they are linked to.

There is no way down: going back is restoring the backup taken before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

LIVE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "slack_link_starts",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("slack_name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_slack_link_starts")),
    )
    op.create_index("ix_slack_link_starts_slack_user", "slack_link_starts", ["team_id", "slack_user_id"])
    op.create_table(
        "slack_links",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("slack_user_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("slack_name", sa.String(length=80), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_slack_links_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slack_links")),
    )
    for name, columns in (
        ("uq_slack_links_live_slack_user", ["team_id", "slack_user_id"]),
        ("uq_slack_links_live_member", ["user_id", "team_id"]),
    ):
        op.create_index(name, "slack_links", columns, unique=True, sqlite_where=LIVE, postgresql_where=LIVE)

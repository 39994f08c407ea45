"""A practice's rule can be proposed to end: one more kind of change.

Forward and back; back only while nobody has proposed it, because the proposals are evidence.
"""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    _kinds("kind IN ('deactivate', 'require', 'optional')")


def downgrade() -> None:
    _kinds("kind IN ('deactivate', 'require')")


def _kinds(rule: str) -> None:
    """On SQLite this copies the table, which nothing points to."""
    name = op.f("ck_practice_changes_kind")
    with op.batch_alter_table("practice_changes") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, rule)

"""Resets of a lost factor by two people, the set-up owed after one, and the ways to find people by their factor.

There is no way down: going back is restoring the backup taken before.
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import VARCHAR

revision = "0010"
down_revision = "0009"


BATCH = 2000


def upgrade() -> None:
    _resets()
    _ways_to_find_people()
    _note_words()


def _resets() -> None:
    op.create_table(
        "reset_requests",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("filed_by", sa.String(length=24), nullable=False),
        sa.Column("filed_as", sa.String(length=10), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("factor", sa.String(length=20), nullable=False),
        sa.Column("session_id", sa.String(length=24), nullable=True),
        sa.Column("ip", sa.String(length=45), nullable=True),
        sa.Column("practice_id", sa.String(length=24), nullable=True),
        sa.Column("conversation_id", sa.String(length=24), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("called_back", sa.Text(), nullable=False),
        sa.Column("vouched_by", sa.String(length=24), nullable=True),
        sa.Column("proposed_by", sa.String(length=24), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("approved_by", sa.String(length=24), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=24), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "filed_as IN ('member', 'admin', 'staff')", name=op.f("ck_reset_requests_filed_as")
        ),
        sa.CheckConstraint(
            "state IN ('filed','proposed','approved','done','frozen','withdrawn','declined')",
            name=op.f("ck_reset_requests_state"),
        ),
        sa.CheckConstraint("approved_by <> proposed_by", name=op.f("ck_reset_requests_two_people")),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name=op.f("fk_reset_requests_approved_by")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_reset_requests_conversation_id")
        ),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name=op.f("fk_reset_requests_ended_by")),
        sa.ForeignKeyConstraint(["filed_by"], ["users.id"], name=op.f("fk_reset_requests_filed_by")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_reset_requests_practice_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["users.id"], name=op.f("fk_reset_requests_proposed_by")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reset_requests_user_id")),
        sa.ForeignKeyConstraint(["vouched_by"], ["users.id"], name=op.f("fk_reset_requests_vouched_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_requests")),
    )
    op.create_index("ix_reset_requests_due", "reset_requests", ["state", "due_at"])
    op.create_index("ix_reset_requests_filed", "reset_requests", ["filed_at", "id"])
    op.create_index("ix_reset_requests_state_filed", "reset_requests", ["state", "filed_at", "id"])
    op.create_index("ix_reset_requests_user", "reset_requests", ["user_id", "filed_at"])
    op.create_index(
        "uq_reset_requests_open_user",
        "reset_requests",
        ["user_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('filed', 'proposed', 'approved')"),
        postgresql_where=sa.text("state IN ('filed', 'proposed', 'approved')"),
    )

    op.add_column("half_sign_ins", sa.Column("mail_proven_at", sa.DateTime(timezone=True), nullable=True))

    op.add_column("users", sa.Column("set_up_owed_since", sa.DateTime(timezone=True), nullable=True))


def _ways_to_find_people() -> None:
    op.create_table(
        "name_words",
        sa.Column(
            "word", sa.String(60).with_variant(VARCHAR(60, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("user_id", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_name_words_user_id")),
        sa.PrimaryKeyConstraint("word", "user_id", name=op.f("pk_name_words")),
    )
    op.create_index("ix_name_words_user", "name_words", ["user_id", "word"])
    op.create_index("ix_users_audience_name", "users", ["audience", "name", "id"])
    op.create_index("ix_set_up_progress_step", "set_up_progress", ["step", "moved_at"])
    some = {
        "ix_enrollments_locked": ("enrollments", "state = 'live' AND locked_at IS NOT NULL"),
        "ix_enrollments_unsaved": ("enrollments", "state = 'live' AND tokens_acknowledged_at IS NULL"),
        "ix_recovery_tokens_spent": ("recovery_tokens", "used_at IS NOT NULL AND replaced_at IS NULL"),
    }
    for name, (table, where) in some.items():
        op.create_index(
            name, table, ["user_id"], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )


def _note_words() -> None:
    """The words of everybody who is there already, in batches."""
    connection, last = op.get_bind(), ""
    after = sa.text("SELECT id, name, email FROM users WHERE id > :last ORDER BY id LIMIT :batch")
    insert = sa.text("INSERT INTO name_words (word, user_id) VALUES (:word, :user_id)")
    while rows := connection.execute(after, {"last": last, "batch": BATCH}).all():
        words = [
            {"word": word, "user_id": row.id}
            for row in rows
            for word in _words(f"{row.name} {row.email.partition('@')[0]}")
        ]
        if words:
            connection.execute(insert, words)
        last = rows[-1].id


def _words(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return {word[:60] for word in re.split(r"[\W_]+", plain) if word}

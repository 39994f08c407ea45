"""The audit trail refuses every change, and lets go of what is older than six years.

The triggers also queue each new entry for its seal. There is no way down: going back is restoring the backup taken
before.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

# Entries that are older than the triggers wait for their seal like all others.
QUEUE_WHAT_IS_THERE = "INSERT INTO audit_unsealed (entry_id) SELECT id FROM audit_entries"
QUEUE = "INSERT INTO audit_unsealed (entry_id) VALUES (NEW.id)"

SQLITE = (
    f"CREATE TRIGGER audit_entries_queue AFTER INSERT ON audit_entries BEGIN {QUEUE}; END",
    # INSERT OR REPLACE would otherwise swap an entry without any delete trigger being asked.
    """CREATE TRIGGER audit_entries_replace BEFORE INSERT ON audit_entries
       WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = NEW.id)
       BEGIN SELECT RAISE(ABORT, 'audit_entries is insert-only'); END""",
    """CREATE TRIGGER audit_seals_replace BEFORE INSERT ON audit_seals
       WHEN EXISTS (SELECT 1 FROM audit_seals WHERE number = NEW.number OR entry_id = NEW.entry_id)
       BEGIN SELECT RAISE(ABORT, 'audit_seals is insert-only'); END""",
    *(
        f"""CREATE TRIGGER {table}_update BEFORE UPDATE ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"""
        for table in ("audit_entries", "audit_seals")
    ),
    *(
        f"""CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}
            WHEN OLD.{moment} > datetime('now', '-6 years')
            BEGIN SELECT RAISE(ABORT, '{table} is insert-only'); END"""
        for table, moment in (("audit_entries", "at"), ("audit_seals", "sealed_at"))
    ),
)

POSTGRESQL = (
    f"CREATE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {QUEUE}; RETURN NULL; END $$",
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '% is insert-only', TG_TABLE_NAME; END $$""",
    "CREATE TRIGGER audit_entries_queue AFTER INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_queue()",
    *(
        f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        for table in ("audit_entries", "audit_seals")
    ),
    *(
        f"CREATE TRIGGER {table}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION audit_refuse()"
        for table in ("audit_entries", "audit_seals")
    ),
    *(
        f"""CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} FOR EACH ROW
            WHEN (OLD.{moment} > now() - interval '6 years') EXECUTE FUNCTION audit_refuse()"""
        for table, moment in (("audit_entries", "at"), ("audit_seals", "sealed_at"))
    ),
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (QUEUE_WHAT_IS_THERE, *(SQLITE if sqlite else POSTGRESQL)):
        op.execute(statement)

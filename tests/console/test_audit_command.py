"""``tc2fa audit verify`` for the operator: it prints the head, and compares with one kept elsewhere."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit import chain
from core.audit.chain import AuditEnds, AuditSeal
from core.audit.entries import AuditEntry
from core.ground.db import Database
from core.ground.sealing import KeyRing, new_key
from tests.core.history.test_trail_check import without_triggers
from tests.parts.server import running


def test_the_operator_reads_the_head_and_finds_an_emptied_trail(tmp_path: Path) -> None:
    url, key = f"sqlite:///{tmp_path / 'a.db'}", new_key("k1")
    settings = {"TC2FA_DATABASE_URL": url, "TC2FA_KEYS": key}

    def run(*arguments: str, says: str) -> None:
        with running(*arguments, settings=settings, folder=tmp_path) as command:
            command.wait_for(says)

    run("db", "upgrade", says="stands at")
    run("staff", "add", "alex@thoroughcare.example", "--role", "agent", says="can sign in")
    database, keys = Database(url), KeyRing.parse(key)
    database.transact(lambda session: chain.seal_pending(session, keys, now=datetime.now(UTC)))
    head = database.read(chain.head)
    run("audit", "verify", says=f"Head: {head}")
    run("audit", "verify", "--head", str(head), says="The chain holds")
    run("audit", "verify", "--head", "12", says="A head is a number")
    later = f"{1000}:{'a' * 64}"
    run("audit", "verify", "--head", later, says="an older copy was put back")
    database.transact(empty)
    run("audit", "verify", says="it was emptied")
    database.close()


def empty(session: Session) -> None:
    """Somebody with all rights on the database."""
    without_triggers(session, is_sqlite=True)
    for table in (AuditSeal, AuditEnds, AuditEntry):
        session.execute(delete(table))

"""``tc2fa audit verify`` for the operator: it prints the head, and compares with one kept elsewhere."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from console.cli import app
from core.audit import chain
from core.audit.chain import AuditEnds, AuditSeal
from core.audit.entries import AuditEntry
from core.ground.db import Database
from core.ground.sealing import KeyRing, new_key
from tests.core.history.test_trail_check import without_triggers


def run(*arguments: str) -> str:
    """What the command prints, on both of its outputs and in one line."""
    return " ".join(CliRunner().invoke(app, arguments).output.split())


def test_the_operator_reads_the_head_and_finds_an_emptied_trail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, key = f"sqlite:///{tmp_path / 'a.db'}", new_key("k1")
    monkeypatch.setenv("TC2FA_DATABASE_URL", url)
    monkeypatch.setenv("TC2FA_KEYS", key)
    assert "stands at" in run("db", "upgrade")
    assert "can sign in" in run("staff", "add", "alex@thoroughcare.example", "--role", "agent")
    database, keys = Database(url), KeyRing.parse(key)
    database.transact(lambda session: chain.seal_pending(session, keys, now=datetime.now(UTC)))
    head = str(database.read(chain.head))
    assert f"Head: {head}" in run("audit", "verify")
    assert "The chain holds" in run("audit", "verify", "--head", head)
    assert "A head is a number" in run("audit", "verify", "--head", "12")
    assert "an older copy was put back" in run("audit", "verify", "--head", f"1000:{'a' * 64}")
    database.transact(empty)
    assert "it was emptied" in run("audit", "verify")
    database.close()


def empty(session: Session) -> None:
    """Somebody with all rights on the database."""
    without_triggers(session, is_sqlite=True)
    for table in (AuditSeal, AuditEnds, AuditEntry):
        session.execute(delete(table))

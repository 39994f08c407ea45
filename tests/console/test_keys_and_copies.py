"""``tc2fa keys`` and ``tc2fa db backup`` for the operator: what they print, and what they refuse in one sentence."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from console.cli import app
from core.ground.sealing import KeyRing


def run(*arguments: str) -> str:
    """What the command prints, on both of its outputs and in one line."""
    result = CliRunner().invoke(app, arguments)
    return " ".join(f"{result.output} {result.exception or ''}".split())


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The key ring of an installation with a database."""
    ring = tmp_path / "keys"
    ring.write_text(run("keys", "new", "k1"))
    ring.chmod(0o600)
    monkeypatch.setenv("TC2FA_KEYS_FILE", str(ring))
    monkeypatch.setenv("TC2FA_DATABASE_URL", f"sqlite:///{tmp_path / 'a.db'}")
    assert "stands at" in run("db", "upgrade")
    return ring


def test_a_new_key_goes_first_and_the_old_one_stays(keys: Path) -> None:
    assert "k1: 0 secrets, active" in run("keys", "status")
    keys.write_text(f"{run('keys', 'new', 'k2')} {keys.read_text()}")
    assert KeyRing.parse(keys.read_text()).active.kid == "k2"
    told = run("keys", "rotate")
    assert "moved to k2; none is left" in told
    assert "Keep the older lines" in told
    assert "k1: 0 secrets, kept to open what it sealed" in run("keys", "status")


def test_a_name_that_no_key_can_have_is_refused() -> None:
    assert "1 to 16 small letters" in run("keys", "new", "Key One")


def test_a_copy_is_made_and_put_back_elsewhere(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = str(tmp_path / "copy")
    assert "The copy is" in run("db", "backup", copy)
    assert "exists already" in run("db", "backup", copy)
    assert "not empty" in run("db", "restore", copy)
    monkeypatch.setenv("TC2FA_DATABASE_URL", f"sqlite:///{tmp_path / 'elsewhere' / 'b.db'}")
    told = run("db", "restore", copy)
    assert "sessions ended: 0" in told
    assert "Everyone signs in again with the same phone" in told
    assert "sessions ended: 0" in run("db", "restored")
    assert keys.exists()

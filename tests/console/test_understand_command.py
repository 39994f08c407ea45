"""`tc2fa understand`: JSON lines from a file, answered in their order."""

import json
from pathlib import Path

from typer.testing import CliRunner

from console.cli import app


def test_a_file_is_answered_line_by_line_and_a_letter_in_another_encoding_spoils_nothing(
    tmp_path: Path,
) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_bytes(
        b'{"text": "it says wrong", "state": "guide_step_2"}\n{"text": "caf\xe9 wifi"}\nhello\n'
    )
    done = CliRunner().invoke(app, ["understand", str(asked)])
    assert done.exit_code == 0
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one.get("intent") for one in found] == ["scan_problem", "out_of_scope", None]
    assert found[2] == {"error": "line 3 is not JSON"}


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["understand", str(tmp_path / "nothing.jsonl")])
    assert done.exit_code == 1
    assert done.exception is None or isinstance(done.exception, SystemExit)

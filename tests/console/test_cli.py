"""A mistake on the command line is one clear sentence, never a traceback."""

import pytest
from typer.testing import CliRunner

from console.cli import app


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_that_cannot_be_one_is_refused(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--port", "99999"])
    assert result.exit_code == 2
    assert "65535" in result.output

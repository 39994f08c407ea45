"""The demo touches only a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.commands import demo
from console.commands.demo import DemoSockets
from console.serving import Address, listen
from core.ground.settings import SettingsError


@pytest.fixture
def listening() -> Iterator[DemoSockets]:
    with listen(Address("127.0.0.1", 0)) as account, listen(Address("127.0.0.1", 0)) as console:
        yield DemoSockets(account, console)


@pytest.mark.parametrize("fresh", [True, False])
def test_a_database_that_is_not_the_demos_is_left_alone(
    tmp_path: Path, listening: DemoSockets, *, fresh: bool
) -> None:
    real = tmp_path / "tc2fa.db"
    real.write_bytes(b"what people work with")
    with pytest.raises(SettingsError):
        demo.settings_of(tmp_path, listening, fresh=fresh)
    assert real.read_bytes() == b"what people work with"


def test_a_folder_that_cannot_be_one_is_named(tmp_path: Path, listening: DemoSockets) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match=r"file cannot be used: .*--data"):
        demo.settings_of(tmp_path / "file", listening, fresh=False)


def test_a_demo_starts_over_in_its_own_folder(tmp_path: Path, listening: DemoSockets) -> None:
    first = demo.settings_of(tmp_path, listening, fresh=False)
    again = demo.settings_of(tmp_path, listening, fresh=True)
    assert first.keys != again.keys

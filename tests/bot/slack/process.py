"""The product in a process of its own, with a workspace: it can be stopped or killed in the middle of its work."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.bot.slack.workspace import SETTINGS
from tests.parts.server import Command, free_port, running
from tests.parts.slack_driver import Driver
from tests.parts.slack_fake import FakeSlack, fake_slack


@dataclass
class Product:
    """The demo on one folder, which it finds again when it is started anew."""

    slack: FakeSlack
    folder: Path
    port: int
    driver: Driver

    @contextlib.contextmanager
    def running(self) -> Iterator[Command]:
        """Serve until the block ends."""
        where = (
            "--port",
            str(self.port),
            "--console-port",
            str(free_port()),
            "--data",
            str(self.folder / "demo"),
        )
        settings = SETTINGS | {"TC2FA_SLACK_API_URL": self.slack.url}
        with running("demo", *where, settings=settings, folder=self.folder) as command:
            command.wait_until_it_answers(self.port)
            yield command


@contextlib.contextmanager
def a_product(folder: Path) -> Iterator[Product]:
    """A workspace and a product that may be started beside it; both have the real time."""
    with fake_slack(lambda: datetime.now(UTC)) as slack:
        port = free_port()
        driver = Driver(slack, f"http://127.0.0.1:{port}")
        try:
            yield Product(slack, folder, port, driver)
        finally:
            driver.close()

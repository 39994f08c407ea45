"""The product in a process of its own, with a workspace: it can be stopped or killed in the middle of its work."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from core.ground.installation import Installation, open_installation
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from tests.bot.slack.workspace import SETTINGS
from tests.parts.server import Command, free_port, running
from tests.parts.slack.slack_driver import Driver
from tests.parts.slack.slack_fake import FakeSlack, fake_slack


@dataclass
class Product:
    """``tc2fa serve`` on one database, which it finds again when it is started again."""

    slack: FakeSlack
    folder: Path
    database_url: str
    ports: tuple[int, int] = field(default_factory=lambda: (free_port(), free_port()))
    key: str = field(default_factory=lambda: new_key("k1"))

    def __post_init__(self) -> None:
        self.site = f"http://127.0.0.1:{self.ports[0]}"
        self.driver = Driver(self.slack, self.site)

    @property
    def settings(self) -> dict[str, str]:
        """Its environment."""
        return SETTINGS | {
            "TC2FA_DATABASE_URL": self.database_url,
            "TC2FA_KEYS": self.key,
            "TC2FA_PUBLIC_URL": self.site,
            "TC2FA_CONSOLE_URL": f"http://127.0.0.1:{self.ports[1]}",
            "TC2FA_SLACK_API_URL": self.slack.url,
        }

    @contextlib.contextmanager
    def opened(self) -> Iterator[Installation]:
        """The same database and keys, in this process."""
        installation = open_installation(read_settings(self.settings))
        try:
            yield installation
        finally:
            installation.database.close()

    @contextlib.contextmanager
    def running(self) -> Iterator[Command]:
        """Serve until the block ends."""
        where = ("--port", str(self.ports[0]), "--console-port", str(self.ports[1]))
        with running("serve", *where, settings=self.settings, folder=self.folder) as command:
            command.wait_until_it_answers(self.ports[0])
            yield command


@contextlib.contextmanager
def a_product(folder: Path, database_url: str) -> Iterator[Product]:
    """A workspace and a product that may be started beside it; both have the real time."""
    with fake_slack(lambda: datetime.now(UTC)) as slack:
        product = Product(slack, folder, database_url)
        try:
            yield product
        finally:
            product.driver.close()

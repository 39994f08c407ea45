"""What a set-up costs the running product: each step, the last with what follows it (the mail, the chat's turns).

Server CPU, hashing of the one password included. Each person sets up once; a step is done for everybody before the
next one.
"""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.actors import SYSTEM
from core.ground.installation import open_installation
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from core.imports import demo_data
from core.imports.demo_data import PASSWORD
from core.people import users
from core.people.users import User
from core.practices import practices
from core.practices.practices import Practice
from tests.bench.at_rest import cpu
from tests.bench.sign_in import Visitor
from tests.parts.phone import Phone
from tests.parts.server import Command, free_port, running

PEOPLE = 20
FOLLOWS_WITHIN = 6.0  # seconds for what is delivered after the last answer
LINK = re.compile(r'otpauth://[^"]+')


@dataclass(frozen=True)
class Cost:
    """Milliseconds of the server's CPU for one person."""

    step: str
    cpu: float


class Newcomer(Visitor):
    """A signed-in member who sets 2FA up."""

    link = ""

    def begin(self) -> None:
        """Ask for a secret."""
        self._read(self.client.get("/settings?two-factor=open"))
        self._post("/settings/two-factor/begin")

    def see_the_code(self) -> None:
        """Look at Step 2."""
        page = self.client.get("/settings?two-factor=open")
        self._read(page)
        self.link = LINK.findall(page.text)[0].replace("&amp;", "&")

    def confirm(self) -> None:
        """Send password and code; the answer has the recovery tokens."""
        fields = {
            "current_password": PASSWORD,
            "token": Phone.opening(self.link).code(datetime.now(UTC)),
            "csrf_token": self.csrf_token,
        }
        answer = self.client.post("/settings/two-factor/confirm", data=fields)
        assert "Recovery Tokens" in answer.text, answer.status_code


def costs(database_url: str, folder: Path) -> list[Cost]:
    """Set everybody up; the mean cost of each step."""
    with _serving(database_url, folder) as (server, site, emails):
        process = server.process.pid
        people = [Newcomer(site, email) for email in emails]
        for person in people:
            person.form()
            person.password()
        steps: dict[str, Callable[[Newcomer], None]] = {
            "settings, then begin": Newcomer.begin,
            "page with the QR code": Newcomer.see_the_code,
        }
        measured = [_step(process, name, step, people) for name, step in steps.items()]
        before = cpu(process)
        _step(process, "", Newcomer.confirm, people)
        time.sleep(FOLLOWS_WITHIN)
        measured.append(Cost("confirm, and what follows", (cpu(process) - before) / len(people) * 1000))
        for person in people:
            person.client.close()
    return measured


def _step(process: int, name: str, step: Callable[[Newcomer], None], people: list[Newcomer]) -> Cost:
    before = cpu(process)
    for person in people:
        step(person)
    return Cost(name, (cpu(process) - before) / len(people) * 1000)


@contextmanager
def _serving(database_url: str, folder: Path) -> Iterator[tuple[Command, str, list[str]]]:
    ports = free_port(), free_port()
    site, console = (f"http://127.0.0.1:{port}" for port in ports)
    mail = folder / "mail"
    mail.mkdir()
    settings = {
        "TC2FA_DATABASE_URL": database_url,
        "TC2FA_KEYS": new_key("k1"),
        "TC2FA_PUBLIC_URL": site,
        "TC2FA_CONSOLE_URL": console,
        "TC2FA_MAIL_DIRECTORY": os.fspath(mail),
        "TC2FA_LOG_LEVEL": "error",
    }
    emails = _people(settings)
    served = ("serve", "--port", str(ports[0]), "--console-port", str(ports[1]))
    with running(*served, settings=settings, folder=folder) as server:
        server.wait_until_it_answers(ports[1])
        yield server, site, emails


def _people(settings: dict[str, str]) -> list[str]:
    """Members of Lakeside, which is activated; nobody has a factor."""
    installation = open_installation(read_settings(settings))
    now = datetime.now(UTC)
    demo_data.load(installation, now=now)
    hashed = installation.hashing.hash(PASSWORD)
    assert isinstance(hashed, str), "one hash at a time never meets a full queue"
    emails = [f"newcomer{number}@bench.example" for number in range(PEOPLE)]

    def add(session: Session) -> None:
        lakeside = session.scalars(select(Practice).where(Practice.name.startswith("Lakeside"))).one()
        practices.activate(session, lakeside, by=SYSTEM, now=now)
        for email in emails:
            added = users.add_member(session, email=email, name="Pat Bench", by=SYSTEM, now=now)
            assert isinstance(added, User), f"{email} is there already"
            added.password_hash, added.password_changed_at = hashed, now
            session.flush()
            practices.add_membership(session, added.id, lakeside.id, "member", by=SYSTEM, now=now)

    installation.database.transact(add)
    installation.database.close()
    return emails

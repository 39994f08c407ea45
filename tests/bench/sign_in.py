"""The four costs of a sign-in, of the running product: form, password, token, landing; server CPU and wall time.

Each person signs in once, so that every code is fresh. The server runs in a process of its own, whose CPU time the
kernel counts, so that the client's work is not in the figures. A step is done for everybody before the next one.
"""

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2
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
from tests.parts.phone import Phone
from tests.parts.server import free_port, running

PEOPLE = 40
SECRET = bytes(range(20))
PHONE = Phone(issuer="", account="", secret=SECRET)


@dataclass(frozen=True)
class Cost:
    """One step of a sign-in, for one person: milliseconds on the clock, and of the server's CPU."""

    step: str
    wall: float
    cpu: float


class Visitor:
    """A browser's cookies and the form in front of it."""

    def __init__(self, site: str, email: str) -> None:
        self.client = httpx2.Client(base_url=site, headers={"Origin": site, "Sec-Fetch-Site": "same-origin"})
        self.email = email
        self.csrf_token = ""

    def form(self) -> None:
        """Ask for the sign-in page."""
        self._read(self.client.get("/sign-in"))

    def password(self) -> None:
        """Send e-mail and password."""
        self._post("/sign-in", email=self.email, password=PASSWORD)

    def to_the_prompt(self) -> None:
        """Follow to the token prompt."""
        self._read(self.client.get("/sign-in/token"))

    def token(self) -> None:
        """Send the code the phone shows."""
        self._post("/sign-in/token", token=PHONE.code(datetime.now(UTC)))

    def landing(self) -> None:
        """Ask for the dashboard."""
        assert self.client.get("/").status_code == 200, "nobody is signed in"

    def _post(self, path: str, **fields: str) -> None:
        answer = self.client.post(path, data={"csrf_token": self.csrf_token, **fields})
        assert answer.status_code == 303, f"{path}: {answer.status_code}"

    def _read(self, page: httpx2.Response) -> None:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found, f"no form at {page.url}"
        self.csrf_token = found[1]


def costs(database_url: str, folder: Path) -> list[Cost]:
    """Sign everybody in; the mean cost of each step."""
    ports = free_port(), free_port()
    site, console = (f"http://127.0.0.1:{port}" for port in ports)
    settings = {
        "TC2FA_DATABASE_URL": database_url,
        "TC2FA_KEYS": new_key("k1"),
        "TC2FA_PUBLIC_URL": site,
        "TC2FA_CONSOLE_URL": console,
        "TC2FA_LOG_LEVEL": "error",
    }
    emails = _people(settings)
    served = ("serve", "--port", str(ports[0]), "--console-port", str(ports[1]))
    with running(*served, settings=settings, folder=folder) as server:
        server.wait_until_it_answers(ports[0])
        process = server.process.pid
        visitors = [Visitor(site, email) for email in emails]
        steps: dict[str, Callable[[Visitor], None]] = {
            "form": Visitor.form,
            "password": Visitor.password,
            "": Visitor.to_the_prompt,
            "token": Visitor.token,
            "landing": Visitor.landing,
        }
        measured = [_step(process, name, step, visitors) for name, step in steps.items()]
        for visitor in visitors:
            visitor.client.close()
    return [cost for cost in measured if cost.step]


def _step(process: int, name: str, step: Callable[[Visitor], None], who: list[Visitor]) -> Cost:
    begun, burnt = time.perf_counter(), _cpu(process)
    for visitor in who:
        step(visitor)
    wall, cpu = time.perf_counter() - begun, _cpu(process) - burnt
    return Cost(name, wall / len(who) * 1000, cpu / len(who) * 1000)


def _cpu(process: int) -> float:
    """Seconds of CPU the process has used so far, as Linux counts them (proc(5), fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _people(settings: dict[str, str]) -> list[str]:
    """Members of Lakeside, each with the same phone: what they are called is all that tells them apart."""
    installation = open_installation(read_settings(settings))
    now = datetime.now(UTC)
    demo_data.load(installation, now=now)
    hashed = installation.hashing.hash(PASSWORD)
    assert isinstance(hashed, str), "one hash at a time never meets a full queue"
    emails = [f"person{number}@bench.example" for number in range(PEOPLE)]

    def add(session: Session) -> None:
        lakeside = session.scalars(select(Practice).where(Practice.name.startswith("Lakeside"))).one()
        for email in emails:
            added = users.add_member(session, email=email, name="Pat Bench", by=SYSTEM, now=now)
            assert isinstance(added, User), f"{email} is there already"
            added.password_hash, added.password_changed_at = hashed, now
            session.flush()
            practices.add_membership(session, added.id, lakeside.id, "member", by=SYSTEM, now=now)
            demo_data.enroll(session, installation.keys, added.id, SECRET, now=now)

    installation.database.transact(add)
    installation.database.close()
    return emails

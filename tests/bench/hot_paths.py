"""What a member's day costs inside the product: processor time, SQL statements and transactions of each request.

The account site is asked in this process, without a server or a network, so that the figures hold on a busy machine too.
Processor time of all threads counts, that of the other processes does not; of all people the median. Hashing a password is left out: its cost
is a setting.
"""

import asyncio
import gc
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode, urlsplit

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from console.asgi import compose
from core.ground.actors import SYSTEM
from core.ground.hashing import Argon2, HashingPool
from core.ground.hot.statements import Statement
from core.ground.installation import Installation, open_installation
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from core.imports import demo_data
from core.imports.demo_data import PASSWORD
from core.people import users
from core.people.users import User
from core.practices import practices
from core.practices.practices import Practice
from tests.parts.phone import Phone

MEASURED = 40  # people
FIRST = 20  # more people who sign in before anything is measured: the first ones pay for loading
SECRET = bytes(range(20))
PHONE = Phone(issuer="", account="", secret=SECRET)
QUICK = Argon2(rounds=1, memory=8, lanes=1)


@dataclass
class Cost:
    """Of one step, for one person: milliseconds of processor time, statements and transactions."""

    step: str
    processor: float
    statements: float
    transactions: float


@dataclass
class Browser:
    """A person's cookies and the form in front of them, talking to the app itself."""

    app: Any
    host: str
    email: str
    cookies: dict[str, str] = field(default_factory=dict)
    csrf_token: str = ""

    async def form(self) -> None:
        """Ask for the sign-in page."""
        self._read(await self._ask("GET", "/sign-in", 200))

    async def password(self) -> None:
        """Send e-mail and password."""
        await self._post("/sign-in", email=self.email, password=PASSWORD)

    async def prompt(self) -> None:
        """Follow to the token prompt."""
        self._read(await self._ask("GET", "/sign-in/token", 200))

    async def token(self) -> None:
        """Send the code the phone shows."""
        await self._post("/sign-in/token", token=PHONE.code(datetime.now(UTC)))

    async def landing(self) -> None:
        """Ask for the dashboard."""
        await self._ask("GET", "/", 200)

    async def settings(self) -> None:
        """Ask for Account Settings."""
        await self._ask("GET", "/settings", 200)

    async def _post(self, path: str, **fields: str) -> None:
        await self._ask("POST", path, 303, urlencode({"csrf_token": self.csrf_token, **fields}).encode())

    def _read(self, page: str) -> None:
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, "there is no form"
        self.csrf_token = found[1]

    async def _ask(self, method: str, path: str, expected: int, body: bytes = b"") -> str:
        """One request in ASGI's words (asgi.readthedocs.io, HTTP)."""
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.app(self._scope(method, path, len(body)), receive, send)
        assert sent[0]["status"] == expected, f"{method} {path}: {sent[0]['status']}"
        self._keep_cookies(sent[0]["headers"])
        return b"".join(message.get("body", b"") for message in sent[1:]).decode()

    def _scope(self, method: str, path: str, length: int) -> dict[str, Any]:
        headers = {
            "host": self.host,
            "sec-fetch-site": "same-origin",
            "content-type": "application/x-www-form-urlencoded",
            "content-length": str(length),
            "cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        return {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "http_version": "1.1",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items() if value],
            "client": ("127.0.0.1", 40000),
            "server": ("127.0.0.1", 80),
        }

    def _keep_cookies(self, headers: list[tuple[bytes, bytes]]) -> None:
        for name, value in headers:
            if name.lower() == b"set-cookie":
                kept, _, rest = value.decode().partition(";")
                key, _, token = kept.partition("=")
                self.cookies.pop(key, None)
                if "max-age=0" not in rest.lower():
                    self.cookies[key] = token


STEPS: dict[str, Callable[[Browser], Awaitable[None]]] = {
    "form": Browser.form,
    "password": Browser.password,
    "token prompt": Browser.prompt,
    "token": Browser.token,
    "landing": Browser.landing,
    "settings": Browser.settings,
}
FULL_SIGN_IN = ("form", "password", "token", "landing")


def costs(database_url: str) -> list[Cost]:
    """Let everybody sign in and look at Settings; the cost of each step, and of the whole sign-in."""
    settings = {"TC2FA_DATABASE_URL": database_url, "TC2FA_KEYS": new_key("k1")}
    installation = replace(open_installation(read_settings(settings)), hashing=HashingPool(QUICK))
    emails = _people(installation)
    app = compose(installation).account
    host = urlsplit(installation.settings.public_url).netloc
    browsers = [Browser(app, host, email) for email in emails]
    asyncio.run(_walk(browsers[:FIRST], None))
    counter = _Counter()
    with counter.listening(installation):
        measured = asyncio.run(_walk(browsers[FIRST:], counter))
    installation.database.close()
    whole = [cost for cost in measured if cost.step in FULL_SIGN_IN]
    return [*measured, _sum("full sign-in", whole)]


def _sum(step: str, parts: list[Cost]) -> Cost:
    return Cost(
        step,
        sum(cost.processor for cost in parts),
        sum(cost.statements for cost in parts),
        sum(cost.transactions for cost in parts),
    )


@dataclass
class _Counter:
    statements: int = 0
    transactions: int = 0

    @contextmanager
    def listening(self, installation: Installation) -> Iterator[None]:
        """Count what is sent to the database until the block ends."""
        engine = installation.database.engine
        event.listen(engine, "before_cursor_execute", self._statement)
        event.listen(engine, "begin", self._begin)
        run = Statement.run

        def counted(statement: Statement, *given: Any) -> Any:
            """One that goes past SQLAlchemy, and so past its events."""
            self.statements += 1
            return run(statement, *given)

        with patch.object(Statement, "run", counted):
            yield
        event.remove(engine, "before_cursor_execute", self._statement)
        event.remove(engine, "begin", self._begin)

    def _statement(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self.statements += not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))

    def _begin(self, _connection: Any) -> None:
        self.transactions += 1


async def _walk(browsers: list[Browser], counter: _Counter | None) -> list[Cost]:
    """Each step for everybody before the next one. The collector of cycles rests meanwhile, for it is nobody's cost."""
    measured = []
    for name, step in STEPS.items():
        counted = counter or _Counter()
        statements, transactions = counted.statements, counted.transactions
        gc.collect()
        spent = [await _spent(step, browser) for browser in browsers]
        measured.append(
            Cost(
                name,
                statistics.median(spent),
                (counted.statements - statements) / len(browsers),
                (counted.transactions - transactions) / len(browsers),
            )
        )
    return measured


async def _spent(step: Callable[[Browser], Awaitable[None]], browser: Browser) -> float:
    started = time.process_time()
    await step(browser)
    return (time.process_time() - started) * 1000


def _people(installation: Installation) -> list[str]:
    """Members of Lakeside, each with the same phone, and passwords whose check costs nearly nothing."""
    now = datetime.now(UTC)
    demo_data.load(installation, now=now)
    hashed = installation.hashing.hash(PASSWORD)
    assert isinstance(hashed, str), "one hash at a time never meets a full queue"
    emails = [f"day{number}@bench.example" for number in range(FIRST + MEASURED)]

    def add(session: Session) -> None:
        lakeside = session.scalars(select(Practice).where(Practice.name.startswith("Lakeside"))).one()
        practices.activate(session, lakeside, by=SYSTEM, now=now)
        for email in emails:
            added = users.add_member(session, email=email, name="Pat Bench", by=SYSTEM, now=now)
            assert isinstance(added, User), f"{email} is there already"
            added.password_hash, added.password_changed_at = hashed, now
            session.flush()
            practices.add_membership(session, added.id, lakeside.id, "member", by=SYSTEM, now=now)
            demo_data.enroll(session, installation.keys, added.id, SECRET, now=now)

    installation.database.transact(add)
    return emails

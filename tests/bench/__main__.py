"""``make bench``: how long the frequent things take on this machine. Numbers to compare, not promises.

``make bench ARGS=day`` measures only what a member's day costs, on both kinds of database.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import httpx2
from rich.console import Console
from rich.table import Table

from bot.understanding.understood import understand
from console import logs
from core.ground import migrate
from core.ground.db import Database
from core.ground.hashing import Argon2, HashingPool
from core.second_factor import totp
from tests.bench import at_rest, hot_paths, set_up, sign_in, slack
from tests.parts.database import Postgres, start_postgres
from tests.parts.mail import open_mailbox
from tests.parts.sites import open_sites

ASKS = ("please turn on two factor for our office", "no me acepta el código", "2fa", "what is the door code")
SECRET = bytes(range(20))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def main() -> None:
    """Measure and print one table; bounded to a few hundred rounds, on loopback only."""
    logs.configure("error")
    _print_day()
    if "day" not in sys.argv:
        _print_all_else()


def _print_day() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _print_day_on("SQLite", _new_database(folder))
    server = start_postgres()
    try:
        url = Postgres(server).url("postgres")
        _migrate(url)
        _print_day_on("PostgreSQL", url)
    finally:
        server.cleanup()


def _print_day_on(kind: str, database_url: str) -> None:
    title = f"A member's day on {kind}, median of {hot_paths.MEASURED} people, without hashing and HTTP"
    table = Table("Step", "Processor ms", "Statements", "Transactions", title=title, title_justify="left")
    for cost in hot_paths.costs(database_url):
        table.add_row(
            cost.step, f"{cost.processor:.2f}", f"{cost.statements:.1f}", f"{cost.transactions:.1f}"
        )
    Console().print(table)


def _print_all_else() -> None:
    table = Table("What", "Rounds", "Median ms", "95 of 100 below ms", title="Bench", title_justify="left")
    pool = HashingPool(Argon2())
    hashed = pool.hash("demo-Password-1!")
    assert isinstance(hashed, str), "one hash at a time never meets a full queue"
    _add(
        table,
        "verify a password (argon2id, default cost)",
        40,
        lambda: pool.verify(hashed, "demo-Password-1!"),
    )
    _add(table, "find the step of a code (21 steps)", 400, lambda: totp.match(SECRET, "000000", now=NOON))
    for ask in ASKS:
        _add(table, f"understand: {ask}", 100, partial(understand, ask))
    _add_pages(table)
    Console().print(table)
    _print_sign_in()
    _print_set_up()
    _print_at_rest()
    _print_slack()


def _print_sign_in() -> None:
    table = Table(
        "Step",
        "Wall ms",
        "Server CPU ms",
        title=f"A sign-in, mean of {sign_in.PEOPLE} people",
        title_justify="left",
    )
    with tempfile.TemporaryDirectory() as folder:
        for cost in sign_in.costs(_new_database(folder), Path(folder)):
            table.add_row(cost.step, f"{cost.wall:.1f}", f"{cost.cpu:.1f}")
    Console().print(table)


def _print_set_up() -> None:
    title = f"A set-up, password hash included, mean of {set_up.PEOPLE} people"
    table = Table("Step", "Server CPU ms", title=title, title_justify="left")
    with tempfile.TemporaryDirectory() as folder:
        for cost in set_up.costs(_new_database(folder), Path(folder)):
            table.add_row(cost.step, f"{cost.cpu:.1f}")
    Console().print(table)


def _print_at_rest() -> None:
    """One process for both sites, nobody there, on an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        found = at_rest.measure(_new_database(folder), Path(folder))
    table = Table("The process", "", title="Nobody is there", title_justify="left")
    table.add_row("start to first page, wall ms / CPU ms", f"{found.start_wall:.0f} / {found.start_cpu:.0f}")
    table.add_row("memory, MiB, with understanding", str(found.memory))
    table.add_row("CPU ms a second", f"{found.cpu_per_second:.1f}")
    table.add_row("first sign-in page, requests / KiB", f"{found.requests} / {found.weight:.1f}")
    Console().print(table)


def _print_slack() -> None:
    """Every line must hold: what Slack is not told in time it sends again, and a modal opens no more."""
    with tempfile.TemporaryDirectory() as folder:
        measured = slack.acknowledged(Path(folder))
    title = f"Slack is acknowledged, {slack.PEOPLE} people at once (p99 below {slack.LIMIT:.0f} ms)"
    table = Table("Who", "What", "Number", "Median ms", "p99 ms", "", title=title, title_justify="left")
    for (who, what), taken in measured.acts.items():
        late = taken[int(len(taken) * 0.99)]
        verdict = "holds" if late < slack.LIMIT else "DOES NOT HOLD"
        table.add_row(who, what, str(len(taken)), f"{statistics.median(taken):.1f}", f"{late:.1f}", verdict)
    Console().print(table)
    in_time = sum(each < slack.TRIGGER_LIVES for each in measured.modals)
    print(
        f"Modals open within {slack.TRIGGER_LIVES:.0f} s of their press: {in_time} of {len(measured.modals)}, "
        f"median {statistics.median(measured.modals):.2f} s, the last after {measured.modals[-1]:.2f} s"
    )


def _new_database(folder: str) -> str:
    url = f"sqlite:///{Path(folder) / 'bench.db'}"
    _migrate(url)
    return url


def _migrate(url: str) -> None:
    database = Database(url)
    migrate.upgrade(database)
    database.close()


def _add_pages(table: Table) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_mailbox() as mailbox,
        open_sites(_new_database(folder), mailbox) as sites,
        httpx2.Client() as client,
    ):
        _add(table, "page: sign-in, account site", 200, lambda: client.get(f"{sites.account}/sign-in"))
        _add(table, "page: sign-in, console", 200, lambda: client.get(f"{sites.console}/sign-in"))


def _add(table: Table, what: str, rounds: int, work: Callable[[], object]) -> None:
    work()  # the first one pays for loading
    taken = sorted(_milliseconds(work) for _ in range(rounds))
    table.add_row(what, str(rounds), f"{statistics.median(taken):.2f}", f"{taken[int(rounds * 0.95)]:.2f}")


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()

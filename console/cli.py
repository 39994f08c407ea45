"""``tc2fa``: the operator's commands. Each says what it did, or in one sentence what to do next."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import Annotated, BinaryIO, NoReturn

import typer
from rich.console import Console

from bot.understanding.lines import understand_lines
from console import logs
from console.commands import demo as demo_site
from console.commands import people, purge, slack
from console.serving import Address, PortTaken, listen, serve_both, showing_counters
from core.ground import migrate
from core.ground.db import Database, DatabaseUnavailable
from core.ground.installation import Installation, KeyProblem, NotPrepared, open_installation
from core.ground.settings import SettingsError, read_database_url, read_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
database_app = typer.Typer(no_args_is_help=True, help="Bring the database up to date.")
app.add_typer(database_app, name="db")
app.add_typer(people.staff_app, name="staff")
app.add_typer(people.audit_app, name="audit")
app.add_typer(slack.slack_app, name="slack")
app.command("import")(people.import_people)
app.command("purge")(purge.purge)
out = Console()
err = Console(stderr=True)


def main() -> None:
    """Run the command line; a known problem is one sentence and exit code 1, never a traceback."""
    os.umask(
        0o077
    )  # a database holds what opens accounts, and mail holds links: other users of the computer see neither
    try:
        app()
    except SettingsError as error:
        _stop(*error.problems)
    except (KeyProblem, NotPrepared, PortTaken) as error:
        _stop(str(error))
    except DatabaseUnavailable as error:
        _stop(f"The database does not answer: {error}")


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="port of the account site", min=0, max=65535)] = 8000,
    console_port: Annotated[int, typer.Option(help="port of the staff console", min=0, max=65535)] = 8001,
    data: Annotated[Path, typer.Option(help="folder for database, keys and mail")] = Path("var/demo"),
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="start over")] = False,
) -> None:
    """Serve both sites on this machine with demo data."""
    from console.asgi import compose  # noqa: PLC0415  only the serving commands pay for loading the whole product
    from core.imports import demo_data  # noqa: PLC0415  only the demo needs its data

    logs.configure("info")
    listening = demo_site.DemoSockets(
        listen(Address(demo_site.HOST, port)), listen(Address(demo_site.HOST, console_port))
    )
    installation = open_installation(
        demo_site.settings_of(data.resolve(), listening, fresh=fresh, environ=os.environ)
    )
    demo_data.load(installation, now=demo_site.utc_now())
    demo_site.introduce(out, listening, data)
    product = compose(installation)
    asyncio.run(
        serve_both(
            [(product.account, listening.account), (product.console, listening.console)],
            on_stop=product.end_streams,
        )
    )
    out.print("Stopped.")


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="port of the account site", min=0, max=65535)] = 8000,
    console_port: Annotated[int, typer.Option(help="port of the staff console", min=0, max=65535)] = 8001,
) -> None:
    """Serve both sites on the configured database."""
    from console.asgi import compose  # noqa: PLC0415  only the serving commands pay for loading the whole product

    settings = read_settings(os.environ)
    logs.configure(settings.log_level)
    installation = open_installation(settings)
    _refuse_old_tables(installation)
    account, console = listen(Address(host, port)), listen(Address(host, console_port))
    product = compose(installation)
    out.print(
        f"Account site for {settings.public_url} on {host}:{port}; console for {settings.console_url} on {host}:{console_port}",
        soft_wrap=True,
    )
    with showing_counters(settings.metrics_port):
        asyncio.run(
            serve_both([(product.account, account), (product.console, console)], on_stop=product.end_streams)
        )


@database_app.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest revision."""
    database = Database(read_database_url(os.environ))
    migrate.upgrade(database)
    out.print(f"The database stands at {migrate.current(database)}.")


@database_app.command("current")
def current() -> None:
    """Say at which revision the database stands."""
    database = Database(read_database_url(os.environ))
    state = "up to date" if migrate.is_current(database) else "behind; run tc2fa db upgrade"
    out.print(f"{migrate.current(database) or 'no tables yet'} ({state})")


@app.command()
def understand(
    file: Annotated[str, typer.Argument(help="JSON lines; - is standard input")] = "-",
) -> None:
    """Say what each message wants: JSON lines in, JSON lines out, same order."""
    with _bytes_of(file) as stored:
        for answer in understand_lines(line.decode(errors="replace") for line in stored):
            print(answer, flush=True)


def _bytes_of(file: str) -> contextlib.AbstractContextManager[BinaryIO]:
    """Bytes, so that a letter in another encoding spoils its own line and not the command."""
    if file == "-":
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return Path(file).open("rb")
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror}.")


def _refuse_old_tables(installation: Installation) -> None:
    if not migrate.is_current(installation.database):
        _stop("The database is not up to date. Run: tc2fa db upgrade")


def _stop(*sentences: str) -> NoReturn:
    for sentence in sentences:
        err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    raise SystemExit(1)

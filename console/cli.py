"""``tc2fa``: the operator's commands. Each says what it did, or in one sentence what to do next.

This file declares the commands and imports none of what they do: each imports its part when it runs, so that
``--help`` does not load the web servers and the database.
"""

import gc
import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

START_UP = 200_000  # objects before a garbage collection: at Python's 700 it takes a quarter of the start-up
Port = Annotated[int, typer.Option(help="port of the account site", min=0, max=65535)]
ConsolePort = Annotated[int, typer.Option(help="port of the staff console", min=0, max=65535)]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
database_app = typer.Typer(no_args_is_help=True, help="The database: upgrade, copy, put a copy back.")
staff_app = typer.Typer(no_args_is_help=True, help="ThoroughCare's own people.")
audit_app = typer.Typer(no_args_is_help=True, help="The audit trail.")
slack_app = typer.Typer(no_args_is_help=True, help="The Slack app.")
keys_app = typer.Typer(no_args_is_help=True, help="The keys that seal secrets.")
app.add_typer(database_app, name="db")
app.add_typer(staff_app, name="staff")
app.add_typer(audit_app, name="audit")
app.add_typer(slack_app, name="slack")
app.add_typer(keys_app, name="keys")


def main() -> None:
    """Run the command line; a known problem is one sentence and exit code 1, never a traceback."""
    os.umask(
        0o077
    )  # the database holds password hashes and mail holds links: other users of the computer may read neither
    gc.set_threshold(START_UP)
    try:
        app()
    except Exception as error:
        _stop_if_known(error)
        raise


@app.command()
def demo(
    port: Port = 8000,
    console_port: ConsolePort = 8001,
    data: Annotated[Path, typer.Option(help="folder for database, keys and mail")] = Path("var/demo"),
    *,
    fresh: Annotated[bool, typer.Option("--fresh", help="start over")] = False,
) -> None:
    """Serve both sites on this machine with demo data."""
    from console.commands import serve

    serve.serve_demo(port, console_port, data, fresh=fresh)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Port = 8000,
    console_port: ConsolePort = 8001,
) -> None:
    """Serve both sites on the configured database."""
    from console.commands import serve

    serve.serve(host, port, console_port)


@app.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="CSV: email,name,practice,group,role,time_zone")],
) -> None:
    """Import practices and members; new people are mailed the link that sets their password."""
    from console.commands import people

    people.import_people(file)


@app.command()
def purge() -> None:
    """Delete what is past its retention time: old chats, ended sessions, used links and so on. Safe while serving."""
    from console.commands import purge

    purge.purge()


@app.command()
def understand(
    file: Annotated[str, typer.Argument(help="JSON lines; - is standard input")] = "-",
) -> None:
    """Say what each message wants: JSON lines in, JSON lines out, same order."""
    from console.commands import understand

    understand.understand(file)


@database_app.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest revision."""
    from console.commands import database

    database.upgrade()


@database_app.command("current")
def current() -> None:
    """Say at which revision the database stands."""
    from console.commands import database

    database.current()


@database_app.command("backup")
def back_up(
    file: Annotated[Path, typer.Argument(help="where to write the copy; must not exist yet")],
) -> None:
    """Write a copy of the database. Safe while serving."""
    from console.commands import copies

    copies.back_up(file)


@database_app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="a copy made by `tc2fa db backup`")],
) -> None:
    """Put a copy back into an empty database; what was used or ended since the copy does not come back with it."""
    from console.commands import copies

    copies.restore(file)


@database_app.command("restored")
def settle() -> None:
    """Say that an older copy was put back by other means, such as a snapshot of the disk. Run it before `serve`."""
    from console.commands import copies

    copies.settle()


@keys_app.command("new")
def new_key(
    name: Annotated[str, typer.Argument(help="1 to 16 small letters, digits or hyphens, like k2")],
) -> None:
    """Print a fresh line for the key ring."""
    from console.commands import keys

    keys.new(name)


@keys_app.command("status")
def keys_status() -> None:
    """Say which key seals, and how many secrets need each of them."""
    from console.commands import keys

    keys.status()


@keys_app.command("rotate")
def rotate() -> None:
    """Move every secret to the first key of the ring. Safe while serving, and to stop and run again."""
    from console.commands import keys

    keys.rotate()


@staff_app.command("add")
def add_staff(
    email: Annotated[str, typer.Argument(help="the colleague's e-mail")],
    role: Annotated[str, typer.Option(help="agent, supervisor or auditor")],
    name: Annotated[str, typer.Option(help="the name colleagues and admins see")] = "",
) -> None:
    """Add a colleague and print the one-time link that sets their password. It is mailed as well."""
    from console.commands import people

    people.add_staff(email, role, name)


@staff_app.command("recover")
def recover_staff(
    email: Annotated[str, typer.Argument(help="the e-mail of the last supervisor")],
) -> None:
    """Break-glass: let the last supervisor in again. Their password and second factor end; the team is warned."""
    from console.commands import people

    people.recover_staff(email)


@audit_app.command("verify")
def verify_audit(
    head: Annotated[
        str, typer.Option(help="a head printed or mailed earlier: finds a restored older copy")
    ] = "",
) -> None:
    """Check the whole chain; say what is sealed and its head, or the first entry that was changed, removed or added."""
    from console.commands import people

    people.verify_audit(head)


@audit_app.command("export")
def export_audit(
    form: Annotated[str, typer.Option(help="csv or jsonl")] = "jsonl",
    action: Annotated[str, typer.Option(help="one action, or the first word of some, like request")] = "",
) -> None:
    """Write the audit trail to standard output, oldest first; the export stands in the trail."""
    from console.commands import audit_export

    audit_export.export(form, action)


@slack_app.command("manifest")
def print_manifest(
    url: Annotated[
        str, typer.Option(help="where people reach the account site, like https://2fa.example.org")
    ],
) -> None:
    """Print the manifest that creates the app, with your host in it."""
    from console.commands import slack

    slack.print_manifest(url)


@slack_app.command("check")
def check() -> None:
    """Ask Slack whether the settings fit, and say in plain words what is missing."""
    from console.commands import slack

    slack.check()


def _stop_if_known(error: Exception) -> None:
    from console.commands import problems

    if sentences := problems.sentences_of(error):
        _stop(*sentences)


def _stop(*sentences: str) -> NoReturn:
    from rich.console import Console

    err = Console(stderr=True)
    for sentence in sentences:
        err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    raise SystemExit(1)

"""Commands about people and the audit trail: import a file, add a colleague, verify the chain."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console
from rich.progress import track

from core.audit import chain
from core.audit.chain import Broken, ChainIntact, Head
from core.ground.actors import Actor
from core.ground.installation import Installation, open_installation
from core.ground.settings import read_settings
from core.history import trail_check
from core.imports import people_csv
from core.imports.people_csv import BadRow, BadRows
from core.people import one_time_links
from core.people.staff_rights import NotAllowed
from core.people.users import EmailTaken, StaffRole
from core.team import recovery, staff
from core.team.recovery import NotSupervisor, OthersCanHelp, Recovered
from core.team.staff import Invited

BY = Actor(user_id=None, channel="command_line")
BATCH = 100
out = Console()
err = Console(stderr=True)


def import_people(file: Path) -> None:
    """Import practices and members; new people are mailed the link that sets their password."""
    try:
        read = people_csv.read_rows(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        _refuse(f"{file} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        _refuse(f"{file} is not UTF-8 text. Save it as CSV UTF-8 and try again.")
    if isinstance(read, BadRows):
        _refuse_rows(read.problems)
    installation = open_installation(read_settings(os.environ))
    misfits = installation.database.read(lambda session: people_csv.check(session, read.rows))
    if misfits is not None:
        _refuse_rows(misfits.problems)
    people, places = _apply(installation, read.rows)
    out.print(f"{people} new people and {places} memberships from {len(read.rows)} rows.")


def add_staff(email: str, role: str, name: str) -> None:
    """Add a colleague and print the one-time link that sets their password. It is mailed as well."""
    roles: dict[str, StaffRole] = {"agent": "agent", "supervisor": "supervisor", "auditor": "auditor"}
    if role not in roles:
        _refuse(f"{role} is no role. Choose agent, supervisor or auditor.")
    installation = open_installation(read_settings(os.environ))
    shown = name.strip() or email.partition("@")[0].replace(".", " ").title()
    outcome = installation.database.transact(
        lambda session: staff.invite(
            session, email=email, name=shown, role=roles[role], by=BY, now=datetime.now(UTC)
        )
    )
    if isinstance(outcome, EmailTaken):
        _refuse(f"{email} has an account already.")
    if not isinstance(outcome, Invited):
        _refuse(f"{email} is not an e-mail address.")
    token = one_time_links.token_of(installation.keys, outcome.link_id)
    out.print(f"{shown} ({role}) can sign in after opening this link, once, within 3 days:")
    out.print(f"{installation.settings.console_url}/invitation/{token}", soft_wrap=True, highlight=False)


def recover_staff(email: str) -> None:
    """Break-glass: let the last supervisor in again. Their password and second factor end; the team is warned."""
    installation = open_installation(read_settings(os.environ))
    outcome = installation.database.transact(
        lambda session: recovery.recover(session, email, by=BY, now=datetime.now(UTC))
    )
    match outcome:
        case Recovered(name=name, link_id=link_id):
            token = one_time_links.token_of(installation.keys, link_id)
            out.print(
                f"{name} sets a new password by this link, once, within 3 days, and then a new second factor:"
            )
            out.print(
                f"{installation.settings.console_url}/invitation/{token}", soft_wrap=True, highlight=False
            )
            out.print("The audit trail has it, every colleague is mailed, and the console shows a warning.")
        case OthersCanHelp(names):
            _refuse(
                f"Not needed: {' and '.join(names)} can sign in. A supervisor helps in the console, under Staff."
            )
        case NotSupervisor():
            _refuse(f"{email} is not a supervisor.")
        case NotAllowed(why):
            _refuse(why)


def verify_audit(head: str) -> None:
    """Check the whole chain; say what is sealed and its head, or the first entry that was changed, removed or added."""
    known = Head.parse(head)
    if head and known is None:
        _refuse("A head is a number, a colon and 64 digits or letters, as printed by this command.")
    installation = open_installation(read_settings(os.environ))
    found, last = installation.database.read(
        lambda session: (
            trail_check.verify(session, installation.keys, known=known),
            chain.head(session),
        )
    )
    match found:
        case ChainIntact():
            out.print(
                f"The chain holds: {found.sealed} entries are sealed, {found.unsealed} wait for their seal."
            )
            if last is not None:
                out.print(f"Head: {last}", soft_wrap=True, highlight=False)
        case Broken():
            _refuse(f"The chain is broken: {found.what}")


def _apply(installation: Installation, rows: tuple[people_csv.CsvRow, ...]) -> tuple[int, int]:
    people = places = 0
    starts = range(0, len(rows), BATCH)
    for start in track(starts, "Importing", console=err, disable=not err.is_terminal):
        batch = rows[start : start + BATCH]
        work = partial(people_csv.apply_batch, rows=batch, by=BY, now=datetime.now(UTC))
        applied = installation.database.transact(work)
        people, places = people + applied.people, places + applied.places
    return people, places


def _refuse_rows(problems: tuple[BadRow, ...]) -> NoReturn:
    for problem in problems:
        err.print(
            f"Line {problem.line}: {problem.why}", style="red", markup=False, highlight=False, soft_wrap=True
        )
    _refuse("Nothing was imported. Correct the file and run the command again.")


def _refuse(sentence: str) -> NoReturn:
    err.print(sentence, style="red", markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(1)

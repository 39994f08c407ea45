"""Practices and members from a CSV file: checked as a whole first, then applied in batches that may run twice."""

import csv
import io
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ground.actors import Actor
from core.passwords.password_changes import send_first_link
from core.people import users
from core.people.users import User
from core.practices import practices
from core.practices.practices import DEFAULT_TIME_ZONE, Group, Practice, Role

HEADER = ("email", "name", "practice", "group", "role", "time_zone")
LONGEST = 200  # characters of a name
CHECKED_AT_ONCE = 500


@dataclass(frozen=True)
class CsvRow:
    """One line of the file: this person works in this practice with this role."""

    line: int
    email: str
    name: str
    practice: str
    group: str
    role: Role
    time_zone: str


@dataclass(frozen=True)
class CsvRows:
    """A file without an error in itself."""

    rows: tuple[CsvRow, ...]


@dataclass(frozen=True)
class BadRow:
    """What is wrong with one line, in one sentence."""

    line: int
    why: str


@dataclass(frozen=True)
class BadRows:
    """The file cannot be applied; no row of it was."""

    problems: tuple[BadRow, ...]


@dataclass(frozen=True)
class Applied:
    """What one batch changed; a batch that ran before changes nothing."""

    people: int
    places: int


def read_rows(text: str) -> CsvRows | BadRows:
    """Read and check a file by itself. A spreadsheet's byte order mark and empty lines are accepted."""
    lines = list(_lines(text))
    if not lines or tuple(cell.strip().lower() for cell in lines[0][1]) != HEADER:
        return BadRows((BadRow(1, f"The first line must be {','.join(HEADER)}."),))
    read = [_read(line, cells) for line, cells in lines[1:]]
    rows = tuple(row for row in read if isinstance(row, CsvRow))
    problems = [row for row in read if isinstance(row, BadRow)] + list(_contradictions(rows))
    if not rows and not problems:
        problems.append(BadRow(2, "There is no row under the header."))
    return BadRows(tuple(sorted(problems, key=lambda each: each.line))) if problems else CsvRows(rows)


def check(session: Session, rows: Sequence[CsvRow]) -> BadRows | None:
    """Compare a file with what is in the database, before its first batch; None means it fits."""
    problems = [
        problem
        for start in range(0, len(rows), CHECKED_AT_ONCE)
        for problem in _conflicts(session, rows[start : start + CHECKED_AT_ONCE])
    ]
    return BadRows(tuple(problems)) if problems else None


def apply_batch(session: Session, rows: Sequence[CsvRow], *, by: Actor, now: datetime) -> Applied:
    """Apply some rows in this transaction. New people are mailed the link that sets their password."""
    applied = [_apply(session, row, by=by, now=now) for row in rows]
    return Applied(people=sum(new for new, _ in applied), places=sum(placed for _, placed in applied))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The filled lines with the number at which each begins; a quoted cell may span several."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        yield begins, []  # such as a quote that never ends: a BadRow with its line


def _read(line: int, cells: list[str]) -> CsvRow | BadRow:
    if not cells:
        return BadRow(line, "It cannot be read. Does a quotation mark never end?")
    if len(cells) != len(HEADER):
        return BadRow(line, f"It must have {len(HEADER)} columns, {','.join(HEADER)}; it has {len(cells)}.")
    email, name, practice, group, role, time_zone = (" ".join(cell.split()) for cell in cells)
    row = CsvRow(
        line=line,
        email=users.normal_email(email),
        name=name,
        practice=practice,
        group=group,
        role=cast("Role", role.lower() or "member"),
        time_zone=time_zone or DEFAULT_TIME_ZONE,
    )
    why = next(_faults(row), None)
    return BadRow(line, why) if why else row


def _faults(row: CsvRow) -> Iterator[str]:
    if not users.looks_like_email(row.email):
        yield f"{row.email!r} is not an e-mail address that mail can be sent to."
    for word, cell in (("name", row.name), ("practice", row.practice)):
        if not cell:
            yield f"The {word} is missing."
    for word, cell in (("name", row.name), ("practice", row.practice), ("group", row.group)):
        if len(cell) > LONGEST or not cell.isprintable():
            yield f"The {word} is longer than {LONGEST} characters or holds characters that cannot be shown."
    if row.role not in {"admin", "member"}:
        yield f"The role must be admin or member, not {row.role!r}."
    if row.time_zone not in _time_zones():
        yield f"{row.time_zone!r} is not a time zone; write for example {DEFAULT_TIME_ZONE}."


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _contradictions(rows: Sequence[CsvRow]) -> Iterator[BadRow]:
    """Rows that are valid by themselves but contradict each other."""
    yield from _differing(rows, lambda row: row.email, lambda row: row.name, "name of this person")
    yield from _differing(rows, lambda row: row.practice, lambda row: row.group, "group of this practice")
    yield from _differing(
        rows, lambda row: row.practice, lambda row: row.time_zone, "time zone of this practice"
    )
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        if (line := first.setdefault((row.email, row.practice), row.line)) != row.line:
            yield BadRow(row.line, f"This person stands in this practice already on line {line}.")


def _differing(
    rows: Sequence[CsvRow], key: Callable[[CsvRow], str], value: Callable[[CsvRow], str], word: str
) -> Iterator[BadRow]:
    first: dict[str, CsvRow] = {}
    for row in rows:
        before = first.setdefault(key(row), row)
        if value(before) != value(row):
            yield BadRow(
                row.line, f"The {word} is {value(before)!r} on line {before.line}, {value(row)!r} here."
            )


def _conflicts(session: Session, rows: Sequence[CsvRow]) -> Iterator[BadRow]:
    staff = set(
        session.scalars(
            select(User.email).where(User.audience == "console", User.email.in_({row.email for row in rows}))
        )
    )
    known = select(Practice.name, Group.name).outerjoin(Group, Group.id == Practice.group_id)
    groups = dict(session.execute(known.where(Practice.name.in_({row.practice for row in rows}))).all())
    for row in rows:
        if row.email in staff:
            yield BadRow(row.line, f"{row.email} belongs to ThoroughCare's own team.")
        if row.practice in groups and (groups[row.practice] or "") != row.group:
            yield BadRow(
                row.line,
                f"{row.practice} is in {_named(groups[row.practice])} already, not in {_named(row.group)}.",
            )


def _named(group: str | None) -> str:
    return f"the group {group!r}" if group else "no group"


def _apply(session: Session, row: CsvRow, *, by: Actor, now: datetime) -> tuple[bool, bool]:
    """Whether the person was new, and whether their place in the practice was."""
    practice = practices.add_practice(
        session, row.practice, group=row.group, time_zone=row.time_zone, by=by, now=now
    )
    added = users.add_member(session, email=row.email, name=row.name, by=by, now=now)
    if isinstance(added, User):
        send_first_link(session, added.id, by=by, now=now)
        return True, practices.add_membership(session, added.id, practice.id, row.role, by=by, now=now)
    if added.audience != "account":
        raise ValueError("a person of the team was added while the file was applied")
    return False, practices.add_membership(session, added.user_id, practice.id, row.role, by=by, now=now)

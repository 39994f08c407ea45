"""Every secret that people hold in their hands while a test runs, and a search for each where none may stand in clear.

Looked through are every column of every table, the bytes of a SQLite file, the logs at DEBUG, and the mail; that holds
for transcripts and audit too, which are tables. Journeys note what they see; the sites' fixture searches at their end.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from core.ground.db import Database
from tests.parts.mail import Mailbox
from tests.parts.phone import Phone

MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ t]\d\d:\d\d:\d\d(\.\d+)?")  # its microseconds may look like any code
LINK = re.compile(r"/(?:password/set|password/reset|invitation)/[\w.-]+\.([\w-]{20,})")  # its last part opens
MAILED = "one-time link"


@dataclass
class KnownSecrets:
    """What was seen: how each thing may be written, and what it is."""

    written: dict[str, str] = field(
        default_factory=dict
    )  # lower case -> what it is; found anywhere in a text
    codes: set[str] = field(default_factory=set)  # 6 digits; found as a word of their own
    raw: set[bytes] = field(default_factory=set)

    def password(self, typed: str) -> None:
        """A password that someone typed."""
        self._note("password", typed)

    def cookie(self, value: str) -> None:
        """A token that opens a session."""
        self._note("cookie", value)

    def code(self, phone: Phone, digits: str) -> None:
        """A code, and with it the phone's secret in every way of writing it."""
        self.codes.add(digits)
        self.raw.add(phone.secret)
        key = base64.b32encode(phone.secret).decode()
        groups = " ".join(key[place : place + 4] for place in range(0, len(key), 4))
        for way in (key, groups, phone.secret.hex(), base64.b64encode(phone.secret).decode()):
            self._note("TOTP secret", way)

    def recovery_tokens(self, tokens: list[str]) -> None:
        """Recovery tokens, with and without their hyphens."""
        for token in tokens:
            self._note("recovery token", token)
            self._note("recovery token", token.replace("-", ""))

    def _note(self, what: str, value: str) -> None:
        assert len(value) >= 8, f"too short to search for: a {what}"
        self.written[value.lower()] = what

    def in_text(self, found: str) -> list[str]:
        """What stands in clear in ``found``."""
        plain = MOMENT.sub("", found.lower())
        seen = [what for way, what in self.written.items() if way in plain]
        return seen + ["code"] * any(re.search(rf"(?<!\w){code}(?!\w)", plain) for code in self.codes)

    def in_bytes(self, found: bytes) -> list[str]:
        """The same for bytes; not for codes, which six neighbouring digits of anything would seem to be."""
        raw = ["raw TOTP secret" for secret in self.raw if secret in found]
        return raw + [what for way, what in self.written.items() if way.encode() in found.lower()]

    def in_database(self, database: Database) -> list[str]:
        """What stands in any column of any table, as the database itself gives it out, and in a SQLite file."""
        seen = database.read(lambda session: list(self._in_tables(session)))
        file = Path(database.engine.url.database or "")
        if database.engine.dialect.name == "sqlite":
            for each in (file, file.with_name(f"{file.name}-wal")):
                held = each.read_bytes() if each.exists() else b""
                seen += [f"{what} in the file {each.name}" for what in self.in_bytes(held)]
        return seen

    def _in_tables(self, session: Session) -> Iterator[str]:
        for table in inspect(session.connection()).get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')).mappings():  # noqa: S608  our own tables
                for column, value in row.items():
                    yield from (f"{what} in {table}.{column}" for what in self._in_value(value))

    def _in_value(self, value: object) -> list[str]:
        if isinstance(value, bytes | memoryview):
            return self.in_bytes(bytes(value))
        if value is None or isinstance(value, date):
            return []
        return self.in_text(value if isinstance(value, str) else json.dumps(value, default=str))

    def in_mail(self, mailbox: Mailbox) -> list[str]:
        """What stands in a mail. The one-time links in it are at their place; elsewhere they are searched for."""
        seen = []
        for mail in mailbox.received:
            words = f"{mail['Subject']}\n{mail.get_content()}"
            found = [what for what in self.in_text(words) if what != MAILED]
            seen += [f"{what} in the mail {mail['Subject']!r}" for what in found]
            for link in LINK.findall(words):
                self._note(MAILED, link)
        return seen

    def everywhere(self, database: Database, log: str, mailbox: Mailbox) -> list[str]:
        """All of the above, mail first."""
        mail = self.in_mail(mailbox)
        return mail + [f"{what} in the log" for what in self.in_text(log)] + self.in_database(database)

    def forget(self) -> None:
        """Start again, empty."""
        for held in (self.written, self.codes, self.raw):
            held.clear()


known_secrets = KnownSecrets()

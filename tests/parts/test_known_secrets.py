"""The search that ends every journey finds what is planted, wherever it is planted."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.audit import entries
from core.ground import outbox
from core.ground.db import Database
from tests.cast import MONDAY, Cast
from tests.parts.known_secrets import KnownSecrets
from tests.parts.mail import Mailbox
from tests.parts.phone import Phone

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PHONE = Phone.typing_key(KEY)
TOKEN = "03-7KQ2-M9XD-T4WB-HN6P-8RJC-V5ZA"
SHAPES = (
    KEY,
    KEY.lower(),
    PHONE.secret.hex(),
    TOKEN,
    TOKEN.replace("-", ""),
    "482915",
    "a-Password-typed",
    "cookie-of-a-session",
)


def held() -> KnownSecrets:
    known = KnownSecrets()
    known.code(PHONE, "482915")
    known.recovery_tokens([TOKEN])
    known.password("a-Password-typed")
    known.cookie("cookie-of-a-session")
    return known


@pytest.mark.parametrize("secret", SHAPES)
def test_what_stands_in_clear_in_a_table_or_a_log_is_found(cast: Cast, mailbox: Mailbox, secret: str) -> None:
    known = held()
    assert known.everywhere(cast.database, "a quiet log", mailbox) == []
    assert known.everywhere(cast.database, f"typed {secret} here", mailbox)
    cast.do(
        lambda session: outbox.tell(
            session, "password_changed", via="mail", now=MONDAY, data={"said": f"it is {secret}."}
        )
    )
    assert "outbox.data" in " ".join(known.everywhere(cast.database, "", mailbox))


def test_the_audit_trail_is_looked_through(cast: Cast, mailbox: Mailbox) -> None:
    by = cast.actor("Sam")
    cast.do(
        lambda session: entries.record(
            session, "test.planted", by=by, now=MONDAY, on=by.user_id, details={"note": TOKEN}
        )
    )
    assert held().everywhere(cast.database, "", mailbox)


def test_a_moment_is_no_code() -> None:
    moment = datetime(2026, 1, 5, 9, 0, 0, 482915, tzinfo=UTC)
    assert held().in_text(f"at {moment.isoformat()}") == []


def test_bytes_are_looked_through_too() -> None:
    assert held().in_bytes(b"\x00" + PHONE.secret + b"\x01") == ["raw TOTP secret"]
    assert held().in_bytes(b"\x00" + PHONE.secret[:-1] + b"\x01") == []


@pytest.mark.databases("sqlite")
def test_a_row_that_was_removed_still_stands_in_the_file(database: Database) -> None:
    def plant(session: Session) -> None:
        session.execute(text("INSERT INTO live_topics VALUES (:key, 1)"), {"key": KEY})

    database.transact(plant)
    database.transact(lambda session: session.execute(text("DELETE FROM live_topics")))
    assert held().in_database(database)


def test_a_mailed_link_may_stand_in_its_mail_and_nowhere_else(database: Database, mailbox: Mailbox) -> None:
    known = held()
    link = "http://127.0.0.1:8000/password/reset/row-id.k1." + "qLr2cZp0" * 4
    mail = EmailMessage()
    mail["Subject"] = "Your link"
    mail.set_content(f"Open {link} within 30 minutes")
    mailbox.received.append(mail)
    assert known.everywhere(database, "a quiet log", mailbox) == []
    assert known.everywhere(database, f"GET {link}", mailbox) == ["one-time link in the log"]

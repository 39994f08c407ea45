"""The search that ends every journey finds what is planted, wherever it is planted."""

from datetime import UTC, datetime

import pytest

from core import audit, outbox
from tests.cast import MONDAY, Cast
from tests.parts.known_secrets import KnownSecrets
from tests.parts.mail import Mailbox
from tests.parts.phone import Phone

KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PHONE = Phone.typing_key(KEY)
TOKEN = "03-7KQ2-M9XD-T4WB-HN6P"
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
        lambda session: outbox.tell(session, "x", via="mail", now=MONDAY, data={"said": f"it is {secret}."})
    )
    assert "outbox.data" in " ".join(known.everywhere(cast.database, "", mailbox))


def test_the_audit_trail_is_looked_through(cast: Cast, mailbox: Mailbox) -> None:
    by = cast.actor("Sam")
    cast.do(
        lambda session: audit.record(
            session, "test.planted", by=by, now=MONDAY, on=by.user_id, details={"note": TOKEN}
        )
    )
    assert held().everywhere(cast.database, "", mailbox)


def test_a_moment_is_no_code() -> None:
    moment = datetime(2026, 1, 5, 9, 0, 0, 482915, tzinfo=UTC)
    assert held().in_text(f"at {moment.isoformat()}") == []

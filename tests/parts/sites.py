"""Both sites of the product, served for real on one fresh database with the demo's people in it."""

import contextlib
import io
import logging
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from console import logs
from core.ground.hashing import HashingPool
from core.ground.installation import open_installation
from core.ground.sealing import new_key
from core.ground.settings import read_settings
from core.imports import demo_data
from tests.cast import QUICK, Cast
from tests.parts.clock import shown_time
from tests.parts.known_secrets import known_secrets
from tests.parts.mail import Mailbox
from tests.parts.phone import Phone
from tests.parts.server import address_of, listen, serving


@dataclass(frozen=True)
class Sites:
    """Where the sites answer, who is in them, and where their mail goes."""

    account: str
    console: str
    cast: Cast
    mailbox: Mailbox


@contextlib.contextmanager
def open_sites(
    database_url: str, mailbox: Mailbox, *, settings: Mapping[str, str] | None = None
) -> Iterator[Sites]:
    """Serve both sites on ``database_url`` until the block ends; ``settings`` are added to the usual ones.

    They follow ``tests.parts.clock.shown_time``, which a test may put forward.
    """
    from console.asgi import compose  # tests that serve no site must not wait for the whole product

    sockets = listen(), listen()
    account, console = map(address_of, sockets)
    usual = {
        "TC2FA_DATABASE_URL": database_url,
        "TC2FA_KEYS": new_key("k1"),
        "TC2FA_PUBLIC_URL": account,
        "TC2FA_CONSOLE_URL": console,
        "TC2FA_SMTP_URL": mailbox.url,
    }
    installation = open_installation(read_settings(usual | dict(settings or {})))
    installation = replace(installation, hashing=HashingPool(QUICK, queue=64))
    with contextlib.ExitStack() as ending:
        ending.enter_context(shown_time.followed())
        ending.callback(installation.database.close)
        demo_data.load(installation, now=shown_time())
        product = compose(installation, clock=shown_time)
        for app, listening in zip((product.account, product.console), sockets, strict=True):
            ending.enter_context(serving(app, listening))
        yield Sites(account, console, Cast(installation, _phones()), mailbox)


@pytest.fixture
def sites(database_url: str, mailbox: Mailbox) -> Iterator[Sites]:
    """Both sites with the demo's people, once on each kind of database.

    Whatever the test did: at its end no secret that a person held stands in clear in database, log or mail.
    """
    known_secrets.forget()
    with log_at_debug() as log, open_sites(database_url, mailbox) as served:
        yield served
        found = known_secrets.everywhere(served.cast.database, log.getvalue(), mailbox)
    assert not found, "Secrets stand in clear:\n" + "\n".join(found)


@contextlib.contextmanager
def log_at_debug() -> Iterator[io.StringIO]:
    """All that the product and its parts log; shown at the end, for the reader of a failure."""
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    with contextlib.redirect_stderr(log):
        logs.configure("debug")
    try:
        yield log
    finally:
        logging.getLogger().removeHandler(handler)
        logs.configure("info")
        sys.stderr.write(log.getvalue())


def _phones() -> dict[str, Phone]:
    return {
        each.name.split()[0]: Phone.typing_key(each.secret, account=each.email) for each in demo_data.STAFF
    }

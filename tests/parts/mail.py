"""A real SMTP server that keeps what it is sent, and that can be told to refuse or to dawdle."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Mailbox:
    """Every mail that arrived, in order."""

    url: str = ""
    received: list[EmailMessage] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)  # addresses that do not exist here
    seconds_before_answer: float = 0

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to this person."""
        return [mail for mail in list(self.received) if address in str(mail["To"])]

    def wait_for(self, address: str, *, count: int = 1, seconds: float = 10) -> list[EmailMessage]:
        """Wait until this person has ``count`` mails; fails with what did arrive."""
        until = time.monotonic() + seconds
        while len(self.to(address)) < count and time.monotonic() < until:
            time.sleep(0.02)
        subjects = [f"{mail['To']}: {mail['Subject']}" for mail in self.received]
        assert len(self.to(address)) >= count, f"no mail number {count} to {address}; arrived: {subjects}"
        return self.to(address)

    def refuse(self, times: int, answer: str = "451 Try again later") -> None:
        """Answer the next ``times`` mails with this SMTP line instead of taking them."""
        self.refusals.extend([answer] * times)

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        await asyncio.sleep(self.seconds_before_answer)
        if self.refusals:
            return self.refusals.pop(0)
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        self.received.append(message_from_bytes(raw, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """An SMTP server on a port of the system's choice; give ``mailbox.url`` to TC2FA_SMTP_URL."""
    with open_mailbox() as box:
        yield box


@contextlib.contextmanager
def open_mailbox() -> Iterator[Mailbox]:
    """The same for a program that is no test."""
    box = Mailbox()
    server = _OnAnyPort(box)
    server.start()
    box.url = f"smtp://127.0.0.1:{server.port}"
    yield box
    server.stop()


class _OnAnyPort(Controller):
    """aiosmtpd asks for a port number; we hand it a socket that already has one, so that nothing can race."""

    def __init__(self, box: Mailbox) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        super().__init__(box, hostname="127.0.0.1", port=self._socket.getsockname()[1], ready_timeout=10)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)

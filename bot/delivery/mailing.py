"""Mail: one plain text for each kind of notice, by SMTP or as a file. Never a code, token, password or secret in it.

The first line of a template is the subject. Links are built from the configured addresses, never from a request.
"""

import os
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.orm import Session

from core.ground.installation import Installation
from core.ground.jobs.job_worker import JobFailed
from core.ground.outbox import OutboxRow
from core.ground.settings import Settings
from core.ground.time_words import clock_time, long_date
from core.people import one_time_links
from core.people.users import User
from core.practices import practices

TEMPLATES = Path(__file__).parent / "mail"
SECONDS = 20  # for each answer of the mail server
PERMANENT = 500  # from here on an answer is final (RFC 5321 4.2.1)
PATHS = {
    "set_password": "password/set",
    "reset_password": "password/reset",
    "staff_invitation": "invitation",
    "reset_filed": "reset/not-me",
    "reset_approved": "reset/not-me",
    "set_up_again": "sign-in/set-up",
}
_words = Environment(
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701  plain text: nothing in it is read as HTML
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Recipient:
    """Whom the mail goes to."""

    email: str
    name: str
    time_zone: str
    is_staff: bool


def send(installation: Installation, notice: OutboxRow, now: datetime) -> JobFailed | None:
    """Deliver one notice; no transaction is open during the SMTP exchange.

    The Message-ID is the notice's, so that a second try is recognized as the same mail.
    """
    person = installation.database.read(lambda session: _person(session, notice.user_id))
    if person is None:
        return JobFailed("nobody to write to")
    message = compose(installation, notice, person, now=now)
    if installation.settings.mail_directory is not None:
        return _to_file(installation.settings.mail_directory, notice, message)
    if installation.settings.smtp_url is None:
        return JobFailed("no mail server is configured: set TC2FA_SMTP_URL")
    return _by_smtp(installation.settings.smtp_url, message)


def compose(
    installation: Installation, notice: OutboxRow, person: Recipient, *, now: datetime
) -> EmailMessage:
    """The mail of one notice."""
    settings = installation.settings
    day = long_date(notice.created_at, zone=person.time_zone)
    facts: dict[str, Any] = {
        "name": person.name,
        "when": f"{day} at {clock_time(notice.created_at, zone=person.time_zone)}",
        "site": settings.console_url if person.is_staff else settings.public_url,
        "link": _link(installation, notice, person),
        "data": notice.data,
    }
    subject, _, text = _words.get_template(f"{notice.kind}.txt").render(facts).partition("\n")
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _one_line(subject)
    message["From"] = f"ThoroughCare <no-reply@{_host(settings)}>"
    message["To"] = _one_line(person.email)
    message["Date"] = now
    message["Message-ID"] = f"<{notice.id}@{_host(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.strip() + "\n")
    return message


def _person(session: Session, user_id: str | None) -> Recipient | None:
    user = session.get(User, user_id) if user_id else None
    if user is None:
        return None
    zone = practices.first_time_zone(practices.practices_of(session, user.id))
    return Recipient(user.email, user.name, zone, user.audience == "console")


def _link(installation: Installation, notice: OutboxRow, person: Recipient) -> str:
    """The one address that opens something; derived here, stored nowhere."""
    link_id = notice.data.get("link_id")
    if link_id is None:
        return ""
    settings = installation.settings
    site = settings.console_url if person.is_staff else settings.public_url
    return f"{site}/{PATHS[notice.kind]}/{one_time_links.token_of(installation.keys, str(link_id))}"


def _to_file(directory: Path, notice: OutboxRow, message: EmailMessage) -> JobFailed | None:
    """Write the whole mail or none of it, readable by its owner only."""
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = directory / f"{notice.created_at:%Y%m%dT%H%M%S}-{notice.kind}-{notice.id}.eml"
        draft = path.with_suffix(".part")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(message.as_bytes())
        draft.replace(path)
    except OSError as error:
        return JobFailed(f"cannot write mail: {error.strerror}")
    return None


def _by_smtp(address: str, message: EmailMessage) -> JobFailed | None:
    url = urlsplit(address)
    try:
        with _connect(address) as server:
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)
    except smtplib.SMTPResponseException as error:
        is_final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= PERMANENT
        return JobFailed(f"the mail server said {error.smtp_code}", for_good=is_final)
    except smtplib.SMTPRecipientsRefused as error:
        code = min(code for code, _ in error.recipients.values())
        return JobFailed(f"the mail server refused the address: {code}", for_good=code >= PERMANENT)
    except (OSError, smtplib.SMTPException) as error:
        return JobFailed(f"the mail server does not answer: {type(error).__name__}")
    return None


def _connect(address: str) -> smtplib.SMTP:
    """``smtps://`` is TLS from the first byte; ``smtp://`` upgrades when offered, and must when a password follows."""
    url = urlsplit(address)
    host, context = url.hostname or "", ssl.create_default_context()
    if url.scheme == "smtps":
        return smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=context)
    server = smtplib.SMTP(host, url.port or 587, timeout=SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=context)
    elif url.username:
        server.close()
        raise smtplib.SMTPNotSupportedError("a password is not sent without TLS")
    return server


def _host(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or "localhost"


def _one_line(text: str) -> str:
    """A header is one line, or a practice name could add headers."""
    return " ".join(text.split())

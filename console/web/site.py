"""One web app as configured: its audience, its origin, its templates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from jinja2 import Environment

from console.web.cookies import CookieJar
from core.ground.async_database import AsyncDatabase
from core.ground.installation import Installation
from core.people.users import Audience

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Site:
    """The account site or the staff console. ``origin`` is configured, never read from a request."""

    audience: Audience
    installation: Installation
    origin: str  # scheme://host[:port] of TC2FA_PUBLIC_URL or TC2FA_CONSOLE_URL
    cookies: CookieJar
    pages: Environment
    clock: Clock
    json_under: str | None = None  # the prefix of the paths whose refusals are JSON: their caller is a script
    body_limits: Mapping[str, int] = field(
        default_factory=dict
    )  # bytes, of the paths that take more than a form

    def speaks_json(self, path: str) -> bool:
        """Whether a refusal at ``path`` is JSON and not a page."""
        return self.json_under is not None and path.startswith(self.json_under)

    @property
    def database(self) -> AsyncDatabase:
        """The database, off the event loop."""
        return AsyncDatabase(self.installation.database)

    @property
    def host(self) -> str:
        """The only Host header this site answers to."""
        return urlsplit(self.origin).netloc

    @property
    def is_https(self) -> bool:
        """Whether people reach this site over TLS."""
        return self.origin.startswith("https://")

"""One web app as configured: for whom it is, where it lives, what it draws with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from jinja2 import Environment

from console.web.cookies import CookieJar
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
    script_mounts: tuple[str, ...] = ()  # scripts other packages bring, e.g. the bubble's

    @property
    def host(self) -> str:
        """The only Host header this site answers to."""
        return urlsplit(self.origin).netloc

    @property
    def is_https(self) -> bool:
        """Whether people reach this site over TLS."""
        return self.origin.startswith("https://")

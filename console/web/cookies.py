"""Cookies: names, flags and nothing else. Values are random tokens whose SHA-256 the database knows."""

from dataclasses import dataclass
from typing import Literal

from starlette.requests import HTTPConnection
from starlette.responses import Response

CookieName = Literal["session", "half", "browser", "help", "visit", "slack_link", "known"]
LONGEST = 200  # characters; our tokens have 43
LIFETIME: dict[CookieName, int | None] = {
    "session": None,  # ends with the browser; the server may end it sooner
    "half": 5 * 60,
    "browser": 400 * 24 * 3600,
    "known": 400 * 24 * 3600,  # a browser that proved a password: a budget of guesses of its own
    "help": 24 * 3600,
    "visit": None,  # binds the CSRF token of a page without sign-in
    "slack_link": 10 * 60,  # carries a link begun in Slack through sign-in, so that no address has to
}


@dataclass(frozen=True)
class CookieJar:
    """The cookies of one site. Two ports of one host share cookies, so each site has its own prefix."""

    site: str  # "tc2fa" or "tc2fa_console"
    secure: bool

    def name(self, cookie: CookieName) -> str:
        """The name on the wire: ``__Host-`` wherever TLS allows it (ASVS 3.3.1, 3.3.3)."""
        return f"{'__Host-' if self.secure else ''}{self.site}_{cookie}"

    def read(self, request: HTTPConnection, cookie: CookieName) -> str | None:
        """The token the browser sent; an absurdly long one counts as none."""
        value = request.cookies.get(self.name(cookie))
        return value if value and len(value) <= LONGEST else None

    def put(self, response: Response, cookie: CookieName, token: str) -> None:
        """Give the browser ``token``: HttpOnly, SameSite=Lax, whole site, this host only."""
        response.set_cookie(
            self.name(cookie),
            token,
            max_age=LIFETIME[cookie],
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )

    def drop(self, response: Response, cookie: CookieName) -> None:
        """Take the cookie away."""
        response.delete_cookie(self.name(cookie), path="/", secure=self.secure, httponly=True, samesite="lax")

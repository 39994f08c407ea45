"""The steps of a sign-in and of a set-up on each product's own pages."""

import base64
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from core.imports.demo_data import PASSWORD
from tests.bench.peers import django_sites, ours
from tests.bench.peers.browser import Browser
from tests.bench.peers.served import Served
from tests.parts.phone import Phone

SECRET = bytes(range(20))
KEY = re.compile(r"\b[A-Z2-7]{4}(?:[ -]?[A-Z2-7]{4}){7}\b")
Step = Callable[[Browser], None]


@dataclass(frozen=True)
class Product:
    """One product. Everybody does a step before anybody does the next; the last step ends each of the two ways."""

    name: str
    serve: Callable[[Path, int, bytes, str], AbstractContextManager[Served]]
    signs_in: dict[str, Step]
    sets_up: dict[str, Step]


def _code(secret: bytes = SECRET) -> str:
    return Phone(issuer="", account="", secret=secret).code(datetime.now(UTC))


def _code_of_page(browser: Browser) -> str:
    """The phone has taken the key that stands on the page."""
    found = KEY.search(re.sub(r"<[^>]+>", " ", browser.page)) or re.search(
        '(?<=value=")[A-Z2-7]{32}', browser.page
    )
    assert found, browser.page[:3000]
    return _code(base64.b32decode(re.sub("[^A-Z2-7]", "", found[0])))


class Ours:
    """This product: a member's sign-in, and Settings."""

    @staticmethod
    def form(browser: Browser) -> None:
        """The sign-in page."""
        browser.open("/sign-in")

    @staticmethod
    def password(browser: Browser) -> None:
        """E-mail and password, and the prompt behind them."""
        browser.post("/sign-in", email=browser.email, password=PASSWORD)

    @staticmethod
    def token(browser: Browser) -> None:
        """The code."""
        browser.post_only("/sign-in/token", token=_code())

    @staticmethod
    def begin(browser: Browser) -> None:
        """Step 1, and the QR code."""
        browser.open("/settings?two-factor=open")
        browser.post("/settings/two-factor/begin")

    @staticmethod
    def confirm(browser: Browser) -> None:
        """The first code; the answer shows the recovery tokens."""
        browser.post("/settings/two-factor/confirm", current_password=PASSWORD, token=_code_of_page(browser))
        assert len(set(re.findall(r"\b\d\d(?:-[0-9A-Z]{4}){4,}\b", browser.page))) == 10, browser.page


class Allauth:
    """django-allauth with its MFA."""

    @staticmethod
    def form(browser: Browser) -> None:
        """The sign-in page."""
        browser.open("/accounts/login/")

    @staticmethod
    def password(browser: Browser) -> None:
        """E-mail and password, and the prompt behind them."""
        browser.post("/accounts/login/", login=browser.email, password=PASSWORD)

    @staticmethod
    def token(browser: Browser) -> None:
        """The code."""
        browser.post_only("/accounts/2fa/authenticate/", code=_code())

    @staticmethod
    def begin(browser: Browser) -> None:
        """The password again, as ours asks for it too, and the QR code."""
        browser.open("/accounts/2fa/totp/activate/")
        browser.post("/accounts/reauthenticate/", password=PASSWORD)

    @staticmethod
    def confirm(browser: Browser) -> None:
        """The first code, and the page with the recovery codes."""
        browser.post("/accounts/2fa/totp/activate/", code=_code_of_page(browser))
        browser.open("/accounts/2fa/recovery-codes/")
        assert len(re.findall(r"\b[0-9a-f]{8}\b|\b\d{8}\b", browser.page)) >= 10, browser.page


class TwoFactor:
    """django-two-factor-auth."""

    @staticmethod
    def form(browser: Browser) -> None:
        """The sign-in page."""
        browser.open("/account/login/")

    @staticmethod
    def password(browser: Browser) -> None:
        """Name and password; the answer is the prompt."""
        given = {"auth-username": browser.email, "auth-password": PASSWORD}
        browser.post("/account/login/", **given)

    @staticmethod
    def token(browser: Browser) -> None:
        """The code."""
        browser.post_only("/account/login/", **{"token-otp_token": _code()})

    @staticmethod
    def begin(browser: Browser) -> None:
        """The wizard to the QR code, and the picture."""
        path = "/account/two_factor/setup/"
        browser.open(path)
        browser.post(path)
        browser.client.get("/account/two_factor/qrcode/").raise_for_status()

    @staticmethod
    def confirm(browser: Browser) -> None:
        """The first code, and a set of backup tokens."""
        browser.post("/account/two_factor/setup/", **{"generator-token": _code_of_page(browser)})
        browser.open("/account/two_factor/backup/tokens/")
        browser.post("/account/two_factor/backup/tokens/")
        assert len(re.findall(r"<li>[a-z2-7]{8}</li>", browser.page)) == 10, browser.page


def _sign_in(product: type[Ours | Allauth | TwoFactor], settings: str) -> dict[str, Step]:
    return {
        "form": product.form,
        "password": product.password,
        "token": product.token,
        "landing": lambda browser: browser.open("/"),
        "settings": lambda browser: browser.open(settings),
    }


def _set_up(product: type[Ours | Allauth | TwoFactor]) -> dict[str, Step]:
    return {"": lambda browser: (product.form(browser), product.password(browser))[1]} | {
        "QR code": product.begin,
        "confirm": product.confirm,
    }


PRODUCTS = (
    Product("ours", ours.serve, _sign_in(Ours, "/settings"), _set_up(Ours)),
    Product(
        "django-allauth",
        partial(django_sites.serve, "allauth"),
        _sign_in(Allauth, "/accounts/2fa/"),
        _set_up(Allauth),
    ),
    Product(
        "django-two-factor-auth",
        partial(django_sites.serve, "two_factor"),
        _sign_in(TwoFactor, "/account/two_factor/"),
        _set_up(TwoFactor),
    ),
)

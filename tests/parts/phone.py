"""The person's phone. It shares no code with the product: zxing reads the QR, cryptography makes the code."""

import base64
import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

import zxingcpp
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from PIL import Image

STEP = timedelta(seconds=30)


class QrNotReadable(Exception):
    """The camera finds no QR code, or more than one, or something that is no authenticator link."""


@dataclass(frozen=True)
class Phone:
    """An authenticator app with one entry."""

    issuer: str
    account: str
    secret: bytes
    clock_ahead: timedelta = timedelta(0)

    @classmethod
    def scanning(cls, screenshot: bytes) -> Self:
        """Point the camera at a PNG and add the entry that it shows."""
        found = zxingcpp.read_barcodes(
            Image.open(io.BytesIO(screenshot)), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
        if len(found) != 1:
            raise QrNotReadable(f"{len(found)} QR codes in the picture")
        return cls.opening(found[0].text)

    @classmethod
    def opening(cls, link: str) -> Self:
        """Open an ``otpauth:`` link, as tapping it on the phone does. Only what every app supports is taken."""
        parts, query = urlsplit(link), parse_qs(urlsplit(link).query)
        label_issuer, _, account = unquote(parts.path).lstrip("/").rpartition(":")
        issuer = query.get("issuer", [label_issuer])[0]
        usual = {"algorithm": "SHA1", "digits": "6", "period": "30"}
        odd = {name: query[name] for name, value in usual.items() if name in query and query[name] != [value]}
        if parts.scheme != "otpauth" or parts.netloc != "totp" or odd or label_issuer not in {"", issuer}:
            raise QrNotReadable(
                f"not a link that every app understands: {parts.scheme}://{parts.netloc} {odd}"
            )
        return cls(issuer=issuer, account=account.strip(), secret=_secret(query["secret"][0]))

    @classmethod
    def typing_key(cls, key: str, *, account: str = "") -> Self:
        """Type the setup key by hand, with the spaces and small letters that people add."""
        return cls(issuer="", account=account, secret=_secret(key))

    def code(self, at: datetime) -> str:
        """The six digits on the screen at this moment of true time, by this phone's own clock."""
        app = TOTP(self.secret, 6, SHA1(), 30)  # noqa: S303  RFC 6238's default, and what every app speaks
        return app.generate(int((at + self.clock_ahead).timestamp())).decode()

    def code_of_step(self, at: datetime, steps: int) -> str:
        """The code shown ``steps`` half-minutes after ``at`` (before it, when negative)."""
        return self.code(at + steps * STEP)

    def with_clock_ahead(self, by: timedelta) -> Self:
        """The same phone with its clock put forward (back, when negative)."""
        return replace(self, clock_ahead=by)


def _secret(key: str) -> bytes:
    letters = "".join(key.split()).upper().rstrip("=")
    return base64.b32decode(letters + "=" * (-len(letters) % 8))
